"""Keeping a rebuild of a catalog apart from all who write to it.

A rebuild replaces the whole database, and names shards that no other process knows
yet. Any number of writers share the lock, of which SQLite then lets one at a time
write; a rebuild holds it alone. It ends with the process that holds it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from readnext import sqlite
from readnext.private_files import refuse_foreign_link

_FILE = "rebuild.lock"


@contextmanager
def rebuilding(folder: Path) -> Iterator[None]:
    """Wait until no process writes to a catalog, and keep others from doing so.

    Raises sqlite3.OperationalError ("locked") after `sqlite.WAIT` seconds.
    """
    with _connection(folder) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Wait until no process rebuilds a catalog, and keep others from doing so.

    Raises sqlite3.OperationalError ("locked") after `sqlite.WAIT` seconds.
    """
    with _connection(folder) as lock:
        lock.execute("BEGIN")
        # A transaction takes its lock when it first reads.
        lock.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


@contextmanager
def _connection(folder: Path) -> Iterator[sqlite3.Connection]:
    path = folder / _FILE
    if not path.exists():
        _create(path, stat.S_IMODE(folder.stat().st_mode) & 0o666)
    refuse_foreign_link(path)
    with closing(
        sqlite3.connect(path, timeout=sqlite.WAIT, isolation_level=None)
    ) as connection:
        yield connection


def _create(path: Path, mode: int) -> None:
    """Create an empty file, which those may open who may use the folder."""
    with suppress(FileExistsError):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        os.close(handle)
