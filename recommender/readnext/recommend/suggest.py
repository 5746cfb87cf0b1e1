"""From a library and a catalog to suggestions: join, rank, filter, explain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.candidates import bare_title
from readnext.catalog.filters import in_dates
from readnext.catalog.newest import Cut
from readnext.catalog.shards import Columns
from readnext.catalog.store import Catalog
from readnext.features.corpus import Corpus
from readnext.features.profile import Profile
from readnext.library.citekeys import learn_style, make_keys
from readnext.library.citing import cited
from readnext.library.works import Work, works_of
from readnext.matching.identity import Identity
from readnext.paper import Entry, Paper
from readnext.ranker.evidence import Evidence
from readnext.ranker.join import Joined, join
from readnext.ranker.learning import learn
from readnext.ranker.model import Model
from readnext.ranker.ranker import Ranker, Ranking
from readnext.ranker.reasons import Explainer
from readnext.recommend.fit import fits
from readnext.recommend.near_owned import NearOwned
from readnext.recommend.newness import newness
from readnext.recommend.own_papers import Me, find_me, own_note
from readnext.recommend.select import Choice, choose_papers
from readnext.recommend.strength import FEWEST, strengths
from readnext.recommend.watched import find_watched
from readnext.request import Request
from readnext.suggestion import Answer, Map, Suggestion, Topic
from readnext.topics.clusters import Topics
from readnext.topics.labels import name_topics
from readnext.topics.map import make_map

_RETRACTION_NOTES = 10  # of the reader's own papers, those that are named
_NEAR_NOTES = 3  # papers left out that are named
_NO_FIT = (
    "the catalog seems to be of another field than your library; 'readnext catalog "
    "sources LIBRARY' recommends sources for yours"
)
_MOST = 300_000  # papers ranked, which take 1.4 GB with the files mapped

# Makes a model of a profile: with a seed, and a call after each step.
Learner = Callable[[Profile, int, Callable[[int], object]], Model]


def suggest(
    entries: Sequence[Entry],
    catalog: Catalog,
    request: Request,
    progress: Callable[[int], object] = lambda _: None,
    *,
    owned: Sequence[Entry] = (),
    excluded: Sequence[Identity] = (),
    disliked: Mapping[Identity, float] | None = None,
    refused: Mapping[Identity, Entry] | None = None,
    learner: Learner = learn,
    most: int = _MOST,
) -> Answer:
    """Return the papers of the catalog that the reader should read next.

    `entries` are learned from; they and further `owned` ones are never suggested, nor
    are `excluded` papers. `disliked` papers were turned down; the numbers are their
    weights, and `refused` the entries of those that the catalog may lack. `progress`
    is called `ranker.STEPS` times at most. `learner` makes the model of a profile. Of a
    catalog of more than `most` papers, the newest are ranked. The same library, catalog
    and request give the same answer.
    """
    works, others = works_of(entries), works_of(owned)
    papers = len(catalog)
    columns = catalog.columns(
        _cut([*works, *others], catalog, request, most) if papers > most else None
    )
    joined = join(works, catalog, columns, others, disliked, refused)
    profile = joined.profile
    corpus = profile.corpus
    model = learner(profile, request.seed, progress)
    ranker = Ranker(request.seed).use(profile, model)

    candidates = in_dates(corpus.columns.date, request.filters)
    candidates[profile.owned] = False
    barred = np.setdiff1d(_rows(excluded, catalog, corpus), profile.owned)
    candidates[barred] = False
    ranking = ranker.score(np.flatnonzero(candidates))
    progress(1)
    topics = cache(lambda: Topics.of(profile, request.seed))
    wants_own = request.own_papers or request.filters.authors
    me = Me() if wants_own else find_me(request.me, works)
    fitting = fits(profile)
    today = request.today or dt.date.today()
    fresh = newness(corpus.columns, catalog.arrivals(), request.parts, today)
    new = fresh.new[ranking.rows]
    all_works = [*works, *others]
    names = {work.key: cited(work.key, work.entry) for work in all_works}
    watched = find_watched(
        request.watch,
        ranking,
        corpus.columns,
        catalog,
        request.filters,
        all_works,
        names,
        new,
        me,
    )
    choice = choose_papers(
        ranking, profile, catalog, request, topics, all_works, new, me, watched.places
    ).with_more(watched.places, watched.papers)
    library = [*entries, *owned]
    used = {entry.key for entry in library}
    keys = make_keys(choice.papers, learn_style(library), used)
    evidence = _evidence(joined, catalog)
    explainer = Explainer(ranker, evidence, names)
    retracted = _retracted([*works, *others], catalog, request.reported)
    return Answer(
        entries=len(entries),
        usable=len(works),
        in_catalog=len(profile.own),
        catalog=str(catalog.folder),
        papers=papers,
        candidates=choice.candidates,
        ranker=model.kind,
        why=model.why,
        suggestions=watched.mark(
            _with_topics(
                _suggestions(
                    choice,
                    keys,
                    ranking,
                    explainer,
                    request,
                    new,
                    known=len(works) >= FEWEST,
                ),
                corpus.text[ranking.rows[choice.places]],
                joined,
                evidence,
                topics if request.topics else None,
            )
        ),
        notes=(
            *_retraction_notes(retracted),
            *_notes(papers, columns, most),
            *_near_notes(choice.near_owned),
            *([own_note(me, choice.own)] if choice.own else ()),
            *watched.notes,
            *(() if fitting else [_NO_FIT]),
        ),
        empty_reason=choice.empty_reason,
        owned=len(profile.owned),
        excluded=len(barred),
        below_threshold=choice.below_threshold,
        map=_map(
            joined, evidence, ranking.rows[choice.places], choice, request, topics
        ),
        fits=fitting,
        new_since=fresh.since,
        in_parts=request.parts is not None,
        reported=tuple(w.entry.title for w in retracted[:_RETRACTION_NOTES]),
    )


def _cut(works: Sequence[Work], catalog: Catalog, request: Request, most: int) -> Cut:
    """The newest papers in the dates asked for, and those that the reader has."""
    known = catalog.find([i for work in works for i in work.identities])
    return Cut(
        most,
        lambda date: in_dates(date, request.filters),
        {number for some in known for number in some},
    )


def _notes(papers: int, columns: Columns, most: int) -> tuple[str, ...]:
    """What to say where not all papers were ranked."""
    if papers <= most:
        return ()
    days = np.sort(columns.date[columns.date > 0])
    since = str(days[-most])[:4] if len(days) >= most else "any year"
    return (
        f"of {papers:,} papers in the catalog, the newest {most:,} were ranked, those "
        f"since {since}; --until and 'readnext catalog remove --before' choose others",
    )


def _retracted(
    works: Sequence[Work], catalog: Catalog, reported: Collection[str]
) -> list[Work]:
    """The reader's own works that were retracted or withdrawn, if not yet reported."""
    found = catalog.withdrawn([Identity.of(work.entry) for work in works])
    return [
        work
        for work, paper in zip(works, found, strict=True)
        if paper
        and bare_title(work.entry.title) is None
        and work.entry.title not in reported
    ]


