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


class TermWeights:
    """The weight of each term in a catalog: tf-idf with sublinear counts.

    Terms in fewer than `rare` papers or in more than half of all papers say nothing
    and get weight 0. Formula: (1 + ln tf) * (ln((1 + N) / (1 + df)) + 1),
    rows scaled to length 1 (Manning et al., 2008, 6.4). `frequency`: how many papers
    and records beside have each term, `there`: whether a paper has it,
    (BUCKETS,); `papers`: how many were counted.
    """

    def __init__(
        self, counted: NDArray[np.int64], papers: int, beside: NDArray[np.int32]
    ) -> None:
        """Weigh the terms of so many papers, records `beside` among them.

        `counted`: how many papers of the catalog have each term, (BUCKETS,); `beside`:
        the terms of records.
        A term of one record that no paper has says nothing.
        """
        frequency = counted + np.bincount(beside, minlength=BUCKETS)
        rare = 5 if papers >= 20_000 else 2 if papers >= 1_000 else 1
        common = papers * _COMMON
        known = (frequency >= rare) & (frequency <= max(common, rare))
        self.there = counted > 0
        known &= self.there | (frequency > 1)
        self.frequency = frequency
        self.papers = papers
        idf = np.log((1 + papers) / (1 + frequency)) + 1
        self.idf = np.where(known, idf, 0).astype(np.float32)
        self._tf = np.r_[0, 1 + np.log(np.arange(1, 256))].astype(np.float32)

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return tf-idf rows of length 1 for rows of counts (1 to 255)."""
        data = np.empty(len(counts.data), np.float32)
        for _, part, starts in parts_of(counts.indptr):
            # Clipping spares NumPy the check of each index.
            some = self._tf.take(counts.data[part], mode="clip")
            some *= self.idf.take(counts.indices[part], mode="clip")
            data[part] = to_unit_length(some, starts)
        return sparse.csr_matrix(
            (data, counts.indices, counts.indptr), shape=counts.shape, copy=False
        )
