"""The ranker of one reader: fit to a profile, then score candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from readnext.features.matrix import NAMES, features
from readnext.features.profile import Profile
from readnext.ranker.linear import LinearModel
from readnext.ranker.prior import Scale, prior_score, prior_terms
from readnext.ranker.trees import (
    FEWEST,
    FEWEST_OTHERS,
    FOLDS,
    NEGATIVES,
    draw,
    train,
    training_set,
)

if TYPE_CHECKING:
    from lightgbm import Booster

STEPS = FOLDS + 2  # how often `fit` and `score` report progress together
_SAMPLE = 500  # fewer candidates than this are measured beside a sample


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of candidates: `rows` of the corpus, `scaled` features and `scores`."""

    rows: NDArray[np.int64]
    scaled: NDArray[np.float32]
    scores: NDArray[np.float32]


class Ranker:
    """Learns from a reader's profile and scores papers for them.

    After `fit`: `kind_` is "lightgbm" or "prior" and `why_` says why, `model_` is the
    linear model, `trees_` the booster or None.
    """

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def fit(self, profile: Profile, progress: Callable[[int], object]) -> Self:
        """Fit to a profile; `progress` is called after each step."""
        rng = np.random.default_rng(self.seed)
        self.profile_ = profile
        self.model_ = LinearModel.fit(profile, draw(profile, NEGATIVES, rng))
        progress(1)
        self.trees_, self.why_ = self._fit_trees(progress)
        self.kind_ = "prior" if self.trees_ is None else "lightgbm"
        return self

    def _fit_trees(
        self, progress: Callable[[int], object]
    ) -> tuple[Booster | None, str]:
        """The trees and the reason for having or not having them."""
        known = len(self.profile_.own)
        if known < FEWEST:
            return None, (
                f"{known} of your papers are in the catalog; from {FEWEST} on, "
                "LightGBM learns from them"
            )
        if len(self.profile_.corpus) - len(self.profile_.owned) < FEWEST_OTHERS:
            return None, "you own nearly all of the catalog; there is little to learn"
        try:
            import lightgbm  # noqa: F401
        except OSError as error:
            return None, (
                f"LightGBM cannot be loaded ({error}); install libgomp1 (Debian, "
                "Ubuntu) or libomp (macOS)"
            )
        trees = train(training_set(self.profile_, self.seed, progress), self.seed)
        return trees, f"trained on {known} of your papers that the catalog knows"

    def score(self, rows: NDArray[np.int64]) -> Ranking:
        """Score candidates, rows of the corpus; more is better."""
        table = features(self.profile_, self.model_, rows)
        scaled = self._scale(table).apply(table)
        scores = prior_score(scaled)
        if self.trees_ is not None and len(rows):
            scores = scores + np.asarray(self.trees_.predict(scaled), np.float32)
        return Ranking(rows, scaled, scores)

    def _scale(self, table: NDArray[np.float32]) -> Scale:
        """Scale of the candidates, helped by a sample where they are few."""
        if len(table) >= _SAMPLE:
            return Scale.of(table)
        rng = np.random.default_rng(self.seed)
        sample = draw(self.profile_, _SAMPLE, rng)
        beside = features(self.profile_, self.model_, sample)
        if not len(table) + len(beside):
            return Scale(np.zeros(len(NAMES), "f4"), np.ones(len(NAMES), "f4"))
        return Scale.of(np.concatenate([table, beside]))

    def contributions(self, scaled: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what each feature adds to each score, (rows, NAMES).

        The prior's terms plus the trees' SHAP values (Lundberg et al., 2020); a
        row sums to its score less the trees' constant.
        """
        parts = prior_terms(scaled)
        if self.trees_ is not None and len(scaled):
            shap = np.asarray(self.trees_.predict(scaled, pred_contrib=True))
            parts = parts + shap[:, :-1].astype(np.float32)
        return parts
