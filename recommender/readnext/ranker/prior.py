"""The prior: a weighted sum of standardised features that ranks without trees.

The weights were learnt across libraries (`prior.json`, made by
tests/bench/learn_prior.py). What a reader's own library teaches comes on top, see
`readnext.ranker.trees`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from readnext.features.matrix import NAMES

_FEW, _FADED, _MOST = 9.0, 0.15, 0.6  # the weight of `near10` for few papers
_ENOUGH = 3.0  # works whose years count half of what those of many count
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
        return cls(np.asarray(table.mean(axis=0), np.float32), deviation)

    def apply(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the features in standard deviations from the mean."""
        scaled = (table - self.mean) / self.deviation
        return np.asarray(np.clip(scaled, _LOWEST, _HIGHEST), np.float32)


@cache
def common() -> dict[str, float]:
    """Return the weights that libraries have in common, by name."""
    text = files("readnext.ranker").joinpath("prior.json").read_text("utf-8")
    found: dict[str, float] = json.loads(text)["weights"]
    return found


def weights_for(own: int, works: int) -> Weights:
    """Return the weights for a reader with that many own papers and works, (NAMES,).

    The fewer there are, the less a linear model learns from them, and the more the
    plain likeness to them counts; and one or two say little of years and venues.
    """
    weights = np.array([common().get(name, 0.0) for name in NAMES], np.float32)
    weights[NAMES.index("years")] *= works / (works + _ENOUGH)
    weights[NAMES.index("venue")] *= own / (own + _ENOUGH)
    if own:
        weights[NAMES.index("near10")] += min(max(_FEW / own - _FADED, 0), _MOST)
    return weights


def prior_terms(scaled: NDArray[np.float32], weights: Weights) -> NDArray[np.float32]:
    """Return what each feature adds to the prior, (rows, NAMES)."""
    return np.asarray(scaled * weights, np.float32)


def prior_score(scaled: NDArray[np.float32], weights: Weights) -> NDArray[np.float32]:
    """Return the prior of standardised features, (rows,)."""
    return np.asarray(scaled @ weights, np.float32)
