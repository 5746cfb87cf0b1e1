"""The weights that terms get from a catalog.

Weights are made when a catalog is read, from the document frequencies of the whole
catalog: they are never stale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.terms import BUCKETS
from readnext.features.rows import parts_of, to_unit_length

_COMMON = 0.5  # share of papers from which on a term says nothing

_COUNTED = 1 << 22  # terms that are counted at a time


class TermWeights:
    """The weight of each term in a catalog: tf-idf with sublinear counts.

    Terms in fewer than `rare` papers or in more than half of all papers say nothing
    and get weight 0. Formula: (1 + ln tf) * (ln((1 + N) / (1 + df)) + 1),
    rows scaled to length 1 (Manning et al., 2008, 6.4). `frequency`: how many papers
    and records beside have each term, (BUCKETS,).
    """

    def __init__(
        self, columns: NDArray[np.int32], papers: int, beside: NDArray[np.int32]
    ) -> None:
        """Weigh the terms of so many papers, and of records `beside` among them.

        A term of one record that no paper has says nothing.
        """
        there = _counted(columns)
        frequency = there + np.bincount(beside, minlength=BUCKETS)
        rare = 5 if papers >= 20_000 else 2 if papers >= 1_000 else 1
        common = papers * _COMMON
        known = (frequency >= rare) & (frequency <= max(common, rare))
        known &= (there > 0) | (frequency > 1)
        self.frequency = frequency
        idf = np.log((1 + papers) / (1 + frequency)) + 1
        self.idf = np.where(known, idf, 0).astype(np.float32)
        self._tf = np.r_[0, 1 + np.log(np.arange(1, 256))].astype(np.float32)

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return tf-idf rows of length 1 for rows of counts (1 to 255)."""
        data = np.empty(len(counts.data), np.float32)
        for _, part, starts in parts_of(counts.indptr):
            some = self._tf[np.minimum(counts.data[part], 255).astype(np.uint8)]
            some *= self.idf[counts.indices[part]]
            data[part] = to_unit_length(some, starts)
        return sparse.csr_matrix(
            (data, counts.indices, counts.indptr), shape=counts.shape, copy=False
        )


def _counted(columns: NDArray[np.int32]) -> NDArray[np.int64]:
    """How often each term occurs; NumPy would make a copy of eight bytes each."""
    total = np.zeros(BUCKETS, np.int64)
    for start in range(0, len(columns), _COUNTED):
        total += np.bincount(columns[start : start + _COUNTED], minlength=BUCKETS)
    return total
