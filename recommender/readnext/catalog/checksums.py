"""Checksums of the rows of a catalog: a damaged one is found before it is used.

SQLite notices damage to the structure of its pages, not to what they hold. So the rows
of each table that is read in part are divided into buckets, and those of a bucket are
summed up. Triggers keep the sums, which no writer can forget; whoever reads a row reads
its bucket. A sum counts numbers and hashes only: texts have a checksum in a column.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from readnext.sqlite import DamageError, snapshot

TABLES = """
-- Every paper that has statements, and the sum of those.
CREATE TABLE papers (number INTEGER PRIMARY KEY, checksum INTEGER NOT NULL);
-- The sums of the rows of other tables, see readnext.catalog.checksums.
CREATE TABLE checksums (
    part INTEGER NOT NULL, bucket INTEGER NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (part, bucket)
) WITHOUT ROWID;
"""
_SMALL = 0  # the part of the tables that are summed up as a whole
SMALL_TABLES = ("sources", "shards", "arrivals")
SHIFT = 48  # of a hash to its bucket, so that there are 65,536
_MASK = (1 << 48) - 1  # bits of a value that count, so that a sum has less than 63
_WEIGHTS = (1, 1021, 1367, 1531, 1787, 2039)


class _Part(NamedTuple):
    """A table whose rows are summed up by buckets."""

    number: int
    bucket: str  # a column, or "" for one that has all rows
    columns: tuple[str, ...]  # or what is computed of one
    hashed: bool = False  # whether the bucket is the beginning of a hash


_BLOCK = ("hash", "number", "year", "initials", "size", "people")
PARTS = {
    "aliases": _Part(1, "hash", ("hash", "number"), hashed=True),
    "blocks": _Part(2, "hash", _BLOCK, hashed=True),
    "gone": _Part(3, "", ("number",)),
    "names": _Part(4, "kind", ("hash", f"hash >> {SHIFT}", "crc")),
    "also": _Part(5, "", ("source", "crc")),
    "statements": _Part(6, "source", ("number", "seq")),
}
_OF_PAPER = ("digest", "seq", "source")  # of each statement


def row_sum(values: Iterable[int]) -> int:
    """Return the share of a row in the sum of its bucket.

    Raises TypeError if a value is not an integer.
    """
    weighed = zip(values, _WEIGHTS, strict=False)
    return sum((value & _MASK) * weight for value, weight in weighed)


def integers(rows: Sequence[tuple[int, ...]]) -> NDArray[np.int64]:
    """Return rows as an array. Raises TypeError if a value is not an integer."""
    flat = array("q", chain.from_iterable(rows))
    return np.array(flat, np.int64).reshape(len(rows), -1)


def shares_of(columns: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return the `row_sum` of rows by their columns."""
    weighed = zip(columns, _WEIGHTS, strict=False)
    return np.asarray(sum((column & _MASK) * weight for column, weight in weighed))


def totals(buckets: NDArray[np.int64], shares: NDArray[np.int64]) -> dict[int, int]:
    """Return the sums of buckets by their rows, which are sorted by buckets."""
    starts = np.flatnonzero(np.r_[True, np.diff(buckets) != 0])
    sums = np.bitwise_xor.reduceat(shares, starts)
    return dict(zip(buckets[starts].tolist(), sums.tolist(), strict=True))


def crc_of(*values: object) -> int:
    """Return the checksum of texts, numbers and bytes, in this order."""
    total = 0
    for value in values:
        text = f"{value!r};"
        data = text.encode("utf-8", "surrogatepass")
        total = crc32(value if isinstance(value, bytes) else data, total)
    return total


# --------------------------------------------------------------------- triggers
def triggers() -> Iterator[str]:
    """Yield the statements that create the triggers by which the sums are kept."""
    for table, part in PARTS.items():
        new, old = _bucket_changed(part, "new."), _bucket_changed(part, "old.")
        if table == "statements":
            new, old = new + _paper_changed("new."), old + _paper_changed("old.")
            yield _trigger(table, "UPDATE", old + new)
        yield _trigger(table, "INSERT", new)
        yield _trigger(table, "DELETE", old)


def _trigger(table: str, event: str, actions: Sequence[str]) -> str:
    name = f"{table}_{event.lower()}"
    body = "".join(f"{action}; " for action in actions)
    return f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {body}END"


def _bucket_changed(part: _Part, row: str) -> list[str]:
    """Add a row to the sum of its bucket, or take it out: the operation is the same."""
    bucket = f"{row}{part.bucket}" if part.bucket else "0"
    if part.hashed:
        bucket += f" >> {SHIFT}"
    return [
        f"INSERT INTO checksums VALUES ({part.number}, {bucket}, "
        f"{_share(part.columns, row)}) "
        f"ON CONFLICT (part, bucket) DO UPDATE SET checksum = {XOR}"
    ]


