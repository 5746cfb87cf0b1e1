"""The ranker of one reader: a model on a profile, to score candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from readnext.cores import even_parts, on_all_cores
from readnext.features.corpus import View
from readnext.features.matrix import NAMES, Measures, features
from readnext.features.profile import Profile
from readnext.ranker.learning import STEPS as LEARNING_STEPS
from readnext.ranker.learning import learn
from readnext.ranker.model import Model
from readnext.ranker.prior import Scale, prior_score, prior_terms
from readnext.ranker.trees import contributions, correction, draw

STEPS = LEARNING_STEPS + 1  # how often `fit` and `score` report progress together
_TOGETHER = 32_768  # papers estimated at a time, to save memory
_SAMPLE = 5_000  # papers of the catalog that scores are measured against


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of candidates: `rows` of the corpus, `scores`.

    `probabilities`: how likely the reader is to add each, float64 (rows,), see
    `readnext.ranker.calibration`.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]
    probabilities: NDArray[np.float64]

    @classmethod
    def none(cls, rows: NDArray[np.int64]) -> Ranking:
        """Return the ranking of rows whose scores are yet to be known."""
        return cls(rows, np.zeros(len(rows), "f4"), np.zeros(len(rows)))

    def take(self, kept: NDArray[np.bool_] | NDArray[np.int64]) -> Ranking:
        """Return the ranking of some of the candidates."""
        return Ranking(
            self.rows[kept],
            self.scores[kept],
            self.probabilities[kept],
        )

    def replace(self, places: NDArray[np.int64], other: Ranking) -> None:
        """Take the scores of the candidates at some places from another ranking."""
        self.scores[places] = other.scores
        self.probabilities[places] = other.probabilities

    def capped(self, better: NDArray[np.bool_]) -> Ranking:
        """Return the ranking with no other candidate above one that is `better`."""
        if better.all() or not better.any():
            return self
        found = []
        for values in (self.scores, self.probabilities):
            least = values[better].min()
            found.append(np.where(better, values, np.minimum(values, least)))
        return Ranking(self.rows, *found)


@dataclass(frozen=True, slots=True)
class _Standard:
    """What scores are measured by: papers of the corpus, their features and `scores`.

    `scale` is that of the features, `mean` and `deviation` are those of the scores.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]
    scale: Scale
    mean: float
    deviation: float


class Ranker:
    """Scores papers for a reader with a model of theirs.

    After `fit` or `use`: `profile_`, and the model `model_`.
    """

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def fit(self, profile: Profile, progress: Callable[[int], object]) -> Self:
        """Learn a model of a profile; `progress` is called after each step."""
        return self.use(profile, learn(profile, self.seed, progress))

    def use(self, profile: Profile, model: Model) -> Self:
        """Take a model that was learned before."""
        self.profile_ = profile
        self.model_ = model
        for learned in ("_measures", "_standard", "_line", "_title_line"):
            self.__dict__.pop(learned, None)
        return self

    def score(self, rows: NDArray[np.int64]) -> Ranking:
        """Score candidates, rows of the corpus; more is better."""
        return self._ranking(rows, self._scores(self.scaled(rows)))

    def scaled(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the standardised features of papers, (rows, NAMES)."""
        table = features(self.profile_, self._measures, rows)
        return self._standard.scale.apply(table)

    def estimate(self, rows: NDArray[np.int64], *, titles: bool = False) -> Ranking:
        """Estimate the scores of candidates, in a fraction of the time.

        By the prior without `near`, and without the trees; with `titles`, as if the
        papers had no abstracts, again in a fraction.
        """
        slope, intercept = self._title_line if titles else self._line
        scores = self._estimates(rows, titles) * np.float32(slope)
        return self._ranking(rows, scores + np.float32(intercept))

    def _ranking(self, rows: NDArray[np.int64], scores: NDArray[np.float32]) -> Ranking:
        standard = (scores - self._standard.mean) / self._standard.deviation
        probabilities = self.model_.calibration.probabilities(standard)
        return Ranking(rows, scores, probabilities)

    def score_views(self, view: View, papers: int) -> NDArray[np.float32]:
        """Score what papers show, without context; more is better, (rows,).

        The first `papers` are of the catalog: features are measured by those.
        """
        table = self._measures.features(view)
        return self._scores(Scale.of(table[:papers]).apply(table))

    def _scores(self, scaled: NDArray[np.float32]) -> NDArray[np.float32]:
        """The prior and what the trees add to it."""
        scores = prior_score(scaled, self.model_.weights)
        if self.model_.trees is not None and len(scaled):
            scores = scores + self._share * correction(self.model_.trees, scaled)
        return scores

    def _estimates(self, rows: NDArray[np.int64], titles: bool) -> NDArray[np.float32]:
        """The prior as far as it is known without `near`."""
        measures, scale = self._measures, self._standard.scale

        def estimate(part: slice) -> NDArray[np.float32]:
            some = rows[part]
            table = features(self.profile_, measures, some, near=False, titles=titles)
            scaled = scale.apply(table)
            scaled[:, NAMES.index("near")] = 0
            return prior_score(scaled, self.model_.weights)

        found = on_all_cores(estimate, even_parts(len(rows), _TOGETHER))
        return np.concatenate([np.zeros(0, np.float32), *found])

    @cached_property
    def _line(self) -> tuple[float, float]:
        """What makes an estimate a score, slope and intercept."""
        return self._line_of(titles=False)

    @cached_property
    def _title_line(self) -> tuple[float, float]:
        """What makes an estimate by titles a score."""
        return self._line_of(titles=True)

    def _line_of(self, *, titles: bool) -> tuple[float, float]:
        measure = self._standard
        return _line(self._estimates(measure.rows, titles), measure.scores)

    @cached_property
    def _measures(self) -> Measures:
        """What the features of papers are measured by."""
        return Measures.of(self.profile_, self.model_.linear)

    @cached_property
    def _standard(self) -> _Standard:
        """The scale of the catalog, whichever part of it is asked for."""
        rng = np.random.default_rng(self.seed)
        sample = draw(self.profile_, _SAMPLE, rng)
        table = features(self.profile_, self._measures, sample)
        if not len(table):
            scale = Scale(np.zeros(len(NAMES), "f4"), np.ones(len(NAMES), "f4"))
            return _Standard(sample, np.zeros(0, "f4"), scale, 0.0, 1.0)
        scale = Scale.of(table)
        scores = self._scores(scale.apply(table))
        mean, deviation = float(scores.mean()), float(scores.std()) or 1.0
        return _Standard(sample, scores, scale, mean, deviation)

    @property
    def _share(self) -> np.float32:
        return np.float32(self.model_.share)

    def contributions(self, scaled: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what each feature adds to each score, (rows, NAMES).

        The prior's terms plus the trees' SHAP values (Lundberg et al., 2020); a
        row sums to its score less the trees' constant.
        """
        parts = prior_terms(scaled, self.model_.weights)
        if self.model_.trees is not None and len(scaled):
            parts = parts + self._share * contributions(self.model_.trees, scaled)
        return parts


def _line(
    estimates: NDArray[np.float32], scores: NDArray[np.float32]
) -> tuple[float, float]:
    """The slope, 0 at least, and intercept of scores over estimates: least squares."""
    if not len(scores):
        return 1.0, 0.0
    centred = estimates.astype(np.float64) - estimates.mean(dtype=np.float64)
    slope = float(centred @ scores) / (float(centred @ centred) or 1.0)
    slope = max(slope, 0.0)
    return slope, float(scores.mean()) - slope * float(estimates.mean())
