"""A lock that one process holds at a time and that dies with it.

It is the lock of SQLite on an empty database: the operating system gives it back when
the process ends, however it ends, on Linux, macOS and Windows alike. The package
filelock does the same; SQLite is here already.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from readnext.history.schema import translate_errors


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the lock of a file, made if there is none; give False if another does.

    Raises HistoryError if the file cannot be made.
    """
    with translate_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    with closing(connection):
        yield _taken(path, connection)


def _taken(path: Path, connection: sqlite3.Connection) -> bool:
    """Take the lock, if nobody has it."""
    with translate_errors(path):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            return False
    return True
