"""How well papers match a reader, in five steps, and when a probability is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# The least probability of each step but the first. About one paper in a thousand of a
# catalog is one that its reader takes; the curve gives 0.02 to a paper in the middle,
# and the best of a fitting archive have 0.3 and more.
_STEPS = (0.03, 0.06, 0.15, 0.33)
FEWEST = 15  # works of a library from which on a probability is stated


def strengths(probabilities: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how strong matches are, 1 to 5, by their probabilities.

    >>> strengths(np.array([0.001, 0.04, 0.5])).tolist()
    [1, 2, 5]
    """
    return np.asarray(np.searchsorted(_STEPS, probabilities, "right") + 1, np.int64)


def strength(probability: float) -> int:
    """Return how strong the match of one paper is, 1 to 5, by its probability.

    >>> strength(0.04)
    2
    """
    return int(strengths(np.array([probability]))[0])
