"""SQLite files used as caches: missing data is fetched again.

Only the user may read them. A file that is damaged, or of another format, is rebuilt.
The callers decide what the files hold, and what to do if a file cannot be used.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from readnext import sqlite
from readnext.private_files import make_file

_BESIDE = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Schema:
    """The statements that make the tables of a format, old ones dropped first."""

    tables: str
    format: int


@contextmanager
def opened(path: Path, schema: Schema, wait: float) -> Iterator[sqlite3.Connection]:
    """Open a file; uncommitted changes are rolled back.

    Raises OSError or sqlite3.DatabaseError if it cannot be used, after `wait` seconds
    if it is locked. A damaged file is deleted.
    """
    try:
        with closing(connect(path, schema, wait)) as connection:
            yield connection
    except sqlite3.DatabaseError as error:
        if sqlite.is_damage(error):
            with suppress(OSError):
                delete(path)
        raise


def connect(path: Path, schema: Schema, wait: float) -> sqlite3.Connection:
    """Connect to a file, which is created if it is missing or damaged."""
    try:
        return _connect_private(path, schema, wait)
    except sqlite3.DatabaseError as error:
        if not sqlite.is_damage(error):
            raise
    delete(path)
    return _connect_private(path, schema, wait)


def prepared(path: Path | str, schema: Schema, wait: float) -> sqlite3.Connection:
    """Connect to a file, or to ":memory:", with the tables of the schema."""
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
    with sqlite.closed_on_error(connection):
        if _format_of(connection) != schema.format:
            with sqlite.transaction(connection):
                if _format_of(connection) != schema.format:
                    sqlite.run_script(connection, schema.tables)
                    connection.execute(f"PRAGMA user_version = {schema.format}")
    return connection


def delete(path: Path) -> None:
    """Delete a file, and SQLite's journal files."""
    for name in (path.name, *(path.name + end for end in _BESIDE)):
        path.with_name(name).unlink(missing_ok=True)


def _connect_private(path: Path, schema: Schema, wait: float) -> sqlite3.Connection:
    make_file(path)
    return prepared(path, schema, wait)


def _format_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
