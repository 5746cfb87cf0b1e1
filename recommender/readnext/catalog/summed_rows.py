"""Inserting many rows together with the sums of their buckets.

The triggers that keep the sums take five times as long as the rows themselves. So they
are left out where many rows are inserted, and the same sums are added here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.checksums import PARTS, SHIFT, XOR, integers, shares_of, totals

_MANY = 1_000  # rows for which it pays

# Of a statement: its id, the number of its paper, its source, digest and packed record.
Statement = tuple[str, int, int, int, bytes]


def insert_hashed(
    db: sqlite3.Connection, table: str, rows: Sequence[tuple[int, ...]]
) -> None:
    """Insert sorted rows with a hash that a table does not have, in a transaction."""
    marks = ", ".join("?" * len(PARTS[table].columns))
    with _inserting(db, table, rows) as many:
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        if many:
            values = integers(rows)
            _add(db, table, totals(values[:, 0] >> SHIFT, shares_of(values.T)))


def insert_names(
    db: sqlite3.Connection, kind: int, rows: Sequence[tuple[int, str, int]]
) -> None:
    """Insert hashes of a kind that `names` does not have, each with name and CRC."""
    with _inserting(db, "names", rows) as many:
        db.executemany(f"INSERT INTO names VALUES ({kind}, ?, ?, ?)", rows)
        if many:
            hashes, crcs = integers([(hash_, crc) for hash_, _, crc in rows]).T
            shares = shares_of([hashes, hashes >> SHIFT, crcs])
            _add(db, "names", {kind: int(np.bitwise_xor.reduce(shares))})


def insert_statements(db: sqlite3.Connection, rows: Sequence[Statement]) -> None:
    """Insert statements of one source."""
    query = "SELECT coalesce(max(seq), 0) + 1 FROM statements"
    first = int(db.execute(query).fetchone()[0])
    with _inserting(db, "statements", rows) as many:
        db.executemany(
            "INSERT INTO statements (seq, id, number, source, digest, record) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            ((seq, *row) for seq, row in enumerate(rows, first)),
        )
        if many:
            values = [(n, source, digest) for _, n, source, digest, _ in rows]
            numbers, sources, digests = integers(values).T
            seqs = np.arange(first, first + len(rows))
            shares = shares_of([numbers, seqs])
            _add(db, "statements", {rows[0][2]: int(np.bitwise_xor.reduce(shares))})
            _add_to_papers(db, numbers, shares_of([digests, seqs, sources]))


def _add_to_papers(
    db: sqlite3.Connection, numbers: NDArray[np.int64], shares: NDArray[np.int64]
) -> None:
    order = np.argsort(numbers, kind="stable")
    db.executemany(
        "INSERT INTO papers VALUES (?, ?) "
        f"ON CONFLICT (number) DO UPDATE SET checksum = {XOR}",
        totals(numbers[order], shares[order]).items(),
    )


def _add(db: sqlite3.Connection, table: str, sums: dict[int, int]) -> None:
    """Add rows to the sums of their buckets."""
    db.executemany(
        f"INSERT INTO checksums VALUES ({PARTS[table].number}, ?, ?) "
        f"ON CONFLICT (part, bucket) DO UPDATE SET checksum = {XOR}",
        sums.items(),
    )


@contextmanager
def _inserting(
    db: sqlite3.Connection, table: str, rows: Sequence[object]
) -> Iterator[bool]:
    """Tell whether rows are so many that they are inserted without the trigger.

    An exception leaves the trigger away: the transaction is to be rolled back.
    """
    if len(rows) < _MANY:
        yield False
        return
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
    trigger = f"{table}_insert"
    (sql,) = db.execute(query, (trigger,)).fetchone()
    db.execute(f"DROP TRIGGER {trigger}")
    yield True
    db.execute(sql)
