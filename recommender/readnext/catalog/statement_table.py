"""Writing the statements of a catalog to its database."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from readnext.catalog.checksums import crc_of
from readnext.catalog.schema import select_in
from readnext.catalog.serialize import digest_of
from readnext.catalog.summed_rows import insert_statements
from readnext.sqlite import DamageError

# The id of a statement, the number of its paper, and what it states: as text, and as
# `pack` returns it.
Row = tuple[str, int, str, bytes]


def add_sources(db: sqlite3.Connection, source: int, ids: Iterable[str]) -> None:
    """Record that a source has statements which another one gave first."""
    db.executemany(
        "INSERT OR IGNORE INTO also "
        "SELECT id, ?1, ?3 FROM statements WHERE id = ?2 AND source != ?1",
        ((source, id_, crc_of(id_, source)) for id_ in ids),
    )


def further_ids(db: sqlite3.Connection, source: int, ids: Collection[str]) -> set[str]:
    """Return which statements a source has that another one gave first.

    Raises DamageError.
    """
    query = f"SELECT id, crc FROM also WHERE source = {source:d} AND id IN ({{}})"
    rows = dict(select_in(db, query, ids))
    if any(crc_of(id_, source) != crc for id_, crc in rows.items()):
        raise DamageError("a row of also does not fit its checksum")
    return set(rows)


def delete(db: sqlite3.Connection, ids: Collection[str]) -> None:
    """Delete statements by id."""
    db.executemany("DELETE FROM statements WHERE id = ?", ((i,) for i in ids))
    db.executemany("DELETE FROM also WHERE id = ?", ((i,) for i in ids))


def insert(db: sqlite3.Connection, source: int, rows: Iterable[Row]) -> None:
    """Insert new statements of a source."""
    insert_statements(
        db,
        [
            (id_, number, source, digest_of(number, record), packed)
            for id_, number, record, packed in rows
        ],
    )


def update(db: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Replace what statements state, and the numbers of their papers."""
    db.executemany(
        "UPDATE statements SET number = ?, digest = ?, record = ? WHERE id = ?",
        (
            (number, digest_of(number, record), packed, id_)
            for id_, number, record, packed in rows
        ),
    )


def set_hidden(
    db: sqlite3.Connection, hidden: Iterable[int], visible: Iterable[int]
) -> None:
    """Hide the papers of some numbers, and show those of others again."""
    db.executemany("DELETE FROM gone WHERE number = ?", ((n,) for n in visible))
    db.executemany(
        "INSERT OR IGNORE INTO gone VALUES (?)", ((n,) for n in sorted(hidden))
    )
