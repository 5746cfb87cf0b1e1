"""Which of the ranked papers make the list that a reader asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.filters import allowed, passes
from readnext.catalog.store import Catalog
from readnext.features.corpus import Corpus
from readnext.features.profile import Profile
from readnext.library.works import Work
from readnext.matching.names import person_key
from readnext.paper import Paper
from readnext.ranker.diversity import choose
from readnext.ranker.ranker import Ranking
from readnext.recommend.near_owned import NearOwned, near_owned
from readnext.request import Filters, Request
from readnext.topics.clusters import Topics

_BLOCK = 100  # records read at a time, at least, while the list fills
_BY_ONE = 3  # at most one part in so many of a list is by one person
_POOL = 5  # papers, for each on the list, that the list is chosen from

_Pair = tuple[int, Paper]  # the place of a paper in a ranking, and the paper


@dataclass(frozen=True, slots=True)
class Choice:
    """The papers of a list, best first, with their `places` in a ranking.

    They were chosen among `candidates` that passed all filters; `below_threshold` ones
    passed all but the thresholds. `empty_reason` says so if no candidate is left.
    `near_owned` papers were left out, as the reader may have them.
    """

    places: NDArray[np.int64]
    papers: list[Paper]
    candidates: int
    empty_reason: str
    below_threshold: int
    near_owned: tuple[NearOwned, ...] = ()


def choose_papers(
    ranking: Ranking,
    profile: Profile,
    catalog: Catalog,
    request: Request,
    topics: Callable[[], Topics],
    works: Sequence[Work] = (),
) -> Choice:
    """Choose the n papers of a ranking that a request asks for.

    None is nearly one of the reader's `works`, and at most a third of them are by one
    person, unless others are too few or the request names a person. `topics` gives the
    reader's topics; it is called only where they are needed.
    """
    filters = request.filters
    fitting = allowed(profile.corpus.columns, catalog, filters)[ranking.rows]
    passed = fitting & _good_enough(ranking, filters)
    size = request.n * (_POOL if request.diversity > 0 else 1)
    fitting_pairs = _pool(ranking, passed, catalog, profile.corpus, request)
    kept, near = _without_near_owned(fitting_pairs, size, works)
    pool = _varied(kept[:size], request)
    places, papers = _diverse(pool, ranking, profile.corpus, request, topics)
    empty_reason = _empty_reason(ranking, fitting, passed, filters)
    below_threshold = int(fitting.sum() - passed.sum())
    return Choice(
        places, papers, int(passed.sum()), empty_reason, below_threshold, near
    )


def _good_enough(ranking: Ranking, filters: Filters) -> NDArray[np.bool_]:
    """Which candidates reach the reader's thresholds."""
    passed = np.ones(len(ranking.rows), np.bool_)
    if filters.min_score is not None:
        passed &= ranking.scores >= filters.min_score
    if filters.min_probability is not None:
        # As they are shown, so that a figure taken from a list gives that list.
        passed &= ranking.probabilities.round(6) >= filters.min_probability
    return passed


def _empty_reason(
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


def _pool(
    ranking: Ranking,
    passed: NDArray[np.bool_],
    catalog: Catalog,
    corpus: Corpus,
    request: Request,
) -> Iterator[_Pair]:
    """The places that passed, best first, with their papers, which pass as a whole."""
    order = np.argsort(-ranking.scores, kind="stable")
    order = order[passed[order]]
    papers = _read(order, ranking, catalog, corpus, max(request.n, _BLOCK))
    return (pair for pair in papers if passes(pair[1], request.filters))


def _without_near_owned(
    pool: Iterator[_Pair], size: int, works: Sequence[Work]
) -> tuple[list[_Pair], tuple[NearOwned, ...]]:
    """The first papers of a pool that the reader does not have under another title."""
    pairs = list(islice(pool, size + _BLOCK))
    near = near_owned([paper for _, paper in pairs], works)
    kept = [pair for i, pair in enumerate(pairs) if i not in near]
    return kept, tuple(near[i] for i in sorted(near) if i < size)


def _varied(pool: Sequence[_Pair], request: Request) -> list[_Pair]:
    """The pool with at most a third of a list by one person, if the rest fills it."""
    if request.filters.authors:
        return list(pool)
    most = max(request.n // _BY_ONE, 1)
    counts: Counter[str] = Counter()
    kept: list[int] = []
    late: list[int] = []
    for place, pair in enumerate(pool):
        people = {person_key(name) for name in pair[1].authors} - {""}
        fits = all(counts[person] < most for person in people)
        counts.update(people if fits else ())
        (kept if fits else late).append(place)
    missing = max(request.n - len(kept), 0)
    return [pool[place] for place in sorted(kept + late[:missing])]


def _diverse(
    pool: list[tuple[int, Paper]],
    ranking: Ranking,
    corpus: Corpus,
    request: Request,
    topics: Callable[[], Topics],
) -> tuple[NDArray[np.int64], list[Paper]]:
    """The n papers of the pool that cover the reader's topics, best first."""
    places = np.array([place for place, _ in pool], np.int64)
    chosen: Iterable[int] = range(min(request.n, len(pool)))
    if request.diversity > 0 and len(pool) > request.n:
        own = topics()
        nearest = own.nearest(corpus.text[ranking.rows[places]])
        scores = ranking.scores[places]
        found = choose(scores, nearest, own.shares, request.n, request.diversity)
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
