"""From a library and a catalog to suggestions: join, rank, filter, explain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.shards import NameLists
from readnext.catalog.store import Catalog
from readnext.citekeys import learn_style, make_keys
from readnext.features.corpus import Corpus
from readnext.features.profile import Profile
from readnext.features.text import count_terms
from readnext.filters import allowed, in_dates, passes
from readnext.library import Work, works_of
from readnext.names import person_keys
from readnext.paper import Entry, Paper
from readnext.ranker.ranker import Ranker, Ranking
from readnext.ranker.reasons import Evidence, Explainer
from readnext.request import Request
from readnext.suggestion import Answer, Suggestion

_BLOCK = 500  # records read at a time while the list fills


@dataclass(frozen=True, slots=True)
class Joined:
    """A library joined with a catalog: the works of `profile`, own ones first."""

    profile: Profile
    works: tuple[Work, ...]


def suggest(
    entries: Sequence[Entry],
    catalog: Catalog,
    request: Request,
    progress: Callable[[int], object] = lambda _: None,
    *,
    owned: Sequence[Entry] = (),
) -> Answer:
    """Return the papers of the catalog that the reader should read next.

    `entries` are learnt from; `owned` are further ones, which like them are never
    suggested. The same library, catalog and request give the same answer. `progress`
    is called `ranker.STEPS` times at most.
    """
    works = works_of(entries)
    corpus = Corpus(catalog.columns())
    joined = join(works, catalog, corpus, works_of(owned))
    profile = joined.profile
    ranker = Ranker(request.seed).fit(profile, progress)

    filters = request.filters
    ranked = in_dates(corpus.columns.date, filters)
    ranked[profile.owned] = False
    ranking = ranker.score(np.flatnonzero(ranked))
    progress(1)
    passed = allowed(corpus.columns, catalog, filters)[ranking.rows]
    if filters.min_score is not None:
        passed &= ranking.scores >= filters.min_score
    places, papers = _take(ranking, passed, catalog, corpus, request)
    reasons = Explainer(ranker, _evidence(joined, catalog)).explain(
        ranking, places, papers
    )
    library = [*entries, *owned]
    keys = make_keys(papers, learn_style(library), {entry.key for entry in library})
    return Answer(
        entries=len(entries),
        usable=len(works),
        in_catalog=len(profile.own),
        catalog=str(catalog.folder),
        papers=len(corpus),
        candidates=int(passed.sum()),
        ranker=ranker.kind_,
        why=ranker.why_,
        suggestions=tuple(
            Suggestion(
                rank, paper, key, round(float(ranking.scores[place]), 6), None, why
            )
            for rank, (place, paper, key, why) in enumerate(
                zip(places, papers, keys, reasons, strict=True), 1
            )
        ),
    )


def join(
    works: Sequence[Work], catalog: Catalog, corpus: Corpus, owned: Sequence[Work] = ()
) -> Joined:
    """Find a library's works in the catalog; the others keep their own text.

    `owned` are works that the reader has too, but that are not to be learnt from.
    """
    found = _numbers(works, catalog, corpus)
    own: dict[int, Work] = {}
    others: list[Work] = []
    for work, numbers in zip(works, found, strict=True):
        if numbers:
            own.setdefault(numbers[0], work)
        else:
            others.append(work)
    taken = set(chain(*found, *_numbers(owned, catalog, corpus)))
    rows = corpus.rows_of(np.array(list(own), np.int64))
    order = np.argsort(rows)
    known = list(own.values())
    counts = count_terms(
        (work.entry.title for work in others), (work.entry.abstract for work in others)
    )
    people = NameLists.of(
        chain.from_iterable(map(person_keys, work.entry.authors)) for work in others
    )
    profile = Profile(
        corpus,
        rows[order],
        corpus.weights.weigh(counts),
        corpus.people.lookup(people),
        corpus.scaled_people(people),
        np.sort(corpus.rows_of(np.array(list(taken), np.int64))),
        np.array([work.entry.year or 0 for work in others], np.int32),
    )
    return Joined(profile, (*(known[i] for i in order), *others))


def _numbers(
    works: Sequence[Work], catalog: Catalog, corpus: Corpus
) -> list[list[int]]:
    """The catalog's numbers of each work, by any of its entries."""
    found = iter(catalog.find([i for work in works for i in work.identities]))
    return [
        [n for n in chain(*islice(found, len(work.identities))) if n in corpus]
        for work in works
    ]


def _evidence(joined: Joined, catalog: Catalog) -> Evidence:
    """The names on each work, as the library and the catalog write them."""
    profile = joined.profile
    numbers = profile.corpus.columns.numbers[profile.own].tolist()
    papers = catalog.papers(numbers)
    known = [papers.get(number, Paper("", "")) for number in numbers]
    known += [Paper("", "")] * (len(joined.works) - len(known))
    pairs = list(zip(joined.works, known, strict=True))
    return Evidence.of(
        profile,
        [work.key for work in joined.works],
        [[*(a.name for a in w.entry.authors), *paper.authors] for w, paper in pairs],
        [paper.labs for paper in known],
    )


def _take(
    ranking: Ranking,
    passed: NDArray[np.bool_],
    catalog: Catalog,
    corpus: Corpus,
    request: Request,
) -> tuple[NDArray[np.int64], list[Paper]]:
    """The best n places that passed, with their papers, which pass as a whole too."""
    order = np.argsort(-ranking.scores, kind="stable")
    order = order[passed[order]]
    places: list[int] = []
    papers: list[Paper] = []
    for place, paper in _read(order, ranking, catalog, corpus):
        if len(papers) == request.n:
            break
        if passes(paper, request.filters):
            places.append(place)
            papers.append(paper)
    return np.array(places, np.int64), papers


def _read(
    order: NDArray[np.int64], ranking: Ranking, catalog: Catalog, corpus: Corpus
) -> Iterator[tuple[int, Paper]]:
    """Yield places and papers in order, reading a block of records at a time."""
    for start in range(0, len(order), _BLOCK):
        block = order[start : start + _BLOCK]
        numbers = corpus.columns.numbers[ranking.rows[block]].tolist()
        papers = catalog.papers(numbers)
        for place, number in zip(block.tolist(), numbers, strict=True):
            if number in papers:
                yield place, papers[number]
