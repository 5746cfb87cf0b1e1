"""LightGBM trees that learn on the reader's own library, on top of the prior.

The library is cut into folds. Each fold's works are scored by a profile and a linear
model that never saw them, beside papers drawn from the catalog: the trees learn what
tells the reader's next papers from others, not that owned papers are similar to
themselves. Works of which only a title is known are compared with the titles of
papers, the others with whole papers, each in standard deviations of its own kind, so
that nothing is learned from where a record comes from. For the same reason the trees
see text, people and citations only, not venue, year or labs, which the library writes
otherwise or not at all, unless the catalog has nearly all of the library. Scores may
only rise with a similarity (monotone constraints).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from readnext.features.linear import LinearModel
from readnext.features.matrix import CONTEXT, NAMES, Measures, features
from readnext.features.profile import Profile
from readnext.heavy_imports import lightgbm
from readnext.ranker.prior import Scale, Weights, prior_score

if TYPE_CHECKING:
    from collections.abc import Callable

    from lightgbm import Booster

    from readnext.features.corpus import Corpus, View

FOLDS = 10  # at most; _FEW_FOLDS from _MANY works on, which need no more
_FEW_FOLDS, _MANY = 5, 200
FEWEST = 15  # works; under it, trees learn noise
FEWEST_OTHERS = 20  # papers to tell them from
_CONTRAST = 2_000  # catalog papers ranked beside a fold
_LEAST = 300  # of these, at least, of each kind: whole papers and titles
_HELD = 1_000  # works that folds are made of, at most
NEGATIVES = 2_500  # catalog papers that the linear model learns from
# What a library and a catalog write alike; trees see the rest only where the catalog
# has the library itself.
_SIMILARITIES = frozenset(
    ("linear", "near", "terms", "people", "people_max", "labs", "citations")
)
_UNLIKE = [NAMES.index(name) for name in ("labs", *CONTEXT)]
# Where the catalog has the library, works and papers are described alike in all.
_ALIKE = (
    0.9  # share of works that the catalog has, from which on trees see all features
)
_START = 0.25  # how much of the prior the trees start from
_SHARES = (0.1, 0.25)  # how much of the trees' correction can count
_SHARES_ALIKE = (0.25, 1.0, 2.0)
_ROUNDS = 60
_PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 7,
    "min_data_in_leaf": 20,
    "min_sum_hessian_in_leaf": 1e-3,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "monotone_constraints": [int(name in _SIMILARITIES) for name in NAMES],
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Scaled features of rows: `labels` 1 is the reader's work; `folds` as numbers.

    `shares`: how much of what trees learn from it can count.
    """

    rows: NDArray[np.float32]
    labels: NDArray[np.int32]
    folds: NDArray[np.int64]
    shares: tuple[float, ...]

    def take(self, rows: NDArray[np.bool_]) -> TrainingSet:
        """Return some of the rows."""
        return replace(
            self,
            rows=self.rows[rows],
            labels=self.labels[rows],
            folds=self.folds[rows],
        )


