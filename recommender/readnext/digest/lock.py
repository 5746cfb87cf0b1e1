"""A lock file that one process holds at a time, until it ends.

It is SQLite's lock on an empty database: the operating system releases it when the
process ends, for whatever reason, on Linux, macOS and Windows alike. The package
filelock does the same; SQLite is a dependency already.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from readnext.history.schema import translate_errors


@contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Hold the lock of a file, created if needed; yields False if another process does.

    Raises HistoryError if the file cannot be made.
    """
    with translate_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    with closing(connection):
        yield _acquire(path, connection)


def _acquire(path: Path, connection: sqlite3.Connection) -> bool:
    """Try to acquire the lock."""
    with translate_errors(path):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            return False
    return True
