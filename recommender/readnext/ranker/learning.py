"""Learning a model of a reader from their profile."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from readnext.features.linear import LinearModel
from readnext.features.profile import Profile
from readnext.ranker.calibration import calibrate, common
from readnext.ranker.model import Model
from readnext.ranker.prior import weights_for
from readnext.ranker.trees import (
    FEWEST,
    FEWEST_OTHERS,
    FOLDS,
    NEGATIVES,
    draw,
    train,
    training_set,
    unseen_scores,
)

STEPS = FOLDS + 2  # how often `learn` reports progress


def learn(profile: Profile, seed: int, progress: Callable[[int], object]) -> Model:
    """Learn a model; the same profile and seed give the same model.

    `progress` is called after each step, STEPS times at most.
    """
    negatives = draw(profile, NEGATIVES, np.random.default_rng(seed))
    linear = LinearModel.fit(profile, negatives)
    progress(1)
    own = len(profile.own)
    weights = weights_for(own, len(profile))
    if reason := _too_little(profile):
        return Model(linear, weights, None, common(), reason)
    data = training_set(profile, seed, progress)
    trees = train(data, weights, seed)
    others = len(profile.corpus) - len(profile.owned)
    unseen = unseen_scores(data, weights, seed)
    calibration = calibrate(unseen, data.labels, own, others)
    progress(1)
    why = f"trained on {own} of your papers that the catalog knows"
    return Model(linear, weights, trees, calibration, why)


def _too_little(profile: Profile) -> str:
    """Why trees cannot be trained, or ""."""
    known = len(profile.own)
    if known < FEWEST:
        return (
            f"{known} of your papers are in the catalog; from {FEWEST} on, "
            "LightGBM learns from them"
        )
    if len(profile.corpus) - len(profile.owned) < FEWEST_OTHERS:
        return "you own nearly all of the catalog; there is little to learn"
    try:
        import lightgbm  # noqa: F401
    except OSError as error:
        return (
            f"LightGBM cannot be loaded ({error}); install libgomp1 (Debian, "
            "Ubuntu) or libomp (macOS)"
        )
    return ""