def draw(profile: Profile, size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Draw rows at random that the reader does not own, at most `size`, in any order.

    One paper more or less in the library or the catalog changes the draw by about one
    paper, so that scores change by what was changed and not by chance.
    """
    pool = profile.corpus.pool
    lots = rng.random(len(pool))
    lots[np.isin(pool, profile.owned)] = 2
    chosen = np.argpartition(lots, size)[:size] if size < len(pool) else slice(None)
    order = np.arange(len(pool))[chosen]
    order = order[np.argsort(lots[order], kind="stable")]
    return pool[order[lots[order] < 1]]


def training_set(
    profile: Profile, seed: int, progress: Callable[[int], object]
) -> TrainingSet:
    """Build out-of-fold features of the reader's works; `progress` per fold."""
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(len(profile))
    folds = _FEW_FOLDS if len(shuffled) >= _MANY else min(FOLDS, len(shuffled))
    alike = len(profile.own) >= _ALIKE * len(profile)
    tables, labels = [], []
    for held in np.array_split(shuffled, folds):
        held = np.sort(held[: -(-_HELD // folds)])
        if alike:
            held = held[profile.rows[held] >= 0]
        tables.append(_fold(profile, held, rng, alike))
        labels.append((np.arange(len(tables[-1])) < len(held)).astype(np.int32))
        progress(1)
    return TrainingSet(
        np.concatenate(tables),
        np.concatenate(labels),
        np.repeat(np.arange(folds), [len(table) for table in tables]),
        _SHARES_ALIKE if alike else _SHARES,
    )


def _fold(
    profile: Profile, held: NDArray[np.int64], rng: np.random.Generator, alike: bool
) -> NDArray[np.float32]:
    """Scaled features of held-out works, then of contrast papers.

    Contrast papers are none that the linear model learns from, as far as the
    catalog reaches: it would know them, as it does not know a candidate.
    """
    kept = np.ones(len(profile), np.bool_)
    kept[held] = False
    part = profile.take(kept)
    pool = draw(part, _CONTRAST + NEGATIVES, rng)
    pool = pool[~np.isin(pool, profile.own)]
    cut = min(_CONTRAST, len(pool) // 2)
    contrast, negatives = pool[:cut], pool[cut:]
    measures = Measures.of(part, LinearModel.fit(part, negatives))
    if alike:
        table = features(part, measures, np.r_[profile.rows[held], contrast])
        return Scale.of(table[len(held) :]).apply(table)
    works, whole = profile.works.take(held), profile.whole[held]
    return beside(profile.corpus, measures, works, whole, contrast)


def beside(
    corpus: Corpus,
    measures: Measures,
    works: View,
    whole: NDArray[np.bool_],
    contrast: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Scaled features of works, then of papers of both kinds in the same shares.

    Titles are measured against titles, and `whole` works against whole papers.
    """
    table = measures.features(works)
    papers = []
    share = float(whole.mean()) if len(whole) else 1.0
    for kind in (False, True):
        of_kind = whole == kind
        if not of_kind.any():
            continue
        size = round(len(contrast) * (share if kind else 1 - share))
        size = min(max(size, _LEAST), len(contrast))
        chosen = contrast[-size:] if kind else contrast[:size]
        view = corpus.view(chosen, titles=not kind)
        found = measures.features(view)
        scale = Scale.of(found)
        table[of_kind] = scale.apply(table[of_kind])
        papers.append(scale.apply(found))
    found = np.concatenate([table, *papers])
    found[:, _UNLIKE] = 0
    return found


def train(data: TrainingSet, weights: Weights, seed: int) -> Booster:
    """Fit trees on top of the prior; the same data and seed give the same trees.

    Raises OSError if LightGBM's own libraries are missing (libgomp).
    """
    odds = np.log(max(data.labels.mean(), 1e-6))
    module = lightgbm()
    dataset = module.Dataset(
        data.rows,
        data.labels,
        init_score=odds + _START * prior_score(data.rows, weights),
        feature_name=list(NAMES),
    )
    trees: Booster = module.train(_PARAMETERS | {"seed": seed}, dataset, _ROUNDS)
    return trees


def correction(trees: Booster, scaled: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what trees add to the prior of rows, (rows,)."""
    return np.asarray(trees.predict(scaled, raw_score=True), np.float32)


def contributions(trees: Booster, scaled: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what each feature adds to the trees' correction, (rows, NAMES).

    SHAP values (Lundberg et al., 2020), without the constant.
    """
    shap = np.asarray(trees.predict(scaled, pred_contrib=True))
    return np.asarray(shap[:, :-1], np.float32)


def unseen_corrections(
    data: TrainingSet, weights: Weights, seed: int
) -> NDArray[np.float32]:
    """Return the correction of each row by trees that did not see its fold, (rows,).

    Two sets of trees, each trained on every other fold, score the folds that the
    other one learned from.
    """
    found = np.zeros(len(data.labels), np.float32)
    for half in (0, 1):
        seen = data.folds % 2 == half
        if seen.all() or not seen.any():
            continue
        trees = train(data.take(seen), weights, seed)
        found[~seen] = correction(trees, data.rows[~seen])
    return found


def share_of(
    prior: NDArray[np.float32], corrections: NDArray[np.float32], data: TrainingSet
) -> float:
    """Return how much of the trees' correction counts, by what they did unseen.

    The share under which held-out works stand highest among the papers of their
    fold, by discounted gain; the smallest where it makes no difference.
    """
    shares = data.shares
    gains = [_gain(prior + np.float32(share) * corrections, data) for share in shares]
    return shares[int(np.argmax(gains))]


def _gain(scores: NDArray[np.float32], data: TrainingSet) -> float:
    """The mean discount, 1 / log2(1 + rank), of the reader's works in their folds."""
    total = 0.0
    for fold in np.unique(data.folds):
        inside = data.folds == fold
        own = scores[inside & (data.labels == 1)]
        others = np.sort(scores[inside & (data.labels == 0)])
        better = len(others) - np.searchsorted(others, own, "right")
        total += float(np.sum(1 / np.log2(2 + better)))
    return total / max(int(data.labels.sum()), 1)
