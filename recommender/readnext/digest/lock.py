"""A lock file that one process holds at a time, until it ends.

It is SQLite's lock on an empty database: the operating system releases it when the
process ends, for whatever reason, on Linux, macOS and Windows alike. The package
filelock does the same; SQLite is a dependency already.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from readnext.history.schema import HistoryError, translate_errors
from readnext.private_files import make_file

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


@contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Hold the lock of a file, created if needed; yields False if another process does.

    Raises HistoryError if the file cannot be made.
    """
    with translate_errors(path):
        make_file(path)
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
            _check_locks(path)
            return False
    return True


def _check_locks(path: Path) -> None:
    """Raise HistoryError if the file system has no locks, which SQLite calls locked."""
    if fcntl is None:
        return
    with tempfile.TemporaryFile(dir=path.parent) as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HistoryError(
                f"{path}: the file system has no locks ({error.strerror}), as some "
                "network folders; set XDG_DATA_HOME to a folder on a local disk"
            ) from error
