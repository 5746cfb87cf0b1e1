"""Overlap of names: how much a paper's people or labs are those of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.shards import NameLists
from readnext.features.rows import reduce_rows, to_unit_length

_SMOOTH = 1e-4
_TABLE_BITS = 23  # of a hash: more would take more memory than they save time


@dataclass(frozen=True)
class NameTable:
    """Which of m names each of n papers bears.

    `hashes`: sorted hashes of the names, int64 (m,). `rows`: 0/1 float32 (n, m).
    `frequency`: papers a name is on, float64 (m,), 0 for names from elsewhere.
    `columns`: the column of each name where several names are of one thing, int64 (m,).
    """

    hashes: NDArray[np.int64]
    rows: sparse.csr_matrix
    frequency: NDArray[np.float64]
    columns: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, lists: NameLists, further: NameLists | None = None) -> NameTable:
        """Build the table of a catalog's names; `further` names get columns too."""
        hashes, columns = numbered(lists.names)
        if further is not None and len(further.names):
            known, hashes = hashes, _with_others(hashes, further.names)
            columns = np.searchsorted(hashes, known).astype(np.int32)[columns]
        rows = sparse.csr_matrix(
            (np.ones(len(columns), np.float32), columns, lists.starts),
            shape=(len(lists.starts) - 1, len(hashes)),
        )
        frequency = np.bincount(columns, minlength=len(hashes)).astype(np.float64)
        return cls(hashes, rows, frequency)

    def lookup(self, lists: NameLists) -> sparse.csr_matrix:
        """Return 0/1 rows for other papers' names; names unknown here are left out."""
        if not len(self.hashes):
            empty = np.zeros((len(lists.starts) - 1, 0), np.float32)
            return sparse.csr_matrix(empty)
        places = np.searchsorted(self.hashes, lists.names)
        places[places == len(self.hashes)] = 0
        known = self.hashes[places] == lists.names
        papers = np.repeat(np.arange(len(lists.starts) - 1), np.diff(lists.starts))
        columns = places if self.columns is None else self.columns[places]
        rows = sparse.csr_matrix(
            (np.ones(known.sum(), np.float32), (papers[known], columns[known])),
            shape=(len(lists.starts) - 1, len(self.hashes)),
        )
        rows.data[:] = 1  # where a row has several names of one thing
        return rows

    def united(self, names: NDArray[np.int64], others: NDArray[np.int64]) -> NameTable:
        """Return the table with each of `names` and its other name in one column.

        Both are hashes of this table, of which `others` are in no other pair's `names`.
        """
        columns = np.arange(len(self.hashes))
        places, targets = (np.searchsorted(self.hashes, x) for x in (others, names))
        columns[places] = targets
        rows = sparse.csr_matrix(
            (self.rows.data, columns[self.rows.indices], self.rows.indptr),
            shape=self.rows.shape,
            copy=True,
        )
        rows.sum_duplicates()
        rows.data[:] = 1
        counts = np.bincount(rows.indices, minlength=len(columns)).astype(np.float64)
        return NameTable(self.hashes, rows, counts, columns)

    def scaled(self, rows: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return rows weighted by rarity (idf) and scaled to length 1."""
        data = rows.data * self._rarity[rows.indices]
        data = to_unit_length(data, rows.indptr)
        return sparse.csr_matrix((data, rows.indices, rows.indptr), shape=rows.shape)

    @cached_property
    def _rarity(self) -> NDArray[np.float32]:
        """The weight of each name, idf, (m,)."""
        papers = self.rows.shape[0]
        weights = np.log((1 + papers) / (1 + np.maximum(self.frequency, 1))) + 1
        return np.asarray(weights, np.float32)

    def without(self, rows: NDArray[np.int64]) -> NameTable:
        """Return the table with frequencies that leave some papers out."""
        kept = self.frequency - np.asarray(self.rows[rows].sum(axis=0)).ravel()
        return NameTable(self.hashes, self.rows, kept, self.columns)

    def overlap(self, counts: NDArray[np.float64], n: int) -> NDArray[np.float32]:
        """Return the weight of each name for a reader with n papers, (m,).

        ln(1 + c) times the log of how much more common the name is with the reader
        than in the catalog: a rare name weighs more than a frequent one.
        """
        papers = max(self.rows.shape[0], 1)
        here = counts / max(n, 1) + _SMOOTH
        there = self.frequency / papers + _SMOOTH
        weights = np.log1p(counts) * np.maximum(0, np.log(here / there))
        return weights.astype(np.float32)

    def share(self, counts: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return how much of each name's work the reader has, (m,).

        ln(1 + c) / ln(1 + f) for c works of the reader and f papers of the catalog,
        one at least.
        """
        found = np.log1p(counts) / np.log1p(np.maximum(self.frequency, 1))
        return np.asarray(found, np.float32)


def numbered(
    names: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the different names, sorted, and the place of each name among them.

    Most names are the only one of those that begin with the same bits, so that a table
    by these finds their place; the few others are sought. To sort all names of a
    million papers takes four times as long.
    """
    bits = min(max(len(names).bit_length(), 1), _TABLE_BITS)
    buckets = (names >> (64 - bits)) + (1 << (bits - 1))
    table = np.full(1 << bits, -1, np.int32)
    table[buckets] = np.arange(len(names), dtype=np.int32)  # one name of each bucket
    others = names[table[buckets]] != names
    used = np.flatnonzero(table >= 0)
    found = names[table[used]]
    different = np.sort(np.concatenate((found, names[others])))
    begins = np.ones(len(different), np.bool_)
    begins[1:] = different[1:] != different[:-1]
    different = different[begins]
    table[used] = np.searchsorted(different, found)
    places = table[buckets]
    places[others] = np.searchsorted(different, names[others])
    return different, places


def _with_others(
    sorted_names: NDArray[np.int64], others: NDArray[np.int64]
) -> NDArray[np.int64]:
    """All names, sorted, each once; `union1d` would sort the first ones again."""
    others = np.unique(others)
    places = np.searchsorted(sorted_names, others)
    there = (
        sorted_names.take(places, mode="clip") == others
        if len(sorted_names)
        else places < 0
    )
    return np.insert(sorted_names, places[~there], others[~there])


def row_max(
    rows: sparse.csr_matrix, values: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the largest value among each row's columns, 0 for an empty row."""
    return reduce_rows(np.maximum, values[rows.indices], rows.indptr)
