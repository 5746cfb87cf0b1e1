"""From scores to probabilities: how likely the reader is to add a paper.

One curve for all readers, fitted across libraries to what they later took from
catalogs that they had not seen (Platt, 1999). Scores are in standard deviations of
the papers of the catalog, so that the same paper has the same probability whichever
part of the catalog is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext.ranker.prior import common as shared


@dataclass(frozen=True, slots=True)
class Calibration:
    """log odds = intercept + slope * score, the score in standard deviations."""

    intercept: float
    slope: float

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the probability of each standardised score, (rows,)."""
        logits = self.intercept + self.slope * scores.astype(np.float64)
        return np.asarray(1 / (1 + np.exp(-np.clip(logits, -50, 50))), np.float64)


def common() -> Calibration:
    """Return the curve that libraries have in common."""
    return Calibration(*map(float, shared()["odds"]))
