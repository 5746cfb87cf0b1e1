"""Rows of several tables as one table, copied once.

To join the tables first and to take the rows then copies a large catalog twice, for
the sake of the few papers that have a newer row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.shards import LISTS, PLAIN, RUN, TEXTS, Columns, NameLists
from readnext.catalog.term_rows import TermRows


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows of one table that follow each other: from `start` to before `stop`."""

    table: int
    start: int
    stop: int

    @property
    def rows(self) -> slice:
        return slice(self.start, self.stop)


def rows_of_tables(tables: Sequence[Columns], rows: NDArray[np.int64]) -> Columns:
    """Return some rows of several tables, numbered through all of them, as one table.

    Terms are not read. Fast where most rows follow each other.
    """
    sizes = [len(table) for table in tables]
    starts = np.cumsum([0, *sizes[:-1]])
    begins = np.flatnonzero((np.diff(rows, prepend=-2) != 1) | np.isin(rows, starts))
    if len(begins) * RUN >= len(rows):
        return Columns.join(tables).take(rows)
    runs = list(_runs(rows, begins, starts))
    parts: dict[str, Any] = {
        name: TermRows.join([getattr(table, name) for table in tables]).take(rows)
        for name in TEXTS
    }
    for name in LISTS:
        parts[name] = _lists([getattr(table, name) for table in tables], runs)
    for name in PLAIN:
        pieces = [getattr(tables[run.table], name)[run.rows] for run in runs]
        parts[name] = np.concatenate(pieces)
    return Columns(**parts)


def _runs(
    rows: NDArray[np.int64], begins: NDArray[np.int64], starts: NDArray[np.int64]
) -> Iterator[_Run]:
    """The runs of rows that begin at some places; a run lies in one table."""
    first = rows[begins]
    owners = np.searchsorted(starts, first, "right") - 1
    # An empty table starts where the next one does.
    places = first - starts[owners]
    lengths = np.diff(np.r_[begins, len(rows)])
    ends = places + lengths
    for run in zip(owners.tolist(), places.tolist(), ends.tolist(), strict=True):
        yield _Run(*run)


def _lists(parts: Sequence[NameLists], runs: Sequence[_Run]) -> NameLists:
    """The lists of the rows of some runs."""
    starts, names = [], []
    before = 0
    for run in runs:
        part = parts[run.table]
        own = part.starts[run.start : run.stop + 1]
        starts.append(own[:-1] + (before - own[0]))
        names.append(part.names[own[0] : own[-1]])
        before += len(names[-1])
    return NameLists(np.concatenate([*starts, [before]]), np.concatenate(names))
