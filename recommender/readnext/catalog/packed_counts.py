"""Term counts as a shard keeps them: few bytes for each term.

A column is a number of 21 bits, of which the lower 16 are kept for each term. The upper
five number a block of columns; how many terms of a paper are in each block tells them.
Of papers with few terms each, as titles have, whole columns are kept, in three bytes.
Most terms occur once in a paper, so that only the counts of others are kept.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.terms import BUCKETS

_WIDTH = 2**16  # columns of a block
_BYTES = 3  # of a whole column
BLOCKS = BUCKETS // _WIDTH


class PackedCounts(NamedTuple):
    """The term counts of n papers, t terms in all, of which r occur more than once.

    `columns`: the places of the terms in their blocks, uint16 (t,), paper by paper and
    block by block; or all of their columns, uint8 (t, 3), the lowest byte first.
    `blocks`: how many terms of each paper are in each block, (n, BLOCKS); or how many
    it has, (n, 1). `repeated`: of each term that occurs more than once, how many terms
    it comes after the one before of that paper, or after the first term of the paper,
    and its count, (r, 2). `repeats`: how many such terms each paper has, (n,).
    """

    columns: NDArray[np.unsignedinteger[Any]]
    blocks: NDArray[np.unsignedinteger[Any]]
    repeated: NDArray[np.unsignedinteger[Any]]
    repeats: NDArray[np.unsignedinteger[Any]]

    @classmethod
    def of(cls, counts: sparse.csr_matrix) -> PackedCounts:
        """Pack counts, uint8 (n, BUCKETS), whose columns are in order."""
        papers = counts.shape[0]
        owners = np.repeat(np.arange(papers), np.diff(counts.indptr))
        where = np.flatnonzero(counts.data > 1)
        repeats = np.bincount(owners[where], minlength=papers)
        firsts = counts.indptr[owners[where]]
        # The first of each paper counts from the start of the paper.
        new = np.diff(owners[where], prepend=-1) != 0
        steps = np.where(new, where - firsts, np.diff(where, prepend=0))
        return cls(
            *_split(counts.indices, owners, papers),
            smallest(np.stack([steps, counts.data[where]], axis=1)),
            smallest(repeats),
        )

    def unpack(self) -> sparse.csr_matrix:
        """Return the counts, uint8 (n, BUCKETS).

        Raises ValueError or IndexError if the parts do not fit each other.
        """
        starts = ends_of(sizes_of(self.blocks))
        columns = self._joined().view("<i4").ravel().astype(np.int32, copy=False)
        if len(columns) != starts[-1]:
            raise ValueError(f"{len(columns)} terms in the place of {starts[-1]}")
        data = np.ones(len(columns), np.uint8)
        data[self._places(starts)] = self.repeated[:, 1]
        counts = sparse.csr_matrix(
            (data, columns, starts.astype(np.int32)),
            shape=(len(self.blocks), BUCKETS),
            copy=False,
        )
        counts.has_sorted_indices = True
        return counts

    def _joined(self) -> np.ndarray:
        """The columns as parts of numbers of four bytes, the lowest first."""
        if self.columns.ndim > 1:
            if (self.columns[:, -1] >= BLOCKS).any():
                raise ValueError("a column is beyond the last one")
            padded = np.zeros((len(self.columns), _BYTES + 1), np.uint8)
            padded[:, :_BYTES] = self.columns
            return padded
        halves = np.empty((len(self.columns), 2), "<u2")
        halves[:, 0] = self.columns
        upper = np.tile(np.arange(BLOCKS, dtype="<u2"), len(self.blocks))
        halves[:, 1] = np.repeat(upper, self.blocks.ravel())
        return halves

    def _places(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the terms are that occur more than once."""
        sums = ends_of(self.repeated[:, 0])
        before = sums[ends_of(self.repeats)[:-1]]
        return sums[1:] + np.repeat(starts[:-1] - before, self.repeats)


def _split(
    columns: NDArray[np.int32], owners: NDArray[np.int64], papers: int
) -> tuple[NDArray[np.unsignedinteger[Any]], NDArray[np.unsignedinteger[Any]]]:
    """Columns as they are kept, and the blocks of the papers that own them."""
    if len(columns) < BLOCKS * papers:
        whole = columns.astype("<i4").view(np.uint8).reshape(-1, 4)
        sizes = np.bincount(owners, minlength=papers)
        return whole[:, :_BYTES].copy(), smallest(sizes.reshape(papers, 1))
    places = owners * BLOCKS + columns // _WIDTH
    blocks = np.bincount(places, minlength=papers * BLOCKS)
    kept = (columns % _WIDTH).astype(np.uint16)
    return kept, smallest(blocks.reshape(papers, BLOCKS))


def sizes_of(blocks: NDArray[np.unsignedinteger[Any]]) -> NDArray[np.int64]:
    """Return how many terms each paper has, from how many are in each block, (n,)."""
    return np.asarray(blocks.sum(axis=1, dtype=np.int64))


def ends_of(sizes: NDArray[Any]) -> NDArray[np.int64]:
    """Return where each of some parts begins, and where the last one ends, (n + 1,)."""
    ends = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=ends[1:])
    return ends


def smallest(numbers: NDArray[Any]) -> NDArray[np.unsignedinteger[Any]]:
    """Return natural numbers in the smallest type that holds them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))
