"""From scores to probabilities: how likely the reader is to take a paper in.

The probability is that of a trial which any reader can repeat: were a fifth of the
library hidden, the share of papers scored like this one that would be hidden papers.
It is fitted to scores that papers of the reader's own got while they were held out
(Platt, 1999), and drawn towards the curve that libraries have in common: a reader
with few papers gets that curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HIDDEN = 0.25  # papers to be found, beside those that the reader has: a fifth of all
COMMON = np.array([-6.0, 3.7])  # intercept and slope that libraries have in common
_STIFF = np.array([1.0, 4.0])  # how firmly the reader's own curve is held to them
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Calibration:
    """log odds = log(prior odds) + intercept + slope * sqrt(score + 1).

    The root is what 23 libraries showed: the log odds rise ever more slowly.
    """

    intercept: float
    slope: float

    def probabilities(
        self, scores: NDArray[np.float32], own: int, candidates: int
    ) -> NDArray[np.float64]:
        """Return the probability of each score, (rows,).

        `own`: papers that the reader has, `candidates`: papers of the catalog that
        they do not have.
        """
        odds = HIDDEN * max(own, 1) / max(candidates, 1)
        logits = np.log(odds) + self.intercept + self.slope * _bent(scores)
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -50, 50))), np.float64)


def _bent(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(np.sqrt(np.maximum(scores.astype(np.float64) + 1, 0)), np.float64)


def common() -> Calibration:
    """Return the curve that libraries have in common."""
    return Calibration(*map(float, COMMON))


def calibrate(
    scores: NDArray[np.float32],
    labels: NDArray[np.int32],
    own: int,
    candidates: int,
) -> Calibration:
    """Fit to out-of-fold scores, (rows,), of own papers (label 1) and of a sample.

    The sample stands for all `candidates`, in the proportion in which papers are to
    be found among them. Newton's method on the likelihood with a Gaussian prior.
    """
    odds = HIDDEN * max(own, 1) / max(candidates, 1)
    positives = max(int(labels.sum()), 1)
    stands_for = positives / odds / max(len(labels) - positives, 1)
    weights = np.where(labels == 1, 1.0, stands_for)
    inputs = np.c_[np.ones(len(scores)), _bent(scores)]
    found = COMMON.astype(np.float64)
    for _ in range(_STEPS):
        logits = np.log(odds) + inputs @ found
        chance = 1 / (1 + np.exp(-np.clip(logits, -50, 50)))
        slope = inputs.T @ (weights * (labels - chance)) - _STIFF * (found - COMMON)
        curve = (inputs * (weights * chance * (1 - chance))[:, None]).T @ inputs
        step = np.linalg.solve(curve + np.diag(_STIFF), slope)
        found = found + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-6:
            break
    return Calibration(float(found[0]), float(max(found[1], 0.0)))
