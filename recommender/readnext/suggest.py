"""From a library and a catalog to suggestions: join, rank, filter, explain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.store import Catalog
from readnext.citekeys import learn_style, make_keys
from readnext.features.corpus import Corpus
from readnext.features.matrix import NAMES
from readnext.features.profile import Profile
from readnext.features.topics import Topics
from readnext.filters import allowed, in_dates, passes
from readnext.joining import Joined, join
from readnext.library import works_of
from readnext.paper import Entry, Paper
from readnext.ranker.diversity import choose
from readnext.ranker.evidence import Evidence
from readnext.ranker.learning import learn
from readnext.ranker.model import Model
from readnext.ranker.ranker import Ranker, Ranking
from readnext.ranker.reasons import Explainer
from readnext.request import Filters, Request
from readnext.suggestion import Answer, Suggestion

_BLOCK = 100  # records read at a time, at least, while the list fills
_POOL = 5  # papers, for each on the list, that the list is chosen from


Learner = Callable[[Profile, int, Callable[[int], object]], Model]


def suggest(
    entries: Sequence[Entry],
    catalog: Catalog,
    request: Request,
    progress: Callable[[int], object] = lambda _: None,
    *,
    owned: Sequence[Entry] = (),
    learner: Learner = learn,
) -> Answer:
    """Return the papers of the catalog that the reader should read next.

    `entries` are learnt from; `owned` are further ones, which like them are never
    suggested. The same library, catalog and request give the same answer. `progress`
    is called `ranker.STEPS` times at most. `learner` makes the model of a profile.
    """
    works = works_of(entries)
    corpus = Corpus(catalog.columns())
    joined = join(works, catalog, corpus, works_of(owned))
    profile = joined.profile
    model = learner(profile, request.seed, progress)
    ranker = Ranker(request.seed).use(profile, model)

    filters = request.filters
    ranked = in_dates(corpus.columns.date, filters)
    ranked[profile.owned] = False
    ranking = ranker.score(np.flatnonzero(ranked))
    progress(1)
    fitting = allowed(corpus.columns, catalog, filters)[ranking.rows]
    passed = fitting & _good_enough(ranking, filters)
    pool = _pool(ranking, passed, catalog, corpus, request)
    places, papers = _diverse(pool, ranking, profile, request)
    library = [*entries, *owned]
    keys = make_keys(papers, learn_style(library), {entry.key for entry in library})
    reasons = Explainer(ranker, _evidence(joined, catalog)).explain(
        ranking, places, papers
    )
    contributions = _contributions(ranker, ranking, places, request)
    suggestions = (
        Suggestion(
            rank,
            paper,
            key,
            round(float(ranking.scores[place]), 6),
            round(float(ranking.probabilities[place]), 6),
            why,
            parts,
        )
        for rank, (place, paper, key, why, parts) in enumerate(
            zip(places, papers, keys, reasons, contributions, strict=True), 1
        )
    )
    return Answer(
        entries=len(entries),
        usable=len(works),
        in_catalog=len(profile.own),
        catalog=str(catalog.folder),
        papers=len(corpus),
        candidates=int(passed.sum()),
        ranker=model.kind,
        why=model.why,
        suggestions=tuple(suggestions),
        withheld=_withheld(ranking, fitting, passed, filters),
    )


def _good_enough(ranking: Ranking, filters: Filters) -> NDArray[np.bool_]:
    """Which candidates reach the reader's thresholds."""
    passed = np.ones(len(ranking.rows), np.bool_)
    if filters.min_score is not None:
        passed &= ranking.scores >= filters.min_score
    if filters.min_probability is not None:
        passed &= ranking.probabilities >= filters.min_probability
    return passed


def _withheld(
    ranking: Ranking,
    fitting: NDArray[np.bool_],
    passed: NDArray[np.bool_],
    filters: Filters,
) -> str:
    """What to say if papers fit the request but none reaches the thresholds."""
    if passed.any() or not fitting.any():
        return ""
    best = int(np.argmax(np.where(fitting, ranking.scores, -np.inf)))
    asked = []
    if filters.min_score is not None:
        asked.append(f"a score of {filters.min_score:g}")
    if filters.min_probability is not None:
        asked.append(f"a probability of {filters.min_probability:.0%}")
    return (
        f"Nothing worth your time: the best of {int(fitting.sum())} papers has a "
        f"score of {ranking.scores[best]:.3g} and a probability of "
        f"{ranking.probabilities[best]:.1%}; you asked for {' and '.join(asked)}."
    )


def _contributions(
    ranker: Ranker, ranking: Ranking, places: NDArray[np.int64], request: Request
) -> list[tuple[tuple[str, float], ...]]:
    """What each feature adds to each score, and what all scores begin with."""
    if not request.explain:
        return [()] * len(places)
    parts = ranker.contributions(ranking.scaled[places])
    base = ranking.scores[places] - parts.sum(axis=1)
    names = (*NAMES, "base")
    rows = np.c_[parts, base].astype(float).round(6).tolist()
    return [tuple(zip(names, row, strict=True)) for row in rows]


def _evidence(joined: Joined, catalog: Catalog) -> Evidence:
    """The names on each work, as the library and the catalog write them."""
    profile = joined.profile
    numbers = profile.corpus.columns.numbers[profile.own].tolist()
    papers = catalog.papers(numbers)
    unknown = Paper("", "")
    known = [papers.get(number, unknown) for number in numbers]
    known += [unknown] * (len(joined.works) - len(known))
    return Evidence.of(profile, joined.works, known)


def _pool(
    ranking: Ranking,
    passed: NDArray[np.bool_],
    catalog: Catalog,
    corpus: Corpus,
    request: Request,
) -> list[tuple[int, Paper]]:
    """The best places that passed, with their papers, which pass as a whole too."""
    order = np.argsort(-ranking.scores, kind="stable")
    order = order[passed[order]]
    size = request.n * (_POOL if request.diversity > 0 else 1)
    papers = _read(order, ranking, catalog, corpus, max(size, _BLOCK))
    fitting = (pair for pair in papers if passes(pair[1], request.filters))
    return list(islice(fitting, size))


def _diverse(
    pool: list[tuple[int, Paper]], ranking: Ranking, profile: Profile, request: Request
) -> tuple[NDArray[np.int64], list[Paper]]:
    """The n papers of the pool that cover the reader's topics, best first."""
    places = np.array([place for place, _ in pool], np.int64)
    chosen: Iterable[int] = range(min(request.n, len(pool)))
    if request.diversity > 0 and len(pool) > request.n:
        topics = Topics.of(profile, request.seed)
        nearest = topics.nearest(profile.corpus.text[ranking.rows[places]])
        scores = ranking.scores[places]
        found = choose(scores, nearest, topics.shares, request.n, request.diversity)
        chosen = found.tolist()
    chosen = list(chosen)
    return places[chosen], [pool[i][1] for i in chosen]


def _read(
    order: NDArray[np.int64],
    ranking: Ranking,
    catalog: Catalog,
    corpus: Corpus,
    block: int,
) -> Iterator[tuple[int, Paper]]:
    """Yield places and papers in order, reading a block of records at a time."""
    for start in range(0, len(order), block):
        places = order[start : start + block]
        numbers = corpus.columns.numbers[ranking.rows[places]].tolist()
        papers = catalog.papers(numbers)
        for place, number in zip(places.tolist(), numbers, strict=True):
            if number in papers:
                yield place, papers[number]
