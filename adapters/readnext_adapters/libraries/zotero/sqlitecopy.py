"""A copy of a SQLite database that another program may be writing to.

Zotero keeps its database locked while it runs, so it cannot be read in place.
A copy is consistent if neither the database nor its rollback journal changed meanwhile;
SQLite itself then rolls back the journal or applies the write-ahead log
beside it (https://www.sqlite.org/tempfiles.html). The log may grow while it
is copied: its frames carry checksums, and what follows the last whole commit does
not count (https://www.sqlite.org/walformat.html). The original is never written to.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from readnext.errors import InputError
from readnext_adapters.libraries.zotero.guard import (
    LARGEST,
    check_schema,
    guard,
    is_excessive,
    without_super_journal,
)

_MAGIC = b"SQLite format 3\0"
# Files beside a database; the shared memory of the log is rebuilt.
_JOURNAL, _LOG = "-journal", "-wal"
_ATTEMPTS = 8
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 0.8
# Two writes within a tick of the file system's clock leave one time stamp, so
# a file written within the last tick may change again undetected.
_TICK_NS = 20_000_000

# Errors that SQLite raises for damage; their messages may quote damaged bytes.
_DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)

Sleep = Callable[[float], None]


class Torn(Exception):
    """A copy with parts of two states; the next one may be consistent."""


@dataclass(frozen=True, slots=True)
class _State:
    """Size and time of a file, and which file it is; None where there is none."""

    size: int
    changed: int
    number: int

    @classmethod
    def of(cls, path: Path) -> _State | None:
        try:
            found = path.stat()
        except FileNotFoundError:
            return None
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


def is_database(path: Path) -> bool:
    """Tell whether a file is a SQLite database by its first bytes.

    One whose first content still stands in its log is empty itself.
    """
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except (OSError, ValueError):
        return False
    return head == _MAGIC or (not head and _beside(path, _LOG).is_file())


@contextmanager
def opened_copy(
    path: Path, tables: Sequence[str], sleep: Sleep = time.sleep
) -> Iterator[sqlite3.Connection]:
    """Open a consistent copy of a database; the copy is deleted afterwards.

    Of `tables`, those that exist are checked for damage. A database that changes
    meanwhile is copied again. Raises InputError if it is damaged, cannot be read, or
    keeps changing.
    """
    with (
        _private_folder(path) as folder,
        closing(_whole_copy(path, folder, tables, sleep)) as connection,
    ):
        try:
            yield connection
        except _DAMAGE as error:
            if is_excessive(error):
                raise _excessive(path) from error
            if isinstance(error, sqlite3.OperationalError):
                raise  # what was asked of it is wrong, not what it holds
            raise _damaged(path, error) from error


@contextmanager
def _private_folder(path: Path) -> Iterator[Path]:
    try:
        folder = tempfile.TemporaryDirectory(
            prefix="readnext-", ignore_cleanup_errors=True
        )
    except OSError as error:
        raise InputError(
            f"{path}: cannot create a temporary folder for a copy: {error.strerror}"
        ) from error
    with folder as name:
        yield Path(name)


def _whole_copy(
    path: Path, folder: Path, tables: Sequence[str], sleep: Sleep
) -> sqlite3.Connection:
    """Copy until the copy is whole; return it open."""
    why: Exception = Torn()
    for attempt in range(_ATTEMPTS):
        if attempt:
            sleep(min(_FIRST_WAIT * 2.0 ** (attempt - 1), _LONGEST_WAIT))
        target = folder / f"{attempt}.sqlite"
        before = _State.of(path)
        try:
            _copy(path, target, sleep)
            return _opened(target, tables)
        except Torn as error:
            why = error
        except sqlite3.OperationalError as error:
            raise _refused(path, error) from error
        except _DAMAGE as error:
            _remove(target)
            if attempt and _State.of(path) == before:
                raise _damaged(path, error) from error
            why = error
        except OSError as error:
            raise _no_copy(path, error.strerror or str(error)) from error
    if isinstance(why, _DAMAGE):
        raise _damaged(path, why) from why
    raise InputError(
        f"{path}: another program keeps writing to it; wait, or close that program"
    )


def _copy(path: Path, target: Path, sleep: Sleep) -> None:
    """Copy a database and its journal; raise Torn if they change meanwhile."""
    main = _State.of(path)
    if main is None:
        raise FileNotFoundError(2, "No such file or directory")
    if main.size > LARGEST:
        raise OSError(27, "it is too large for a library")
    if 0 <= time.time_ns() - main.changed < _TICK_NS:
        sleep(_TICK_NS / 1e9)
    before = _State.of(path), _State.of(_beside(path, _JOURNAL))
    shutil.copyfile(path, target)
    for ending in (_JOURNAL, _LOG):
        try:
            shutil.copyfile(_beside(path, ending), _beside(target, ending))
        except FileNotFoundError:
            _beside(target, ending).unlink(missing_ok=True)
        else:
            if ending == _JOURNAL:
                without_super_journal(_beside(target, ending))
    if before != (_State.of(path), _State.of(_beside(path, _JOURNAL))):
        _remove(target)
        raise Torn


def _opened(path: Path, tables: Sequence[str]) -> sqlite3.Connection:
    """Open a copy, which applies its journal, and check it for damage."""
    connection = sqlite3.connect(path, isolation_level=None)
    # A Python function would be called for every field.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    try:
        connection.execute("PRAGMA synchronous = OFF")
        guard(connection, path.stat().st_size)
        check_schema(connection, tables)
        known = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master")
        }
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        if path.stat().st_size < pages * size and not _beside(path, _LOG).exists():
            raise sqlite3.DatabaseError("the file is shorter than it says")
        for table in tables:
            if table in known:
                _check(connection, table)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, table: str) -> None:
    """Raise DatabaseError if a table or one of its indexes is damaged."""
    quoted = table.replace('"', '""')
    row = connection.execute(f'PRAGMA quick_check("{quoted}")').fetchone()
    if row and row[0] != "ok":
        raise sqlite3.DatabaseError(" ".join(str(row[0]).split()))


def _remove(target: Path) -> None:
    for ending in ("", _JOURNAL, _LOG, "-shm"):
        _beside(target, ending).unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _no_copy(path: Path, why: str) -> InputError:
    return InputError(f"{path}: cannot be copied for reading: {why}")


def _refused(path: Path, error: sqlite3.OperationalError) -> InputError:
    return _excessive(path) if is_excessive(error) else _no_copy(path, str(error))


def _excessive(path: Path) -> InputError:
    return InputError(
        f"{path}: a SQLite database, but not as Zotero makes it: it holds views in "
        "place of tables, or would take too much time or memory"
    )


def _damaged(path: Path, why: Exception) -> InputError:
    return InputError(
        f"{path}: a SQLite database, but damaged or cut off ({why}); Zotero keeps "
        "older states beside it, as zotero.sqlite.bak"
    )
