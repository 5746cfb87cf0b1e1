"""The prior: a fixed sum of standardised features that ranks without training.

The weights were chosen on development libraries by leaving libraries out, see
"How it ranks" in README.md. What a reader's own library teaches comes on top, see
`readnext.ranker.trees`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext.features.matrix import NAMES

WEIGHTS = {"linear": 1.0, "years": 0.3, "venue": 0.2, "popularity": 0.1}
VECTOR = np.array([WEIGHTS.get(name, 0.0) for name in NAMES], np.float32)
_LOWEST, _HIGHEST = -5.0, 30.0  # where outliers are cut, in standard deviations


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and deviation of each feature over the candidates of one query."""

    mean: NDArray[np.float32]
    deviation: NDArray[np.float32]

    @classmethod
    def of(cls, table: NDArray[np.float32]) -> Scale:
        """Measure a table of features (rows, NAMES)."""
        deviation = np.asarray(table.std(axis=0), np.float32)
        deviation[deviation < 1e-6] = 1  # a feature that is the same for all
        return cls(np.asarray(table.mean(axis=0), np.float32), deviation)

    def apply(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the features in standard deviations from the mean."""
        scaled = (table - self.mean) / self.deviation
        return np.asarray(np.clip(scaled, _LOWEST, _HIGHEST), np.float32)


def prior_terms(scaled: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what each feature adds to the prior, (rows, NAMES)."""
    return np.asarray(scaled * VECTOR, np.float32)


def prior_score(scaled: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the prior of standardised features, (rows,)."""
    return np.asarray(scaled @ VECTOR, np.float32)
