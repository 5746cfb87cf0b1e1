"""Means over libraries of what trials reach, beside the best formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from readnext.evaluation.metrics import ndcg, ranks_of, recall
from tests.bench.trials import Trial, reference

_FAR = 10**7  # the rank of a paper that is no candidate
_RESAMPLED = 10_000
Pair = tuple[float, float]
Key = tuple[str, str]  # benchmark and kind


def measures(
    bench: str, places: NDArray[np.int64], scores: NDArray[np.float32]
) -> Pair:
    """Return nDCG@10, and recall@50 or for reviews average precision.

    `places` of the hidden papers among the scores, -1 for one that is not there.
    """
    ranks = np.full(len(places), _FAR)
    ranks[places >= 0] = ranks_of(scores, places[places >= 0])
    if bench == "reviews":
        return ndcg(ranks), average_precision(ranks)
    return ndcg(ranks), recall(ranks)


def average_precision(ranks: NDArray[np.int64]) -> float:
    """Return the mean precision at the rank of each wanted paper."""
    return float(np.mean(np.arange(1, len(ranks) + 1) / np.sort(ranks)))


def second(bench: str) -> str:
    """Return the name of the second measure, as the benchmark's files have it."""
    return "ap" if bench == "reviews" else "recall50"


@dataclass(slots=True)
class Means:
    """What trials reached; libraries count alike, whatever their number of splits."""

    found: dict[Trial, Pair] = field(default_factory=dict)

    def add(
        self, trial: Trial, places: NDArray[np.int64], scores: NDArray[np.float32]
    ) -> None:
        """Take the scores of one trial's candidates, and where the hidden ones are."""
        self.found[trial] = measures(trial.bench, places, scores)

    def pairs(self) -> list[Key]:
        """Return the benchmarks and kinds that there are."""
        return sorted({(trial.bench, trial.kind) for trial in self.found})

    def by_library(self, key: Key) -> dict[str, Pair]:
        """Return the means of each library's splits."""
        return _by_library(
            {
                trial: pair
                for trial, pair in self.found.items()
                if (trial.bench, trial.kind) == key
            }
        )

    def mean(self, key: Key) -> Pair:
        """Return the means over libraries."""
        ten, other = np.mean(list(self.by_library(key).values()), axis=0)
        return float(ten), float(other)

    def best_formula(self, key: Key, measure: int) -> tuple[str, dict[str, float]]:
        """Return the formula that is best by a measure, and what libraries reach."""
        bench, _ = key
        name = ("ndcg10", second(bench))[measure]
        trials = [one for one in self.found if (one.bench, one.kind) == key]
        best: tuple[str, dict[str, float]] = "", {}
        for formula, splits in reference(bench).items():
            if not all(one.name in splits for one in trials):
                continue
            pairs = {one: (splits[one.name][name], 0.0) for one in trials}
            reached = {lib: pair[0] for lib, pair in _by_library(pairs).items()}
            if not best[1] or _mean(reached) > _mean(best[1]):
                best = formula, reached
        return best

    def compare(self, key: Key, measure: int) -> str:
        """Return a line: ours, the best formula's, ratio, difference, wins."""
        ours = {lib: pair[measure] for lib, pair in self.by_library(key).items()}
        formula, theirs = self.best_formula(key, measure)
        gaps = [ours[lib] - theirs[lib] for lib in ours]
        low, high = interval(gaps)
        wins, losses = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
        return (
            f"{_mean(ours):.3f} | {_mean(theirs):.3f} ({formula}) | "
            f"{_mean(ours) / _mean(theirs):.2f} | {np.mean(gaps):+.3f} "
            f"[{low:+.3f}, {high:+.3f}] | {wins}, {losses}"
        )

    def __str__(self) -> str:
        figures = ((key, self.mean(key)) for key in self.pairs())
        return " | ".join(f"{b} {k} {x:.3f}/{y:.3f}" for (b, k), (x, y) in figures)


def interval(gaps: Sequence[float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean of differences by library."""
    rng = np.random.default_rng(0)
    drawn = rng.choice(np.asarray(gaps), (_RESAMPLED, len(gaps)))
    low, high = np.quantile(drawn.mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def _by_library(pairs: dict[Trial, Pair]) -> dict[str, Pair]:
    libraries: dict[str, list[Pair]] = {}
    for trial, pair in pairs.items():
        libraries.setdefault(trial.library, []).append(pair)
    found = {}
    for library, pairs_of in sorted(libraries.items()):
        ten, other = np.mean(pairs_of, axis=0)
        found[library] = float(ten), float(other)
    return found


def _mean(values: dict[str, float]) -> float:
    return float(np.mean(list(values.values())))
