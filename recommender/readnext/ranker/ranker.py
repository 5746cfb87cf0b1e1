"""The ranker of one reader: a model on a profile, to score candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from readnext.features.matrix import NAMES, features
from readnext.features.profile import Profile
from readnext.ranker.learning import STEPS as LEARNING_STEPS
from readnext.ranker.learning import learn
from readnext.ranker.model import Model
from readnext.ranker.prior import Scale, prior_score, prior_terms
from readnext.ranker.trees import draw

STEPS = LEARNING_STEPS + 1  # how often `fit` and `score` report progress together
_SAMPLE = 500  # fewer candidates than this are measured beside a sample
_NARROWEST = 0.1  # part of the catalog in which papers to be found lie, at least


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of candidates: `rows` of the corpus, `scaled` features, `scores`.

    `probabilities`: how likely the reader is to take each in, float64 (rows,), see
    `readnext.ranker.calibration`.
    """

    rows: NDArray[np.int64]
    scaled: NDArray[np.float32]
    scores: NDArray[np.float32]
    probabilities: NDArray[np.float64]


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
        """Take a model that was learnt before."""
        self.profile_ = profile
        self.model_ = model
        return self

    def score(self, rows: NDArray[np.int64]) -> Ranking:
        """Score candidates, rows of the corpus; more is better."""
        table = features(self.profile_, self.model_.linear, rows)
        scaled = self._scale(table).apply(table)
        scores = prior_score(scaled, self.model_.weights)
        if self.model_.trees is not None and len(rows):
            scores += np.asarray(self.model_.trees.predict(scaled), np.float32)
        return Ranking(rows, scaled, scores, self._probabilities(scores))

    def _probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probabilities of the scores of all candidates.

        What is to be found is taken to lie among the candidates, unless they are a
        small part of the catalog.
        """
        profile = self.profile_
        least = _NARROWEST * (len(profile.corpus) - len(profile.owned))
        candidates = max(len(scores), round(least))
        return self.model_.calibration.probabilities(
            scores, len(profile.own), candidates
        )

    def _scale(self, table: NDArray[np.float32]) -> Scale:
        """Scale of the candidates, helped by a sample where they are few."""
        if len(table) >= _SAMPLE:
            return Scale.of(table)
        rng = np.random.default_rng(self.seed)
        sample = draw(self.profile_, _SAMPLE, rng)
        beside = features(self.profile_, self.model_.linear, sample)
        if not len(table) + len(beside):
            return Scale(np.zeros(len(NAMES), "f4"), np.ones(len(NAMES), "f4"))
        return Scale.of(np.concatenate([table, beside]))

    def contributions(self, scaled: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what each feature adds to each score, (rows, NAMES).

        The prior's terms plus the trees' SHAP values (Lundberg et al., 2020); a
        row sums to its score less the trees' constant.
        """
        parts = prior_terms(scaled, self.model_.weights)
        if self.model_.trees is not None and len(scaled):
            shap = np.asarray(self.model_.trees.predict(scaled, pred_contrib=True))
            parts = parts + shap[:, :-1].astype(np.float32)
        return parts
