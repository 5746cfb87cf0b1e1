"""Limits for a database that someone else may have made.

A SQLite file holds statements, too: views, triggers and generated columns, which run
when a table is read (https://www.sqlite.org/security.html). Tables can be made so that
few pages join to any number of rows. A database gets as many rows, characters and
seconds as a library of its size can need.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

LARGEST = 4 << 30  # bytes of a database
_MAX_VALUE = 16 << 20  # bytes of one value
_SECONDS, _BYTES_PER_SECOND = 4.0, 4_000_000
_ROWS, _BYTES_PER_ROW = 100_000, 8
_CHARACTERS, _CHARACTERS_PER_BYTE = 32_000_000, 4
_STEPS = 10_000  # of SQLite's machine between two looks at the clock
# The record with the name of a super-journal ends in this (pager.c of SQLite).
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_LONGEST_NAME = 4096


class Excessive(sqlite3.OperationalError):
    """A database that needs more than a library of its size can need."""


def guard(connection: sqlite3.Connection, size: int) -> None:
    """Limit what a database of so many bytes may do and need."""
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA query_only = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    # Processor time: a busy machine is no fault of the database.
    end = time.process_time() + _SECONDS + size / _BYTES_PER_SECOND
    connection.set_progress_handler(lambda: time.process_time() > end, _STEPS)


def check_schema(connection: sqlite3.Connection, tables: Sequence[str]) -> None:
    """Raise Excessive if one of these is no ordinary table, but e.g. a view."""
    kinds = connection.execute("SELECT name, type, sql FROM sqlite_master")
    for name, kind, statement in kinds:
        plain = (
            kind == "table" and " virtual " not in f" {str(statement)[:40]} ".lower()
        )
        if name in tables and kind not in ("index", "trigger") and not plain:
            raise Excessive(f"{name} is not a table")


def is_excessive(error: Exception) -> bool:
    """Tell whether an error means that a limit was met."""
    code = getattr(error, "sqlite_errorcode", None)
    limits = (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_NOMEM)
    return isinstance(error, Excessive) or code in limits


class Rows:
    """Runs queries, and counts what they return altogether."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        size = pages * connection.execute("PRAGMA page_size").fetchone()[0]
        self._connection = connection
        self._rows = _ROWS + size // _BYTES_PER_ROW
        self._characters = _CHARACTERS + size * _CHARACTERS_PER_BYTE

    def __call__(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query; raise Excessive if there are too many."""
        for row in self._connection.execute(query):
            self._rows -= 1
            self._characters -= sum(
                len(value) for value in row if isinstance(value, (str, bytes))
            )
            if self._rows < 0 or self._characters < 0:
                raise Excessive("more rows than a database of its size can hold")
            yield row


def without_super_journal(journal: Path) -> None:
    """Make the copy of a journal independent of a file that it names.

    SQLite would look for that file, and delete it after it has rolled back. A journal
    whose super-journal is gone belongs to a transaction that was committed.
    """
    size = journal.stat().st_size
    with journal.open("r+b") as file:
        file.seek(max(size - 16, 0))
        end = file.read()
        if len(end) < 16 or end[8:] != _JOURNAL_MAGIC:
            return
        length = min(int.from_bytes(end[:4], "big"), _LONGEST_NAME, size - 16)
        file.seek(size - 16 - length)
        name = file.read(length)
        file.seek(size - 8)
        file.write(bytes(8))
    if not _exists(name):
        journal.unlink()


def _exists(name: bytes) -> bool:
    try:
        return Path(name.decode()).exists()
    except (ValueError, OSError):
        return False
