"""Figures of the rows of a sparse table, without a loop over them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.terms import WORDS

_ROWS = 1_000


def reduce_rows(
    ufunc: np.ufunc, data: NDArray[np.float32], starts: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Return one value a row, `ufunc` over its entries, 0 for an empty row.

    `data` (entries,) and `starts` (rows + 1,) are those of a CSR table.

    >>> reduce_rows(np.add, np.array([1, 2, 4], "f4"), np.array([0, 2, 2, 3])).tolist()
    [3.0, 0.0, 4.0]
    """
    values = np.zeros(len(starts) - 1, np.float32)
    filled = np.diff(starts) > 0
    if filled.any():
        values[filled] = ufunc.reduceat(data, starts[:-1][filled])
    return values


def weighted_sum(
    rows: sparse.csr_matrix, weights: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Return the sum of rows, each weighted, (columns,)."""
    return np.asarray(rows.T @ weights, np.float64).ravel()


def to_unit_length(
    data: NDArray[np.float32], starts: NDArray[np.integer]
) -> NDArray[np.float32]:
    """Return the entries with each row scaled to length 1; rows of zeros stay."""
    squares = reduce_rows(np.add, data**2, starts)
    squares[squares == 0] = 1
    lengths = np.repeat(np.sqrt(squares), np.diff(starts))
    return np.asarray(data / lengths, np.float32)


def word_norms(text: sparse.csr_matrix) -> NDArray[np.float32]:
    """Return the length of each row's part of single words, at least a little, (rows,).

    Cosines of single words alone are products with that part divided by it.
    """
    squares = np.empty(text.shape[0], np.float32)
    for rows, part, starts in parts_of(text.indptr):
        kept = text.indices[part] < WORDS
        words = np.where(kept, text.data[part], np.float32(0)) ** 2
        squares[rows] = reduce_rows(np.add, words, starts)
    return np.maximum(np.sqrt(squares), 1e-6)


def parts_of(
    starts: NDArray[np.integer],
) -> Iterator[tuple[slice, slice, NDArray[np.integer]]]:
    """Yield a thousand rows of a CSR table at a time: rows, entries, own `starts`.

    What is computed of a part stays in the processor's cache, and needs little memory.
    """
    for row in range(0, len(starts) - 1, _ROWS):
        own = starts[row : row + _ROWS + 1]
        yield slice(row, row + len(own) - 1), slice(own[0], own[-1]), own - own[0]


def only_words(text: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the part of single words of rows, scaled to length 1."""
    kept = text.indices < WORDS
    starts = np.r_[0, np.cumsum(kept)][text.indptr]
    data = to_unit_length(text.data[kept], starts)
    return sparse.csr_matrix((data, text.indices[kept], starts), shape=text.shape)
