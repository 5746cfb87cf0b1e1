"""The newest papers of a catalog that is too large to be ranked whole.

The features of two million papers do not fit into the memory of an ordinary computer.
Of such a catalog, the newest papers are candidates; the reader's own papers are kept
to learn from, whatever their age.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.shards import Columns
from readnext.catalog.table_rows import rows_of_tables


@dataclass(frozen=True, slots=True)
class Cut:
    """At most `most` papers: the newest whose dates, as YYYYMMDD, fit.

    Papers whose numbers are in `keep` are always included.
    """

    most: int
    fit: Callable[[NDArray[np.int32]], NDArray[np.bool_]]
    keep: Collection[int] = ()


def cut_down(tables: Sequence[Columns], gone: Collection[int], cut: Cut) -> Columns:
    """Return the papers of a cut out of shards, the oldest shard first.

    If several shards have a paper, the last one counts; papers that are `gone` are
    left out. Only what is selected is read from the disk.
    """
    numbers = np.concatenate([table.numbers for table in tables])
    date = np.concatenate([table.date for table in tables])
    live = live_rows(numbers, gone)
    fitting = live[cut.fit(date[live])]
    newest = fitting[np.argsort(-date[fitting], kind="stable")][: cut.most]
    kept = live[np.isin(numbers[live], list(cut.keep))]
    rows = np.union1d(newest, kept)
    ends = np.cumsum([len(table) for table in tables])
    parts = np.split(rows, np.searchsorted(rows, ends[:-1]))
    starts = np.r_[0, ends[:-1]]
    return Columns.join(
        [
            table.take(part - start)
            for table, part, start in zip(tables, parts, starts, strict=True)
        ]
    )


def join_live(tables: Sequence[Columns], gone: Collection[int]) -> Columns:
    """Return the last row of each number that is not gone, out of shards in order.

    Terms are not read.
    """
    numbers = np.concatenate([table.numbers for table in tables])
    rows = live_rows(numbers, gone)
    if len(rows) == len(numbers):
        return Columns.join(tables)
    return rows_of_tables(tables, rows)


def live_rows(numbers: NDArray[np.int64], gone: Collection[int]) -> NDArray[np.int64]:
    """Return the last row of each number that is not gone, by number."""
    newest, from_end = np.unique(numbers[::-1], return_index=True)
    rows = len(numbers) - 1 - from_end
    return np.asarray(rows[~np.isin(newest, list(gone))], np.int64)
