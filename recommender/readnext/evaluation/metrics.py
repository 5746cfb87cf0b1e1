"""How good a ranking is: nDCG, recall and MRR, from the ranks of what was wanted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ranks_of(
    scores: NDArray[np.float32], wanted: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the rank, from 1, that scores give to each wanted place; ties by place."""
    order = np.argsort(-scores, kind="stable")
    rank = np.empty(len(scores), np.int64)
    rank[order] = np.arange(1, len(scores) + 1)
    return rank[wanted]


def ndcg(ranks: NDArray[np.int64], k: int = 10) -> float:
    """Return nDCG@k with binary relevance (Järvelin and Kekäläinen, 2002).

    >>> ndcg(np.array([1, 2]), 10), ndcg(np.array([11]), 10)
    (1.0, 0.0)
    """
    if not len(ranks):
        return 0.0
    best = np.arange(1, min(k, len(ranks)) + 1)
    gained = np.sum(1 / np.log2(ranks[ranks <= k] + 1))
    return float(gained / np.sum(1 / np.log2(best + 1)))


def recall(ranks: NDArray[np.int64], k: int = 50) -> float:
    """Return the share of the wanted, k at most, that the first k ranks hold."""
    return float((ranks <= k).sum() / min(k, len(ranks))) if len(ranks) else 0.0


def mrr(ranks: NDArray[np.int64], k: int = 100) -> float:
    """Return one over the best rank, 0 if that is beyond k."""
    best = int(ranks.min(initial=k + 1))
    return 1 / best if best <= k else 0.0
