"""Looking up rows by their hashes, in buckets that were checked against their sums."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from readnext.catalog.checksums import PARTS, SHIFT, integers, shares_of, totals
from readnext.sqlite import DamageError, snapshot

_CHUNK = 900  # hashes a query
# Buckets of this distance are read together, and of small catalogs, whose buckets have
# few rows, those of a distance of so many statements.
_NEAR, _SPARSE = 2, 200_000
_REST = (1 << SHIFT) - 1  # what the hashes of a bucket differ in


class Checked:
    """Buckets that fitted their sums, which this process need not read again.

    What is written later gets its sums by triggers. Damage that comes about while a
    process runs is found by the next one.
    """

    def __init__(self) -> None:
        self._buckets: defaultdict[str, set[int]] = defaultdict(set)

    def of(self, table: str) -> set[int]:
        """Return those of a table, to which others can be added."""
        return self._buckets[table]


def rows_of_hashes(
    db: sqlite3.Connection,
    table: str,
    hashes: Iterable[int],
    checked: Checked | None = None,
) -> Iterator[tuple[int, ...]]:
    """Yield the rows of a table with some hashes, sorted.

    Raises DamageError if their buckets do not fit their sums; those that are `checked`
    are not read.
    """
    known = (checked or Checked()).of(table)
    columns = ", ".join(PARTS[table].columns)
    wanted = sorted(set(hashes))
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(some))
        query = f"SELECT {columns} FROM {table} WHERE hash IN ({marks}) ORDER BY hash"
        with snapshot(db):
            buckets = dict.fromkeys(hash_ >> SHIFT for hash_ in some)
            known |= _checked(db, table, [one for one in buckets if one not in known])
            rows = db.execute(query, some).fetchall()
        yield from rows


def _checked(db: sqlite3.Connection, table: str, buckets: Sequence[int]) -> set[int]:
    """Check sorted buckets, and those between ones that are near each other."""
    if not buckets:
        return set()
    part = PARTS[table]
    query = (
        f"SELECT {', '.join(part.columns)} FROM {table} "
        "WHERE hash BETWEEN ? AND ? ORDER BY hash"
    )
    kept_query = (
        "SELECT bucket, checksum FROM checksums "
        "WHERE part = ? AND bucket BETWEEN ? AND ? AND checksum"
    )
    rows, kept, done = list[tuple[Any, ...]](), dict[int, int](), set[int]()
    statements = "SELECT coalesce(max(seq), 0) + 1 FROM statements"
    near = max(_NEAR, _SPARSE // db.execute(statements).fetchone()[0])
    for first, last in _spans(buckets, near):
        ends = first << SHIFT, (last << SHIFT) + _REST
        rows += db.execute(query, ends).fetchall()
        kept |= db.execute(kept_query, (part.number, first, last)).fetchall()
        done.update(range(first, last + 1))
    if _sums(table, rows) != kept:
        raise DamageError(f"rows of {table} do not fit their checksum")
    return done


def _spans(buckets: Sequence[int], near: int) -> Iterator[tuple[int, int]]:
    """The first and the last of sorted buckets that are near each other."""
    edges = [n for n, (a, b) in enumerate(pairwise(buckets), 1) if b - a > near]
    for start, end in pairwise((0, *edges, len(buckets))):
        if end > start:
            yield buckets[start], buckets[end - 1]


def _sums(table: str, rows: Sequence[tuple[Any, ...]]) -> dict[int, int]:
    """The sums of rows by their buckets, but for those that are 0."""
    if not rows:
        return {}
    try:
        values = integers(rows)
    except TypeError as error:
        raise DamageError(f"a row of {table} is damaged") from error
    found = totals(values[:, 0] >> SHIFT, shares_of(values.T))
    return {bucket: total for bucket, total in found.items() if total}
