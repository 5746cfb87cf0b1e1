"""The prior: a weighted sum of standardised features that ranks without trees.

The weights were learned across libraries (`prior.json`, made by
tests/bench/learn_prior.py). What a reader's own library teaches comes on top, see
`readnext.ranker.trees`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readnext.features.matrix import CONTEXT, NAMES

_LOWEST, _HIGHEST = -5.0, 30.0  # where outliers are cut, in standard deviations

Weights = NDArray[np.float32]


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
        # What hardly differs, as years within a month, must not be blown up.
        deviation[[NAMES.index(name) for name in CONTEXT]] = 1
        return cls(np.asarray(table.mean(axis=0), np.float32), deviation)

    def apply(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the features in standard deviations from the mean."""
        scaled = (table - self.mean) / self.deviation
        return np.asarray(np.clip(scaled, _LOWEST, _HIGHEST), np.float32)


@cache
def common() -> dict[str, Any]:
    """Return what libraries have in common: `weights` by name, `half`, `odds`."""
    text = Path(__file__).with_name("prior.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def weights_for(works: int) -> Weights:
    """Return the weights for a reader with so many works, (NAMES,).

    The fewer there are, the less a linear model learns from them, and the more the
    plain likeness to them counts.
    """
    pairs = common()["weights"]
    table = np.array([pairs.get(name, (0.0, 0.0)) for name in NAMES], np.float64)
    many = works / (works + common()["half"])
    return np.asarray(table @ np.array([many, 1 - many]), np.float32)


def prior_terms(scaled: NDArray[np.float32], weights: Weights) -> NDArray[np.float32]:
    """Return what each feature adds to the prior, (rows, NAMES)."""
    return np.asarray(scaled * weights, np.float32)


def prior_score(scaled: NDArray[np.float32], weights: Weights) -> NDArray[np.float32]:
    """Return the prior of standardised features, (rows,)."""
    return np.asarray(scaled @ weights, np.float32)
