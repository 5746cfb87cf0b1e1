"""Which of the best papers make the list, so that it covers the reader's topics.

A list of the n best papers may speak of the reader's biggest topic alone. Papers are
therefore taken one by one, each time the one whose score, less a penalty on its
topic, is highest. The penalty grows with what the list has of the topic beside the
topic's share of the library: proportional representation, as in PM-2 (Dang and
Croft, 2012). The chosen papers stand in the order of their scores.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def choose(
    scores: NDArray[np.float32],
    topics: NDArray[np.int64],
    shares: NDArray[np.float64],
    n: int,
    strength: float,
) -> NDArray[np.int64]:
    """Return the places of n papers, best score first.

    `scores` (pool,), sorted from the best; `topics` (pool,) a number each; `shares`
    (topics,) of the library. `strength` 0 takes the n best; it is in standard
    deviations of the scores.

    >>> scores = np.array([3, 2.9, 2.8, 2.0], "f4")
    >>> choose(scores, np.array([0, 0, 0, 1]), np.array([0.5, 0.5]), 2, 4.0).tolist()
    [0, 3]
    """
    if strength <= 0 or len(shares) < 2 or len(scores) <= n:
        return np.arange(min(n, len(scores)))
    spread = strength * float(scores.std())
    expected = np.maximum(shares * n, 0.5)
    taken = np.zeros(len(shares))
    left = scores.astype(np.float64)
    chosen = np.empty(n, np.int64)
    for place in range(n):
        penalties = spread * np.log1p(taken / expected)
        best = int(np.argmax(left - penalties[topics]))
        chosen[place] = best
        left[best] = -np.inf
        taken[topics[best]] += 1
    return np.sort(chosen)
