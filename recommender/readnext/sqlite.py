"""SQLite databases: scripts, transactions, and errors in words."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readnext.errors import FULL, LIMITED, UserError, system_reason

WAIT = 30.0  # seconds to wait for another process that writes

_FAILS = "the disk fails or is full, or a quota is; free some space, or check the disk"
_READ_ONLY = "it is read-only; check its permissions"
_LEAST = 1 << 18  # bytes that a commit needs, at least
_DAMAGE = (
    "malformed",
    "not a database",
    "no such table",
    "no such column",
    "Could not decode",
)
_UNWRITTEN_CODES = (
    *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR),
    *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN),
)
_DAMAGED_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_REMEDIES = (
    ("disk is full", FULL),
    ("disk I/O", _FAILS),
    (
        "locking protocol",
        "its file system has no locks, as some network folders; use a local disk",
    ),
    ("locked", "another readnext is using it; try again when it is done"),
    ("readonly", _READ_ONLY),
    ("closed database", "it was closed; open it again"),
    ("unable to open", "it cannot be opened; check its permissions"),
)


class DamageError(sqlite3.DatabaseError):
    """Rows that do not fit their checksum."""


def run_script(connection: sqlite3.Connection, script: str) -> None:
    """Execute the statements of a script within the current transaction.

    ``executescript`` would commit it first. Comments may hold semicolons.
    """
    statement = ""
    for part in script.split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on; wait while other processes do, or read.

    SQLite waits for everything else, but not for this.
    """
    end = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
        time.sleep(0.01)


@contextmanager
def closed_on_error(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Close a new connection if what prepares it for use raises."""
    try:
        yield connection
    except BaseException:
        connection.close()
        raise


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run a write transaction; any exception rolls it back."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Have several queries read one state, whatever other processes commit."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


@contextmanager
def translate_errors(
    path: Path, error_type: type[UserError], damaged: str
) -> Iterator[None]:
    """Turn errors of SQLite and of the disk into a UserError that says what to do.

    `damaged` says so of a database that is damaged. An error of any other kind is a
    bug, and is raised as it is.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        message = str(error)
        remedies = (*((sign, damaged) for sign in _DAMAGE), *_REMEDIES)
        remedy = next((text for sign, text in remedies if sign in message), None)
        if isinstance(error, DamageError):
            remedy = damaged
        if remedy is None:
            raise
        # SQLite calls what it could open for reading alone read-only, whatever the
        # reason; a read-only medium has no space either.
        full = remedy == _FAILS or (remedy == _READ_ONLY and os.access(path, os.W_OK))
        if full and _is_full(path):
            remedy = FULL
        elif remedy in (_FAILS, _READ_ONLY) and _is_limited(path):
            remedy = LIMITED
        raise error_type(f"{path}: {remedy} ({message})") from error
    except OSError as error:
        raise error_type(f"{path}: {_unusable(path, error)}") from error


def is_damage(error: sqlite3.Error) -> bool:
    """Tell whether an error means that the file is damaged."""
    return isinstance(error, DamageError) or _code(error) in _DAMAGED_CODES


def cannot_write(error: BaseException | None) -> bool:
    """Tell whether an error means that SQLite's files cannot be written: no space."""
    return isinstance(error, sqlite3.Error) and _code(error) in _UNWRITTEN_CODES


def _code(error: sqlite3.Error) -> int | None:
    """The primary result code of an error of SQLite itself."""
    code: object = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _is_full(path: Path) -> bool:
    """Whether there is no space; SQLite says so for some of its files only."""
    try:
        folder = path if path.is_dir() else path.parent
        return shutil.disk_usage(folder).free < _LEAST
    except OSError:
        return False


def _is_limited(path: Path) -> bool:
    """Whether a file could be written if those of this process might be larger.

    SQLite calls a database read-only where the index of its log cannot be so large.
    """
    if sys.platform == "win32" or not os.access(path, os.W_OK):
        return False
    try:
        import resource
    except ImportError:  # not every system has such limits
        return False
    return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY


def _unusable(path: Path, error: OSError) -> str:
    # NumPy's own error for a write cut short has no number.
    if error.errno is None:
        remedy = LIMITED if _is_limited(path) else FULL
        return f"{remedy} ({error.strerror or error})"
    if error.errno in (errno.ENOSPC, errno.EFBIG):
        return system_reason(error)
    return (
        "it cannot be read or written; check its permissions and the disk "
        f"({system_reason(error)})"
    )
