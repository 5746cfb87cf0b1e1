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

from readnext.features.linear import LinearModel
from readnext.features.matrix import NAMES, SIMILARITIES, features
from readnext.features.profile import Profile
from readnext.ranker.prior import Scale, Weights, prior_score

if TYPE_CHECKING:
    from collections.abc import Callable

    from lightgbm import Booster

FOLDS = 10  # at most; _FEW_FOLDS from _MANY own papers on, which need no more
_FEW_FOLDS, _MANY = 5, 300
FEWEST = 15  # own papers that the catalog knows; under it, trees learn noise
FEWEST_OTHERS = 20  # papers to tell them from
_CONTRAST = 2_000  # catalog papers ranked against a fold
NEGATIVES = 2_500  # catalog papers that the linear model learns from
_ROUNDS = 60  # of boosting at most; one for each own paper, fewer teach less
_PARAMETERS = {
    "objective": "lambdarank",
    "learning_rate": 0.1,
    "num_leaves": 7,
    "min_data_in_leaf": 10,
    "min_sum_hessian_in_leaf": 1e-3,
    "lambda_l2": 5.0,
    "max_bin": 63,
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
    """Scaled features in groups, one a fold: `labels` 1 is the reader's paper."""

    rows: NDArray[np.float32]
    labels: NDArray[np.int32]
    groups: list[int]

    def take(self, rows: NDArray[np.bool_]) -> TrainingSet:
        """Return a part that is made of whole groups."""
        starts = np.r_[0, np.cumsum(self.groups)[:-1]]
        kept = [size for size, at in zip(self.groups, starts, strict=True) if rows[at]]
        return TrainingSet(self.rows[rows], self.labels[rows], kept)


def draw(profile: Profile, size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw rows at random that the reader does not own, at most `size`, in any order.

    One paper more or less in the library or the catalog changes the draw by about one
    paper, so that scores change by what was changed and not by chance.
    """
    lots = rng.random(len(profile.corpus))
    lots[profile.owned] = 2
    chosen = np.argsort(lots, kind="stable")[:size]
    return chosen[lots[chosen] < 1]


def training_set(
    profile: Profile, seed: int, progress: Callable[[int], object]
) -> TrainingSet:
    """Build out-of-fold features of the reader's own papers; `progress` per fold."""
    rng = np.random.default_rng(seed)
    shuffled = profile.own[np.argsort(rng.random(len(profile.corpus))[profile.own])]
    folds = _FEW_FOLDS if len(shuffled) >= _MANY else min(FOLDS, len(shuffled))
    tables, labels = [], []
    for held in np.array_split(shuffled, folds):
        tables.append(_fold(profile, held, rng))
        labels.append((np.arange(len(tables[-1])) < len(held)).astype(np.int32))
        progress(1)
    return TrainingSet(
        np.concatenate(tables),
        np.concatenate(labels),
        [len(group) for group in labels],
    )


def _fold(
    profile: Profile, held: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float32]:
    """Scaled features of held-out papers, then of contrast papers.

    Contrast papers are none that the linear model learns from, as far as the
    catalog reaches: it would know them, as it does not know a candidate.
    """
    part = profile.without(held)
    pool = draw(profile, _CONTRAST + NEGATIVES, rng)
    cut = min(_CONTRAST, len(pool) // 2)
    contrast, negatives = pool[:cut], pool[cut:]
    model = LinearModel.fit(part, negatives)
    table = features(part, model, np.r_[held, contrast])
    return Scale.of(table[len(held) :]).apply(table)


def train(data: TrainingSet, weights: Weights, seed: int) -> Booster:
    """Fit trees on top of the prior; the same data and seed give the same trees.

    Raises OSError if LightGBM's own libraries are missing (libgomp).
    """
    import lightgbm

    dataset = lightgbm.Dataset(
        data.rows,
        data.labels,
        group=data.groups,
        init_score=prior_score(data.rows, weights),
        feature_name=list(NAMES),
    )
    rounds = max(min(int(data.labels.sum()), _ROUNDS), 1)
    return lightgbm.train(_PARAMETERS | {"seed": seed}, dataset, rounds)


def unseen_scores(
    data: TrainingSet, weights: Weights, seed: int
) -> NDArray[np.float32]:
    """Return the score of each row by trees that did not see its group, (rows,).

    Two sets of trees, each trained on every other group, score the groups that the
    other one learnt from.
    """
    group = np.repeat(np.arange(len(data.groups)), data.groups)
    scores = prior_score(data.rows, weights)
    for half in (0, 1):
        seen = group % 2 == half
        trees = train(data.take(seen), weights, seed)
        scores[~seen] += np.asarray(trees.predict(data.rows[~seen]), np.float32)
    return scores