def _retraction_notes(retracted: Sequence[Work]) -> Iterator[str]:
    for work in retracted[:_RETRACTION_NOTES]:
        yield f'retracted or withdrawn: "{work.entry.title}", your `{work.key}`'
    if len(retracted) > _RETRACTION_NOTES:
        more = len(retracted) - _RETRACTION_NOTES
        yield f"retracted or withdrawn: {more} more of your library"


def _near_notes(near: Sequence[NearOwned]) -> Iterator[str]:
    """What to say of papers that were left out because the reader may have them."""
    for one in near[:_NEAR_NOTES]:
        yield f'left out: "{one.paper.title}", which you may have as `{one.key}`'
    if len(near) > _NEAR_NOTES:
        yield f"left out {len(near) - _NEAR_NOTES} more that you may have"


def _map(
    joined: Joined,
    evidence: Evidence,
    rows: NDArray[np.int64],
    choice: Choice,
    request: Request,
    topics: Callable[[], Topics],
) -> Map | None:
    if not request.map:
        return None
    return make_map(joined, evidence, rows, choice.papers, request.seed, topics)


def _rows(
    identities: Sequence[Identity], catalog: Catalog, corpus: Corpus
) -> NDArray[np.int64]:
    """The rows of the papers that the identities are, as far as they are known."""
    found = set(chain.from_iterable(catalog.find(identities)))
    return corpus.rows_of(np.array([n for n in found if n in corpus], np.int64))


def _with_topics(
    suggestions: Iterator[Suggestion],
    text: sparse.csr_matrix,
    joined: Joined,
    evidence: Evidence,
    topics: Callable[[], Topics] | None,
) -> tuple[Suggestion, ...]:
    """The suggestions, each with its topic if that was asked for."""
    if topics is None or not len(joined.works):
        return tuple(suggestions)
    found = topics()
    names: list[Topic | None] = [None]
    if len(found) > 1:
        names[:] = name_topics(found, evidence, joined.works)
    nearest = found.nearest(text).tolist()
    return tuple(
        replace(one, topic=names[place])
        for one, place in zip(suggestions, nearest, strict=True)
    )


def _suggestions(
    choice: Choice,
    keys: Sequence[str],
    ranking: Ranking,
    explainer: Explainer,
    request: Request,
    new: NDArray[np.bool_],
    *,
    known: bool,
) -> Iterator[Suggestion]:
    """Yield the chosen papers with their keys, figures and reasons."""
    places = choice.places
    reasons = explainer.explain(ranking, places, choice.papers)
    parts = explainer.contributions(ranking, places) if request.explain else None
    chances = ranking.probabilities[places].astype(float).round(6).tolist()
    steps = strengths(ranking.probabilities[places]).tolist()
    for i, (paper, key) in enumerate(zip(choice.papers, keys, strict=True)):
        yield Suggestion(
            rank=i + 1,
            paper=paper,
            key=key,
            score=round(float(ranking.scores[places[i]]), 6),
            probability=chances[i] if known else None,
            reasons=reasons[i],
            contributions=parts[i] if parts else (),
            part="new" if new[places[i]] else "missed",
            strength=steps[i],
        )


def _evidence(joined: Joined, catalog: Catalog) -> Evidence:
    """The names on each work, as the library and the catalog write them."""
    profile = joined.profile
    numbers = profile.corpus.columns.numbers[profile.own].tolist()
    papers = catalog.papers(numbers)
    unknown = Paper("", "")
    known = [papers.get(number, unknown) for number in numbers]
    known += [unknown] * (len(joined.works) - len(known))
    return Evidence.of(profile, joined.works, known)
