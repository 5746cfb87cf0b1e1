"""Which tables of a catalog are damaged, apart from the records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from readnext.catalog.checksums import (
    SMALL_TABLES,
    check_crcs,
    check_small,
    check_table,
    crc_of,
)
from readnext.paper import Problem

# Columns of which each row has a checksum.
_WITH_CRC = {
    "also": ("id", "source"),
    "lines": ("source", "version", "digests"),
    "names": ("name",),
}
# What cannot be computed from the records, and all.
NOT_COMPUTED = ("sources", "arrivals", "also")
ALL = (
    *NOT_COMPUTED,
    "shards",
    "gone",
    "lines",
    "names",
    "aliases",
    "blocks",
    "statements",
)


def damaged_tables(
    db: sqlite3.Connection, folder: Path, tables: Iterable[str]
) -> Iterator[Problem]:
    """Yield a problem for each of some tables that is damaged.

    Older formats have no checksums, so that nothing can be said of them.
    """
    for table in tables if _has_checksums(db) else ():
        try:
            _check(db, table)
        except sqlite3.DatabaseError as error:
            yield Problem(f"{folder}: {table}", str(error))


def check_tables(db: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Raise DamageError if one of some tables is damaged."""
    for table in tables:
        _check(db, table)


def complete(table: str, row: dict[str, Any]) -> bool:
    """Add the checksum that a row of an older format lacks; False if it is wrong."""
    if table not in _WITH_CRC:
        return True
    crc = crc_of(*(row.get(name) for name in _WITH_CRC[table]))
    return bool(row.setdefault("crc", crc) == crc)


def _has_checksums(db: sqlite3.Connection) -> bool:
    try:
        return bool(db.execute("PRAGMA table_info(checksums)").fetchall())
    except sqlite3.DatabaseError:
        return False


def _check(db: sqlite3.Connection, table: str) -> None:
    if table in SMALL_TABLES:
        check_small(db, (table,))
        return
    if table != "lines":
        check_table(db, table)
    if table in _WITH_CRC:
        check_crcs(db, table, ", ".join(_WITH_CRC[table]))
