"""How well readnext ranks for one reader: hide works of theirs and look for them.

Where the catalog knows enough of the library, some of the papers that it knows are
hidden, and the catalog is ranked with what is left. Elsewhere, as with a catalog of new
papers only, works are hidden and ranked by their own records among the papers of the
catalog: those of which only a title is known among titles. The baselines rank the same
papers for the same works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext.evaluation.baselines import BASELINES
from readnext.evaluation.metrics import mrr, ndcg, ranks_of, recall
from readnext.features.corpus import stack
from readnext.features.profile import Profile
from readnext.library.works import Work
from readnext.ranker.join import Joined
from readnext.ranker.ranker import STEPS, Ranker
from readnext.ranker.trees import draw

OURS = "readnext"
RANKERS = (OURS, *BASELINES)
TRIALS = 4  # three at random, one by time
FEWEST = 10  # works; fewer cannot be split into two
_KNOWN = 20  # works in the catalog from which on those are hidden and looked for
_POOL = 5_000  # papers that hidden works are ranked among by their own records
_SHARE, _LEAST = 0.2, 5  # how much of them is hidden
_TOP = 50
_ROUNDS = 2_000


@dataclass(frozen=True, slots=True)
class Trial:
    """Ranks of the hidden works by ranker; `mode` is "random" or "time"."""

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


def protocol_of(profile: Profile) -> str:
    """Return what is hidden: "catalog" papers, or "records" of the library."""
    return "catalog" if len(profile.own) >= _KNOWN else "records"


def backtest(
    joined: Joined, seed: int, progress: Callable[[int], object] = lambda _: None
) -> list[Report]:
    """Return a report for each way of hiding; none if the library is too small.

    `progress` is called TRIALS * (STEPS + number of baselines) times at most.
    """
    profile = joined.profile
    if len(profile) < FEWEST or len(profile.owned) == len(profile.corpus):
        return []
    protocol = protocol_of(profile)
    rank = _among_catalog if protocol == "catalog" else _among_records
    trials = [
        rank(profile, mode, held, seed, progress)
        for mode, held in _hidings(joined, protocol, seed)
    ]
    modes = dict.fromkeys(trial.mode for trial in trials)
    return [_report([t for t in trials if t.mode == mode], seed) for mode in modes]


def steps() -> int:
    """How often `backtest` reports progress."""
    return TRIALS * (STEPS + len(BASELINES))


def _hidings(
    joined: Joined, protocol: str, seed: int
) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """Yield modes, and which works to hide."""
    profile = joined.profile
    works = len(profile.own) if protocol == "catalog" else len(profile)
    size = min(max(_LEAST, round(_SHARE * works)), works // 2)
    for trial in range(TRIALS - 1):
        rng = np.random.default_rng((seed, trial))
        yield "random", np.sort(rng.permutation(works)[:size])
    times = _times(profile, joined.works[:works])
    if len(np.unique(times)) > 1:
        yield "time", np.sort(np.argsort(-times, kind="stable")[:size])


def _times(profile: Profile, works: Sequence[Work]) -> NDArray[np.int64]:
    """When each work came: the day it was added where all say so, or its date."""
    added = [work.entry.added for work in works]
    if all(added):
        return np.array([int(day.replace("-", "")[:8]) for day in added if day])
    times = profile.years[: len(works)].astype(np.int64) * 10_000
    known = profile.rows[: len(works)] >= 0
    times[known] = profile.corpus.columns.date[profile.rows[: len(works)][known]]
    return times


def _without(profile: Profile, held: NDArray[np.int64]) -> Profile:
    kept = np.ones(len(profile), np.bool_)
    kept[held] = False
    return profile.take(kept)


def _among_catalog(
    profile: Profile,
    mode: str,
    held: NDArray[np.int64],
    seed: int,
    progress: Callable[[int], object],
) -> Trial:
    """Rank the catalog without the hidden papers, by readnext and the baselines."""
    part = _without(profile, held)
    corpus, hidden = profile.corpus, np.sort(profile.rows[held])
    since = int(corpus.columns.date[hidden].min()) if mode == "time" else 0
    candidates = corpus.columns.date >= since
    candidates[part.owned] = False
    # Of a large catalog, its pool stands for all; the reader's works are in it.
    rows = corpus.pool[candidates[corpus.pool]]
    wanted = np.searchsorted(rows, hidden)
    scores = {OURS: Ranker(seed).fit(part, progress).score(rows).scores}
    progress(1)
    view = corpus.view(rows)
    for name, formula in BASELINES.items():
        scores[name] = formula(part, view)
        progress(1)
    ranks = {name: ranks_of(found, wanted) for name, found in scores.items()}
    return Trial(mode, len(rows), ranks)


def _among_records(
    profile: Profile,
    mode: str,
    held: NDArray[np.int64],
    seed: int,
    progress: Callable[[int], object],
) -> Trial:
    """Rank hidden works by their own records among papers of the catalog."""
    part = _without(profile, held)
    rows = draw(profile, _POOL, np.random.default_rng(seed))
    ranker = Ranker(seed).fit(part, progress)
    progress(1)
    ranks: dict[str, list[NDArray[np.int64]]] = {name: [] for name in RANKERS}
    for whole in (True, False):
        of_kind = held[profile.whole[held] == whole]
        if not len(of_kind):
            continue
        papers = profile.corpus.view(rows, titles=not whole)
        both = stack([papers, profile.works.take(of_kind)])
        wanted = np.arange(len(papers), len(both))
        ranks[OURS].append(ranks_of(ranker.score_views(both, len(papers)), wanted))
        for name, formula in BASELINES.items():
            ranks[name].append(ranks_of(formula(part, both), wanted))
    for _ in BASELINES:
        progress(1)
    found = {name: np.concatenate(parts) for name, parts in ranks.items()}
    return Trial(mode, len(rows), found)


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
