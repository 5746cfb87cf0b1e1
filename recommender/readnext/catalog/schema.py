"""The tables of a catalog, and opening them safely."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from readnext.errors import CatalogError

FORMAT = 4
DATABASE = "catalog.sqlite"
_CHUNK = 900  # parameters a query; SQLite once took 999 at most
_WAIT = 30.0  # seconds to wait for another process that writes
# Memory for pages, in kB: half of the indices of two million papers. And how many pages
# of 4 kB the log holds before they are copied to the database: most pages of an index
# change with every batch, so that the longer it waits, the less is written.
_CACHE, _LOG = 128 * 1024, 64 * 1024

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- Where statements come from: files, and network sources, which are `live`. `cursor`
-- is where the next run resumes (see readnext.catalog.source_log). Times are UTC,
-- ISO 8601.
CREATE TABLE sources (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    live INTEGER NOT NULL,
    patience INTEGER,
    cursor TEXT,
    tried TEXT,
    succeeded TEXT,
    added INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0,
    error TEXT
);
-- Hashes of the lines of a file that a readnext of that version has taken in whole.
CREATE TABLE lines (
    source INTEGER PRIMARY KEY, version TEXT NOT NULL, digests BLOB NOT NULL
);
-- What one source says of one paper. Papers are known by `number`.
-- Several statements with one number are merged when they are read.
-- `digest` is a hash of `record`, by which what is known is told at a glance.
CREATE TABLE statements (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL,
    source INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX statements_number ON statements (number);
CREATE INDEX statements_source ON statements (source, number);
-- Further sources of a statement.
CREATE TABLE also (
    id TEXT NOT NULL, source INTEGER NOT NULL, PRIMARY KEY (id, source)
) WITHOUT ROWID;
-- Hashed names under which a paper may be known. A hit is checked on the record.
CREATE TABLE aliases (
    hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)
) WITHOUT ROWID;
-- Hashed blocks in which a title that differs a little may stand, and what is asked of
-- the paper first (see readnext.matching.prefilter), since many papers share a block.
CREATE TABLE blocks (
    hash INTEGER NOT NULL, number INTEGER NOT NULL,
    year INTEGER NOT NULL, initials INTEGER NOT NULL,
    size INTEGER NOT NULL, people INTEGER NOT NULL,
    PRIMARY KEY (hash, number, year, initials, size, people)
) WITHOUT ROWID;
-- First spelling of each hashed name in the shards. Kinds: see readnext.catalog.naming.
CREATE TABLE names (
    kind INTEGER NOT NULL, hash INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (kind, hash)
) WITHOUT ROWID;
CREATE TABLE shards (number INTEGER PRIMARY KEY, papers INTEGER NOT NULL);
-- Numbers that were joined to another paper, removed, or withdrawn.
CREATE TABLE gone (number INTEGER PRIMARY KEY);
"""


_MAKE_ANEW = "it is damaged; make it anew with 'readnext catalog add'"
_REMEDIES = (
    ("disk is full", "free some space and run the command again"),
    ("disk I/O", "the disk fails or is full"),
    ("locked", "another readnext is writing to it; try again when it is done"),
    ("readonly", "it may only be read; check its permissions"),
    ("unable to open", "it cannot be opened; check its permissions"),
    ("malformed", _MAKE_ANEW),
    ("not a database", _MAKE_ANEW),
    ("no such table", _MAKE_ANEW),
)


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into a CatalogError that tells what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        said = str(error)
        remedy = next((does for sign, does in _REMEDIES if sign in said), None)
        if remedy is None:
            raise  # a bug of ours
        raise CatalogError(f"{folder}: {remedy} ({said})") from error
    except OSError as error:
        # numpy's own error for a write cut short has no number.
        said = error.strerror or f"the disk is full ({error})"
        raise CatalogError(f"{folder}: {said}") from error


def damaged(folder: Path, why: object) -> CatalogError:
    """Return the error that says that a catalog's files are damaged."""
    return CatalogError(f"{folder}: {_MAKE_ANEW} ({why})")


def is_catalog(folder: Path) -> bool:
    """Tell whether a folder holds a catalog."""
    return (folder / DATABASE).is_file()


def open_database(folder: Path, *, create: bool) -> sqlite3.Connection:
    """Open a catalog's database, made first where `create` allows it.

    Raises CatalogError if there is none, or one of another format.
    """
    path = folder / DATABASE
    if not path.is_file():
        if not create:
            raise CatalogError(
                f"{folder}: no catalog there; make one with 'readnext catalog add'"
            )
        with explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
    with explained(folder):
        connection = _connect(path)
        _ensure_tables(connection, create=create)
    found = _format_of(connection)
    if found != FORMAT:
        connection.close()
        age = "a newer" if found > FORMAT else "an older"
        remedy = (
            "update readnext"
            if found > FORMAT
            else "make it anew with 'readnext catalog add'"
        )
        raise CatalogError(
            f"{folder}: made by {age} readnext (format {found}, this one reads "
            f"{FORMAT}); {remedy}"
        )
    return connection


def prepare_to_write(connection: sqlite3.Connection) -> None:
    """Give a connection the memory and the log that adding many papers needs."""
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG}")


def select_in(
    connection: sqlite3.Connection, query: str, values: Iterable[object]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query with ``IN ({})``, some of many values at a time."""
    wanted = list(values)
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        yield from connection.execute(query.format(",".join("?" * len(chunk))), chunk)


def _connect(path: Path) -> sqlite3.Connection:
    """Connect for reading and writing, or for reading where that is all one may."""
    uri = path.resolve().as_uri()
    try:
        connection = sqlite3.connect(
            uri + "?mode=rwc", uri=True, timeout=_WAIT, isolation_level=None
        )
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or not path.exists():
            raise
        # A read-only medium: nobody writes to it, so nothing need be locked.
        connection = sqlite3.connect(
            uri + "?immutable=1", uri=True, isolation_level=None
        )
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _ensure_tables(connection: sqlite3.Connection, *, create: bool) -> None:
    """Make the tables of a new database, once whoever comes first."""
    has_tables = "SELECT count(*) FROM sqlite_master WHERE name = 'meta'"
    if connection.execute(has_tables).fetchone()[0] or not create:
        return
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute(has_tables).fetchone()[0]:
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute("INSERT INTO meta VALUES ('format', ?)", (str(FORMAT),))
    connection.execute("COMMIT")


def _format_of(connection: sqlite3.Connection) -> int:
    """The format number, 0 if the database holds no catalog."""
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = 'format'")
        found = row.fetchone()
    except sqlite3.DatabaseError:
        return 0
    return int(found[0]) if found and str(found[0]).isdigit() else 0
