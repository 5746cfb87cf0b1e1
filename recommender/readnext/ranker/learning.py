"""Learning a model of a reader from their profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from readnext.features.linear import LinearModel
from readnext.features.profile import Profile
from readnext.heavy_imports import lightgbm
from readnext.ranker.calibration import common
from readnext.ranker.model import Model
from readnext.ranker.prior import prior_score, weights_for
from readnext.ranker.trees import (
    FEWEST,
    FEWEST_OTHERS,
    FOLDS,
    NEGATIVES,
    draw,
    share_of,
    train,
    training_set,
    unseen_corrections,
)

STEPS = FOLDS + 2  # how often `learn` reports progress


def learn(profile: Profile, seed: int, progress: Callable[[int], object]) -> Model:
    """Learn a model; the same profile and seed give the same model.

    `progress` is called after each step, STEPS times at most.
    """
    negatives = draw(profile, NEGATIVES, np.random.default_rng(seed))
    linear = LinearModel.fit(profile, negatives)
    progress(1)
    weights = weights_for(len(profile))
    if reason := _too_little(profile):
        return Model(linear, weights, None, 0.0, common(), reason)
    data = training_set(profile, seed, progress)
    trees = train(data, weights, seed)
    corrections = unseen_corrections(data, weights, seed)
    share = share_of(prior_score(data.rows, weights), corrections, data)
    progress(1)
    return Model(linear, weights, trees, share, common(), _learned_from(profile))


def learn_untrained(
    profile: Profile, seed: int, progress: Callable[[int], object]
) -> Model:
    """Return a model without trees, whatever there is to learn from; see `learn`."""
    negatives = draw(profile, NEGATIVES, np.random.default_rng(seed))
    linear = LinearModel.fit(profile, negatives)
    progress(1)
    why = "your settings ask for it"
    return Model(linear, weights_for(len(profile)), None, 0.0, common(), why)


def learn_linear(model: Model, profile: Profile, seed: int) -> Model:
    """Return a model with its linear part learned again, of a profile; trees stay."""
    negatives = draw(profile, NEGATIVES, np.random.default_rng(seed))
    return replace(
        model,
        linear=LinearModel.fit(profile, negatives),
        weights=weights_for(len(profile)),
    )


def _learned_from(profile: Profile) -> str:
    """What the trees were trained on."""
    works, known = len(profile), len(profile.own)
    whole = int(profile.whole.sum())
    return (
        f"trained on {works} works of yours, {whole} with abstract; {known} "
        "are in this catalog"
    )


def _too_little(profile: Profile) -> str:
    """Why trees cannot be trained, or ""."""
    works = len(profile)
    if works < FEWEST:
        return f"works to learn from: {works}; LightGBM needs {FEWEST}"
    others = len(profile.corpus) - len(profile.owned)
    if others < FEWEST_OTHERS:
        return (
            f"papers of the catalog that the library lacks: {others}; LightGBM needs "
            f"{FEWEST_OTHERS}"
        )
    try:
        lightgbm()
    except OSError as error:
        return (
            f"LightGBM cannot be loaded ({error}); install libgomp1 (Debian, "
            "Ubuntu) or libomp (macOS)"
        )
    return ""
