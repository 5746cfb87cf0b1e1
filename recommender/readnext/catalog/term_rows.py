"""Term counts of papers that are rows of several parts, in memory or in files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.terms import BUCKETS

_BLOCK = 4_096  # rows read at a time
_COUNTED = 60_000  # papers counted at a time, few enough for 16 bits


class Part(Protocol):
    """The counts of some papers, uint8 (papers, BUCKETS)."""

    @property
    def papers(self) -> int:
        """How many there are."""

    def starts(self) -> NDArray[np.integer]:
        """Return where the terms of each paper begin, and the last end: (papers + 1,).

        Raises an error if the counts cannot be read.
        """

    def take(self, rows: NDArray[np.int64]) -> sparse.csr_matrix:
        """Return the counts of some papers."""


@dataclass(frozen=True, slots=True)
class InMemory:
    """Counts that are in memory."""

    counts: sparse.csr_matrix

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return int(self.counts.shape[0])

    def starts(self) -> NDArray[np.integer]:
        """Return where the terms of each paper begin, and the last end."""
        return self.counts.indptr

    def take(self, rows: NDArray[np.int64]) -> sparse.csr_matrix:
        """Return the counts of some papers."""
        return rows_of(self.counts, rows)


@dataclass(frozen=True, slots=True)
class TermRows:
    """Term counts of n papers: rows of several parts.

    `places`: where the row of each paper is among those of all parts, int64 (n,).
    """

    parts: tuple[Part, ...]
    places: NDArray[np.int64]

    @classmethod
    def of(cls, counts: sparse.csr_matrix) -> TermRows:
        """Take counts that are in memory, uint8 (n, BUCKETS)."""
        return cls.all([InMemory(counts)])

    @classmethod
    def all(cls, parts: Sequence[Part]) -> TermRows:
        """Take all rows of some parts."""
        return cls(tuple(parts), np.arange(sum(part.papers for part in parts)))

    @classmethod
    def join(cls, tables: Sequence[TermRows]) -> TermRows:
        """Return the rows of several tables as one; nothing is read."""
        sizes = [sum(part.papers for part in table.parts) for table in tables]
        starts = np.cumsum([0, *sizes[:-1]])
        places = [one.places + start for one, start in zip(tables, starts, strict=True)]
        parts = tuple(part for table in tables for part in table.parts)
        return cls(parts, np.concatenate(places))

    def __len__(self) -> int:
        return len(self.places)

    def take(self, rows: NDArray[np.int64]) -> TermRows:
        """Return some of the rows; nothing is read."""
        return TermRows(self.parts, self.places[rows])

    def __getitem__(self, rows: NDArray[np.int64]) -> sparse.csr_matrix:
        """Read some of the rows, uint8 (rows, BUCKETS)."""
        owners, places = self._owners(rows)
        used: list[int] = np.unique(owners).tolist()
        if not used:
            empty = np.zeros(0, np.uint8), np.zeros(0, np.int32), np.zeros(1, np.int32)
            return sparse.csr_matrix(empty, shape=(0, BUCKETS))
        if len(used) == 1:
            return self.parts[used[0]].take(places)
        pieces = [self.parts[owner].take(places[owners == owner]) for owner in used]
        return in_order(stacked(pieces), np.argsort(owners, kind="stable"))

    def check(self) -> None:
        """Raise the error of a part that cannot be read, if there is one."""
        for part in self.parts:
            part.starts()

    def sizes(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return how many terms some of the rows have, (rows,)."""
        owners, places = self._owners(rows)
        found = np.zeros(len(places), np.int64)
        for owner in np.unique(owners).tolist():
            mine = owners == owner
            starts = self.parts[owner].starts()
            found[mine] = starts[places[mine] + 1] - starts[places[mine]]
        return found

    def blocks(self) -> Iterator[tuple[NDArray[np.int64], sparse.csr_matrix]]:
        """Yield all rows, some at a time: their numbers, and the counts."""
        for start in range(0, len(self), _BLOCK):
            rows = np.arange(start, min(start + _BLOCK, len(self)))
            yield rows, self[rows]

    def whole(self) -> sparse.csr_matrix:
        """Read all rows, uint8 (n, BUCKETS)."""
        return self[np.arange(len(self))]

    def frequency(self) -> NDArray[np.int64]:
        """Return how many of the rows have each term, (BUCKETS,)."""
        total = np.zeros(BUCKETS, np.int32)
        used = np.zeros(sum(part.papers for part in self.parts), np.bool_)
        used[self.places] = True
        start = 0
        for part in self.parts:
            _add_some(total, part, used[start : start + part.papers])
            start += part.papers
        return total.astype(np.int64)

    def _owners(
        self, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The part that has each row, and the row's place there."""
        places = self.places[rows]
        ends = np.cumsum([part.papers for part in self.parts], dtype=np.int64)
        owners = np.searchsorted(ends, places, "right")
        starts = np.r_[0, ends[:-1]] if len(ends) else ends
        return owners, places - starts[owners]


def rows_of(table: sparse.csr_matrix, rows: NDArray[np.int64]) -> sparse.csr_matrix:
    """Return some rows of a table; of those that follow each other, no copy is made."""
    wanted: NDArray[np.int64] | slice = rows
    if len(rows) and (rows == np.arange(rows[0], rows[0] + len(rows))).all():
        wanted = slice(int(rows[0]), int(rows[0]) + len(rows))
    found: sparse.csr_matrix = table[wanted]
    return found


def stacked(parts: Sequence[sparse.csr_matrix]) -> sparse.csr_matrix:
    """Stack count matrices; scipy would check and copy twice."""
    sizes = np.concatenate([np.diff(part.indptr) for part in parts])
    return sparse.csr_matrix(
        (
            np.concatenate([part.data for part in parts]),
            np.concatenate([part.indices for part in parts]),
            np.r_[0, np.cumsum(sizes)],
        ),
        shape=(len(sizes), BUCKETS),
        copy=False,
    )


def in_order(counts: sparse.csr_matrix, order: NDArray[np.int64]) -> sparse.csr_matrix:
    """Return rows that are in some order, `order` of the wanted one, in that one."""
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    found: sparse.csr_matrix = counts[back]
    return found


def frequency_of(counts: sparse.csr_matrix) -> NDArray[np.int64]:
    """Return how many of some papers have each term, (BUCKETS,)."""
    total = np.zeros(BUCKETS, np.int32)
    _add_all(total, counts)
    return total.astype(np.int64)


def _add_all(total: NDArray[np.int32], counts: sparse.csr_matrix) -> None:
    """Add how many of some papers have each term.

    As a product of few bytes each: NumPy would first make a copy of eight bytes each.
    """
    for start in range(0, counts.shape[0], _COUNTED):
        starts = counts.indptr[start : start + _COUNTED + 1]
        columns = counts.indices[starts[0] : starts[-1]]
        papers = np.ones(len(starts) - 1, np.uint16)
        ones = np.ones(len(columns), np.uint16)
        having = sparse.csc_matrix(
            (ones, columns, starts - starts[0]), (BUCKETS, len(papers)), copy=False
        )
        total += np.asarray(having @ papers, np.uint16)


def _add_some(total: NDArray[np.int32], part: Part, wanted: NDArray[np.bool_]) -> None:
    """Add how many of some papers of a part have each term."""
    if isinstance(part, InMemory):
        _add_all(total, part.counts)
        if len(rest := np.flatnonzero(~wanted)):
            np.subtract.at(total, part.take(rest).indices, 1)
        return
    rows = np.flatnonzero(wanted)
    for start in range(0, len(rows), _BLOCK):
        _add_all(total, part.take(rows[start : start + _BLOCK]))
