"""How well readnext ranks for one reader: hide papers of theirs and look for them.

Each trial hides a part of the papers that the catalog knows, ranks the catalog with
what is left, and notes at which rank each hidden paper comes. The baselines rank the
same candidates from the same papers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext.evaluation.baselines import BASELINES
from readnext.evaluation.metrics import mrr, ndcg, ranks_of, recall
from readnext.features.corpus import Corpus
from readnext.features.profile import Profile
from readnext.library.works import Work
from readnext.ranker.join import Joined
from readnext.ranker.ranker import STEPS, Ranker

OURS = "readnext"
RANKERS = (OURS, *BASELINES)
TRIALS = 4  # three at random, one by time
FEWEST = 10  # own papers in the catalog; fewer cannot be parted into two
_SHARE, _LEAST = 0.2, 5  # how much of them is hidden
_TOP = 50
_ROUNDS = 2_000


@dataclass(frozen=True, slots=True)
class Trial:
    """Ranks of the hidden papers by ranker; `mode` is "random" or "time"."""

    mode: str
    candidates: int
    ranks: dict[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean figures of one ranker over the trials of a mode."""

    ndcg10: float
    recall50: float
    mrr: float
    found: int


@dataclass(frozen=True, slots=True)
class Report:
    """What the trials of one mode say.

    `hidden` papers in all, `found` of them in the top 50 by ranker in `figures`.
    `interval` is the 95 % bootstrap interval of readnext's recall less that of the
    best baseline `best`, hidden papers resampled.
    """

    mode: str
    trials: int
    hidden: int
    figures: dict[str, Figures]
    best: str
    interval: tuple[float, float]

    @property
    def verdict(self) -> str:
        """What the interval allows to say."""
        low, high = self.interval
        if low > 0:
            return f"better than {self.best}"
        if high < 0:
            return f"worse than {self.best}"
        if low == high == 0:
            return f"level with {self.best}"
        return f"too few papers to tell readnext from {self.best}"


def backtest(
    joined: Joined, seed: int, progress: Callable[[int], object] = lambda _: None
) -> list[Report]:
    """Return a report for each way of hiding; none if the overlap is too small.

    `progress` is called TRIALS * (STEPS + number of baselines) times at most.
    """
    if len(joined.profile.own) < FEWEST:
        return []
    trials = [
        _trial(joined.profile, mode, held, since, seed, progress)
        for mode, held, since in _hidings(joined, seed)
    ]
    modes = dict.fromkeys(trial.mode for trial in trials)
    return [_report([t for t in trials if t.mode == mode], seed) for mode in modes]


def steps() -> int:
    """How often `backtest` reports progress."""
    return TRIALS * (STEPS + len(BASELINES))


def _hidings(joined: Joined, seed: int) -> Iterator[tuple[str, NDArray[np.int64], int]]:
    """Yield mode, rows to hide, and the first date of candidates (YYYYMMDD or 0)."""
    own = joined.profile.own
    size = max(_LEAST, round(_SHARE * len(own)))
    for trial in range(TRIALS - 1):
        rng = np.random.default_rng((seed, trial))
        yield "random", np.sort(rng.permutation(own)[:size]), 0
    times = _times(joined.profile.corpus, own, joined.works)
    if len(np.unique(times)) > 1:
        newest = np.argsort(-times, kind="stable")[:size]
        held = own[np.sort(newest)]
        yield "time", held, int(joined.profile.corpus.columns.date[held].min())


def _times(
    corpus: Corpus, own: NDArray[np.int64], works: Sequence[Work]
) -> NDArray[np.int64]:
    """When each own paper came: the day it was added where all say so, or its date."""
    added = [work.entry.added for work in works[: len(own)]]
    if all(added):
        return np.array([int(day.replace("-", "")[:8]) for day in added if day])
    return corpus.columns.date[own].astype(np.int64)


def _trial(
    profile: Profile,
    mode: str,
    held: NDArray[np.int64],
    since: int,
    seed: int,
    progress: Callable[[int], object],
) -> Trial:
    """Rank the catalog without the hidden papers, by readnext and the baselines."""
    part = profile.without(held)
    candidates = profile.corpus.columns.date >= since
    candidates[part.owned] = False
    rows = np.flatnonzero(candidates)
    wanted = np.searchsorted(rows, held)
    scores = {OURS: Ranker(seed).fit(part, progress).score(rows).scores}
    progress(1)
    for name, formula in BASELINES.items():
        scores[name] = formula(profile.corpus, part.own)[rows]
        progress(1)
    ranks = {name: ranks_of(found, wanted) for name, found in scores.items()}
    return Trial(mode, len(rows), ranks)


def _report(trials: Sequence[Trial], seed: int) -> Report:
    """The trials of one mode together."""
    figures = {name: _figures([t.ranks[name] for t in trials]) for name in RANKERS}
    best = max(BASELINES, key=lambda name: (figures[name].recall50, name))
    ours = np.concatenate([trial.ranks[OURS] <= _TOP for trial in trials])
    theirs = np.concatenate([trial.ranks[best] <= _TOP for trial in trials])
    difference = ours.astype(float) - theirs
    drawn = np.random.default_rng(seed).integers(
        0, len(difference), (_ROUNDS, len(difference))
    )
    low, high = np.quantile(difference[drawn].mean(axis=1), (0.025, 0.975))
    return Report(
        trials[0].mode,
        len(trials),
        len(difference),
        figures,
        best,
        (float(low), float(high)),
    )


def _figures(ranks: Sequence[NDArray[np.int64]]) -> Figures:
    """Mean figures over trials."""
    return Figures(
        float(np.mean([ndcg(found) for found in ranks])),
        float(np.mean([recall(found, _TOP) for found in ranks])),
        float(np.mean([mrr(found) for found in ranks])),
        int(sum((found <= _TOP).sum() for found in ranks)),
    )