def _paper_changed(row: str) -> list[str]:
    """Add a statement to the sum of its paper, or take it out."""
    return [
        f"INSERT INTO papers VALUES ({row}number, {_share(_OF_PAPER, row)}) "
        f"ON CONFLICT (number) DO UPDATE SET checksum = {XOR}",
        f"DELETE FROM papers WHERE number = {row}number "
        f"AND NOT EXISTS (SELECT 1 FROM statements WHERE number = {row}number)",
    ]


# SQLite has no exclusive or; and integers that overflow become inexact there.
XOR = "(checksum | excluded.checksum) - (checksum & excluded.checksum)"


def _share(columns: Sequence[str], row: str) -> str:
    weighed = zip(columns, _WEIGHTS, strict=False)
    return " + ".join(f"({row}{name} & {_MASK}) * {by}" for name, by in weighed)


# ---------------------------------------------------------------------- reading
def rows_of(
    db: sqlite3.Connection, table: str, columns: str, bucket: int = 0
) -> list[tuple[Any, ...]]:
    """Return columns of the rows of a bucket that is a kind, a source or the table.

    Raises DamageError if the rows do not fit their sum.
    """
    part = PARTS[table]
    own = ", ".join(part.columns)
    where = f"WHERE {part.bucket} = ?" if part.bucket else "WHERE 0 = ?"
    with snapshot(db):
        query = f"SELECT {own}, {columns} FROM {table} {where}"
        rows = db.execute(query, (bucket,)).fetchall()
        _compare(db, table, {bucket: _sum(table, rows)})
    return [row[len(part.columns) :] for row in rows]


def _sum(table: str, rows: Iterable[Sequence[Any]]) -> int:
    total, size = 0, len(PARTS[table].columns)
    try:
        for row in rows:
            total ^= row_sum(row[:size])
    except TypeError as error:
        raise DamageError(f"a row of {table} is damaged") from error
    return total


def _compare(db: sqlite3.Connection, table: str, found: dict[int, int]) -> None:
    marks = ",".join("?" * len(found))
    query = (
        f"SELECT bucket, checksum FROM checksums WHERE part = ? AND bucket IN ({marks})"
    )
    kept = dict(db.execute(query, (PARTS[table].number, *found)).fetchall())
    if any(kept.get(bucket, 0) != total for bucket, total in found.items()):
        raise DamageError(f"rows of {table} do not fit their checksum")


def check_table(db: sqlite3.Connection, table: str) -> None:
    """Raise DamageError if any rows of a table do not fit their sums."""
    part = PARTS[table]
    bucket = part.bucket or "0"
    if part.hashed:
        bucket += f" >> {SHIFT}"
    with snapshot(db):
        sums = dict[int, int]()
        query = f"SELECT {bucket}, {', '.join(part.columns)} FROM {table}"
        for own, *values in db.execute(query):
            sums[own] = sums.get(own, 0) ^ _sum(table, [values])
        query = "SELECT bucket, checksum FROM checksums WHERE part = ? AND checksum"
        kept = dict(db.execute(query, (part.number,)).fetchall())
    if kept != {own: total for own, total in sums.items() if total}:
        raise DamageError(f"rows of {table} do not fit their checksum")


def check_crcs(db: sqlite3.Connection, table: str, columns: str) -> None:
    """Raise DamageError if the columns of a row do not fit the checksum beside them."""
    for *values, crc in db.execute(f"SELECT {columns}, crc FROM {table}"):
        if crc_of(*values) != crc:
            raise DamageError(f"a row of {table} does not fit its checksum")


def paper_sum(digest: int, seq: int, source: int) -> int:
    """Return the share of a statement in the sum of its paper."""
    return row_sum((digest, seq, source))


# ----------------------------------------------------------------- small tables
def seal(db: sqlite3.Connection) -> None:
    """Record the checksums of the small tables, at the end of a transaction."""
    for place, table in enumerate(SMALL_TABLES):
        db.execute(
            "INSERT INTO checksums VALUES (?, ?, ?) "
            "ON CONFLICT (part, bucket) DO UPDATE SET checksum = excluded.checksum "
            "WHERE checksum != excluded.checksum",
            (_SMALL, place, _crc_of_table(db, table)),
        )


def check_small(db: sqlite3.Connection, tables: Collection[str] = SMALL_TABLES) -> None:
    """Raise DamageError if small tables do not fit their checksums."""
    query = "SELECT checksum FROM checksums WHERE part = ? AND bucket = ?"
    with snapshot(db):
        for place, table in enumerate(SMALL_TABLES):
            if table in tables:
                kept = db.execute(query, (_SMALL, place)).fetchone()
                if kept != (_crc_of_table(db, table),):
                    raise DamageError(f"{table} do not fit their checksum")


def _crc_of_table(db: sqlite3.Connection, table: str) -> int:
    return crc_of(*map(tuple, db.execute(f"SELECT * FROM {table} ORDER BY 1")))
