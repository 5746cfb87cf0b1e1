"""Which of the ranked papers make the list that a reader asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.candidates import is_candidate
from readnext.catalog.filters import passes
from readnext.catalog.store import Catalog
from readnext.features.corpus import Corpus
from readnext.features.profile import Profile
from readnext.library.works import Work
from readnext.matching.person_keys import person_key
from readnext.paper import Paper
from readnext.ranker.diversity import choose
from readnext.ranker.ranker import Ranking
from readnext.recommend.near_owned import NearOwned, near_owned
from readnext.recommend.own_papers import Me
from readnext.recommend.strength import strengths
from readnext.request import Filters, Parts, Request
from readnext.topics.clusters import Topics

_BLOCK = 100  # records read at a time, at least, while the list fills
_POOL = 5  # papers, for each on the list, that the list is chosen from
_HEAD = 10  # a shorter list is the head of one of so many
_MOST_READ = 1000  # papers that are passed over for papers by others

_Pair = tuple[int, Paper]  # the place of a paper in a ranking, and the paper


@dataclass(frozen=True, slots=True)
class Choice:
    """The papers of a list, in order, with their `places` in a ranking.

    They were chosen among `candidates` that passed all filters; `below_threshold` ones
    passed all but the thresholds. `empty_reason` says so if no candidate is left.
    `near_owned` papers were left out, as the reader may have them, and so many of their
    `own` papers.
    """

    places: NDArray[np.int64]
    papers: list[Paper]
    candidates: int
    empty_reason: str
    below_threshold: int
    near_owned: tuple[NearOwned, ...] = ()
    own: int = 0

    def with_more(self, places: NDArray[np.int64], papers: Sequence[Paper]) -> Choice:
        """Return the choice with further papers at the end."""
        return replace(
            self,
            places=np.concatenate([self.places, places]),
            papers=[*self.papers, *papers],
        )


def choose_papers(
    ranking: Ranking,
    fitting: NDArray[np.bool_],
    profile: Profile,
    catalog: Catalog,
    request: Request,
    topics: Callable[[], Topics],
    works: Sequence[Work] = (),
    new: NDArray[np.bool_] | None = None,
    me: Me | None = None,
    taken: NDArray[np.int64] | None = None,
) -> Choice:
    """Choose the papers of a ranking that a request asks for.

    `fitting` ones pass its filters, as far as `readnext.catalog.filters.allowed` tells.
    None is nearly one of the reader's `works`. Of ten papers, no more than the request
    allows are by one person, unless others are too few or it names a person. `topics`
    gives the reader's topics; it is called only where they are needed. `new` tells
    which papers of the ranking are, where the list has parts. Papers that `me` wrote
    are left out, and those at the places `taken`, which the list has already.
    """
    filters = request.filters
    passed = fitting & _good_enough(ranking, filters)
    picker = Picker(
        ranking, profile.corpus, catalog, request, topics, works, me or Me()
    )
    free = passed.copy()
    free[taken if taken is not None else []] = False
    if request.parts and new is not None:
        pairs = _in_parts(picker, request.parts, free, new)
    else:
        pairs = picker.pick(free, request.n)
    return Choice(
        np.array([place for place, _ in pairs], np.int64),
        [paper for _, paper in pairs],
        int(passed.sum()),
        _empty_reason(ranking, fitting, passed, filters),
        int(fitting.sum() - passed.sum()),
        tuple(picker.near.values()),
        len(picker.own),
    )


def _in_parts(
    picker: Picker,
    parts: Parts,
    passed: NDArray[np.bool_],
    new: NDArray[np.bool_],
) -> list[_Pair]:
    """The new papers, then those of the archive."""
    newer = picker.pick(passed & new, parts.new)
    if parts.fill:  # weak matches give way to older papers, but for the best one
        newer = newer[: max(picker.fair(newer), 1)]
    spare = parts.new - len(newer) if parts.fill else 0
    older = picker.pick(passed & ~new, parts.archive + spare, newer)
    missing = parts.new + parts.archive - len(newer) - len(older)
    if parts.fill and missing > 0:
        newer = picker.pick(passed & new, len(newer) + missing, older)
    return newer + older


class Picker:
    """Picks the papers of a list, or of a part of it.

    `near`: the papers that were left out because the reader may have them, by place;
    `own`: the places of those that the reader wrote.
    """

    def __init__(
        self,
        ranking: Ranking,
        corpus: Corpus,
        catalog: Catalog,
        request: Request,
        topics: Callable[[], Topics],
        works: Sequence[Work],
        me: Me,
    ) -> None:
        self._ranking = ranking
        self._corpus = corpus
        self._catalog = catalog
        self._request = request
        self._topics = topics
        self._works = works
        self._me = me
        self.near: dict[int, NearOwned] = {}
        self.own: set[int] = set()

    def pick(
        self, allowed: NDArray[np.bool_], n: int, others: Sequence[_Pair] = ()
    ) -> list[_Pair]:
        """Return n papers, best first, of the places that are allowed.

        A person's papers among the `others` of the list count, too. Fewer than ten
        papers are the first of ten, so that a shorter list is the head of a longer one.
        """
        if n < 1:
            return []
        size = max(n, _HEAD)
        pool = size * (_POOL if self._request.diversity > 0 else 1)
        papers = self._without_own(self._pool(allowed, pool), pool)
        stream = self._without_near_owned(papers, pool)
        varied = self._varied(stream, pool, size, others)
        return self._diverse(varied, size)[:n]

    def fair(self, pairs: Sequence[_Pair]) -> int:
        """Return how many papers are no weak matches."""
        places = [place for place, _ in pairs]
        return int((strengths(self._ranking.probabilities[places]) > 1).sum())

    def _pool(self, allowed: NDArray[np.bool_], size: int) -> Iterator[_Pair]:
        """The places that are allowed, best first, with papers that pass as a whole."""
        ranking = self._ranking
        order = np.argsort(-ranking.scores, kind="stable")
        order = order[allowed[order]]
        block = max(size, _BLOCK)
        papers = _read(order, ranking, self._catalog, self._corpus, block)
        filters = self._request.filters
        # Catalogs of earlier versions have notices among their candidates.
        return (
            (place, paper)
            for place, paper in papers
            if is_candidate(paper) and passes(paper, filters)
        )

    def _without_own(self, stream: Iterator[_Pair], size: int) -> Iterator[_Pair]:
        """The papers that the reader did not write; those first on the list count."""
        for place, pair in enumerate(stream):
            if not self._me.wrote(pair[1]):
                yield pair
            elif place < size:
                self.own.add(pair[0])

    def _without_near_owned(self, pool: Iterator[_Pair], size: int) -> Iterator[_Pair]:
        """The papers of a pool that the reader does not have under another title."""
        places = count()
        while block := list(islice(pool, size + _BLOCK)):
            near = near_owned([paper for _, paper in block], self._works)
            for i, (pair, place) in enumerate(zip(block, places, strict=False)):
                if i not in near:
                    yield pair
                elif place < size:
                    self.near[pair[0]] = near[i]

    def _varied(
        self,
        stream: Iterator[_Pair],
        pool: int,
        size: int,
        others: Sequence[_Pair],
    ) -> list[_Pair]:
        """The first papers of a stream of which only so many are by one person."""
        most = self._most(max(size, self._request.size))
        if not most or self._request.filters.authors:
            return list(islice(stream, pool))
        counts = Counter(p for _, paper in others for p in _people(paper))
        kept: list[int] = []
        late: list[int] = []
        read = []
        for place, pair in enumerate(islice(stream, pool + _MOST_READ)):
            read.append(pair)
            people = _people(pair[1])
            fits = all(counts[person] < most for person in people)
            counts.update(people if fits else ())
            (kept if fits else late).append(place)
            if len(kept) == pool:
                break
        missing = max(size - len(kept), 0)
        return [read[place] for place in sorted(kept + late[:missing])]

    def _most(self, size: int) -> int:
        """How many papers of a list may be by one person, 0 for any number."""
        of_ten = self._request.per_author
        return max(of_ten * size // 10, 1) if of_ten else 0

    def _diverse(self, pool: Sequence[_Pair], n: int) -> list[_Pair]:
        """The n papers of the pool that cover the reader's topics, best first."""
        if self._request.diversity <= 0 or len(pool) <= n:
            return list(pool[:n])
        places = np.array([place for place, _ in pool], np.int64)
        own = self._topics()
        nearest = own.nearest(self._corpus.text(self._ranking.rows[places]))
        scores = self._ranking.scores[places]
        found = choose(scores, nearest, own.shares, n, self._request.diversity)
        return [pool[i] for i in found.tolist()]


def _people(paper: Paper) -> set[str]:
    return {person_key(name) for name in paper.authors} - {""}


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
    had, asked = [], []
    if filters.min_score is not None:
        had.append(f"a score of {ranking.scores[best]:.3g}")
        asked.append(f"a score of {filters.min_score:g}")
    if filters.min_probability is not None:
        had.append(f"a probability of {ranking.probabilities[best]:.1%}")
        asked.append(f"a probability of {filters.min_probability:.0%}")
    return (
        f"Nothing worth your time: the best of {int(fitting.sum())} papers has "
        f"{' and '.join(had)}; you asked for {' and '.join(asked)}."
    )


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
