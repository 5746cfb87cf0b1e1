"""The ranker of one reader: a model on a profile, to score candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from readnext.features.corpus import View
from readnext.features.matrix import NAMES, Measures, features
from readnext.features.profile import Profile
from readnext.ranker.learning import STEPS as LEARNING_STEPS
from readnext.ranker.learning import learn
from readnext.ranker.model import Model
from readnext.ranker.prior import Scale, prior_score, prior_terms
from readnext.ranker.trees import contributions, correction, draw

STEPS = LEARNING_STEPS + 1  # how often `fit` and `score` report progress together
_SAMPLE = 5_000  # papers of the catalog that scores are measured against


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of candidates: `rows` of the corpus, `scaled` features, `scores`.

    `probabilities`: how likely the reader is to add each, float64 (rows,), see
    `readnext.ranker.calibration`.
    """

    rows: NDArray[np.int64]
    scaled: NDArray[np.float32]
    scores: NDArray[np.float32]
    probabilities: NDArray[np.float64]

    def take(self, kept: NDArray[np.bool_]) -> Ranking:
        """Return the ranking of some of the candidates."""
        return Ranking(
            self.rows[kept],
            self.scaled[kept],
            self.scores[kept],
            self.probabilities[kept],
        )

    def replaced(self, places: NDArray[np.int64], other: Ranking) -> Ranking:
        """Return a ranking in which another one has scored the candidates at places."""
        made = Ranking(
            self.rows,
            self.scaled.copy(),
            self.scores.copy(),
            self.probabilities.copy(),
        )
        made.scaled[places] = other.scaled
        made.scores[places] = other.scores
        made.probabilities[places] = other.probabilities
        return made


@dataclass(frozen=True, slots=True)
class _Standard:
    """What scores are measured by: the scale of features, mean and deviation."""

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
        for learned in ("_measures", "_standard"):
            self.__dict__.pop(learned, None)
        return self

    def score(self, rows: NDArray[np.int64]) -> Ranking:
        """Score candidates, rows of the corpus; more is better."""
        measure = self._standard
        table = features(self.profile_, self._measures, rows)
        scaled = measure.scale.apply(table)
        scores = self._scores(scaled)
        standard = (scores - measure.mean) / measure.deviation
        probabilities = self.model_.calibration.probabilities(standard)
        return Ranking(rows, scaled, scores, probabilities)

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
            return _Standard(scale, 0.0, 1.0)
        scale = Scale.of(table)
        scores = self._scores(scale.apply(table))
        return _Standard(scale, float(scores.mean()), float(scores.std()) or 1.0)

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
