"""Probabilities are what they say: of papers at 20 %, one in five is taken in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.ranker.calibration import HIDDEN, Calibration, calibrate, common


def sample(
    size: int, intercept: float, slope: float, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Scores, and labels drawn with the probabilities of a known curve."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 1.5, size).astype(np.float32) + np.float32(1)
    truth = Calibration(intercept, slope)
    own, candidates = size // 20, size
    chance = truth.probabilities(scores, own, candidates)
    return scores, (rng.random(size) < chance).astype(np.int32)


@pytest.mark.parametrize(("intercept", "slope"), [(-6.5, 3.9), (-5.0, 3.2)])
def test_a_planted_curve_is_found(intercept: float, slope: float) -> None:
    size = 200_000
    scores, labels = sample(size, intercept, slope, 1)
    own, candidates = size // 20, size
    # As in training: the papers to be found, and a sample of the others.
    positives = np.flatnonzero(labels)
    others = np.flatnonzero(labels == 0)[::10]
    rows = np.r_[positives, others]
    # The sample's own rate of papers to be found is what the odds should say.
    own = round(len(positives) / (len(others) * 10) * candidates / HIDDEN)
    found = calibrate(scores[rows], labels[rows], own, candidates)
    chance = found.probabilities(scores, own, candidates)
    for low, high in ((0.01, 0.05), (0.05, 0.2), (0.2, 1.0)):
        inside = (chance >= low) & (chance < high)
        if inside.sum() > 300:
            assert labels[inside].mean() == pytest.approx(
                chance[inside].mean(), rel=0.25
            )


def test_few_papers_leave_the_common_curve() -> None:
    scores = np.array([9, 0, 0, 0], np.float32)
    found = calibrate(scores, np.array([1, 0, 0, 0], np.int32), 4, 1000)
    assert found.slope == pytest.approx(common().slope, abs=2)
    assert found.intercept == pytest.approx(common().intercept, abs=1)


@given(
    st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=50),
    st.integers(0, 9000),
    st.integers(0, 10**6),
)
def test_probabilities_rise_with_the_score(
    scores: list[float], own: int, candidates: int
) -> None:
    ordered = np.sort(np.array(scores, np.float32))
    chance = common().probabilities(ordered, own, candidates)
    assert ((chance >= 0) & (chance <= 1)).all()
    assert (np.diff(chance) >= 0).all()


@given(st.integers(0, 2**31), st.integers(1, 40))
def test_any_labels_give_a_curve(seed: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 8, size).astype(np.float32)
    labels = rng.integers(0, 2, size).astype(np.int32)
    found = calibrate(scores, labels, int(labels.sum()), 500)
    assert found.slope >= 0
    assert np.isfinite([found.slope, found.intercept]).all()
