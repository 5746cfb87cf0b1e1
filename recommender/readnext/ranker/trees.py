"""LightGBM trees that learn on the reader's own library, on top of the prior.

The library is cut into folds. Each fold's papers are scored by a profile and a
linear model that never saw them, among papers drawn from the catalog: the trees
learn what tells the reader's next papers from others, not that owned papers are
similar to themselves. LambdaRank (Burges, 2010) starts from the prior, and scores
may only rise with a similarity (monotone constraints).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from readnext.features.matrix import NAMES, SIMILARITIES, features
from readnext.features.profile import Profile
from readnext.ranker.linear import LinearModel
from readnext.ranker.prior import Scale, prior_score

if TYPE_CHECKING:
    from collections.abc import Callable

    from lightgbm import Booster

FOLDS = 10
FEWEST = 15  # own papers that the catalog knows; under it, trees learn noise
FEWEST_OTHERS = 20  # papers to tell them from
_CONTRAST = 2_000  # catalog papers ranked against a fold
NEGATIVES = 2_500  # catalog papers that the linear model learns from
_ROUNDS = 40
_PARAMETERS = {
    "objective": "lambdarank",
    "learning_rate": 0.05,
    "num_leaves": 7,
    "min_data_in_leaf": 10,
    "min_sum_hessian_in_leaf": 1e-3,
    "lambda_l2": 5.0,
    "feature_fraction": 0.8,
    "lambdarank_truncation_level": 50,
    "monotone_constraints": [int(name in SIMILARITIES) for name in NAMES],
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Rows of features in groups, one a fold: `labels` 1 is the reader's paper."""

    rows: NDArray[np.float32]
    labels: NDArray[np.int32]
    start: NDArray[np.float32]
    groups: list[int]


def draw(profile: Profile, size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw rows at random that the reader does not own, at most `size`."""
    free = np.ones(len(profile.corpus), np.bool_)
    free[profile.owned] = False
    return np.sort(rng.permutation(np.flatnonzero(free))[:size])


def training_set(
    profile: Profile, seed: int, progress: Callable[[int], object]
) -> TrainingSet:
    """Build out-of-fold features of the reader's own papers; `progress` per fold."""
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(profile.own)
    folds = min(FOLDS, len(shuffled))
    tables, labels, starts = [], [], []
    for fold in range(folds):
        held = np.sort(shuffled[fold::folds])
        table, scaled = _fold(profile, held, rng)
        tables.append(scaled)
        starts.append(prior_score(scaled))
        labels.append((np.arange(len(table)) < len(held)).astype(np.int32))
        progress(1)
    return TrainingSet(
        np.concatenate(tables),
        np.concatenate(labels),
        np.concatenate(starts),
        [len(group) for group in labels],
    )


def _fold(
    profile: Profile, held: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Features of held-out papers, then of contrast papers; raw and scaled.

    Contrast papers are none that the linear model learns from, as far as the
    catalog reaches: it would know them, as it does not know a candidate.
    """
    part = profile.without(held)
    pool = draw(profile, _CONTRAST + NEGATIVES, rng)
    pool = rng.permutation(pool)
    cut = min(_CONTRAST, len(pool) // 2)
    contrast, negatives = np.sort(pool[:cut]), np.sort(pool[cut:])
    model = LinearModel.fit(part, negatives)
    table = features(part, model, np.r_[held, contrast])
    return table, Scale.of(table[len(held) :]).apply(table)


def train(data: TrainingSet, seed: int) -> Booster:
    """Fit the trees; the same data and seed give the same trees.

    Raises OSError if LightGBM's own libraries are missing (libgomp).
    """
    import lightgbm

    dataset = lightgbm.Dataset(
        data.rows,
        data.labels,
        group=data.groups,
        init_score=data.start,
        feature_name=list(NAMES),
    )
    return lightgbm.train(_PARAMETERS | {"seed": seed}, dataset, _ROUNDS)
