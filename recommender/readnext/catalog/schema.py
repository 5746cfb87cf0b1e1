"""The tables of a catalog, and opening them safely."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, closing
from functools import cache
from pathlib import Path
from typing import Any

from readnext import sqlite
from readnext.catalog import arrivals, checksums
from readnext.errors import CatalogError
from readnext.private_files import make_file

FORMAT = 9
MANIFEST, OBJECTS = "manifest.json", "objects"  # of a publication, in place of it
DATABASE = "catalog.sqlite"
_CHUNK = 900  # parameters a query; SQLite once took 999 at most
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
-- Hashes of the lines of a file that readnext of that version has added.
CREATE TABLE lines (
    source INTEGER PRIMARY KEY, version TEXT NOT NULL, digests BLOB NOT NULL,
    crc INTEGER NOT NULL
);
-- What one source says of one paper. Papers are known by `number`.
-- Several statements with one number are merged when they are read.
-- `record` is compressed, see readnext.catalog.packing. `digest` is a hash of `number`
-- and of the text of `record`, by which unchanged records are recognised, and damaged
-- ones.
CREATE TABLE statements (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL,
    source INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    record BLOB NOT NULL
);
CREATE INDEX statements_number ON statements (number);
CREATE INDEX statements_source ON statements (source, number);
-- Further sources of a statement.
CREATE TABLE also (
    id TEXT NOT NULL, source INTEGER NOT NULL, crc INTEGER NOT NULL,
    PRIMARY KEY (id, source)
) WITHOUT ROWID;
-- Hashed names under which a paper may be known. A hit is checked on the record.
CREATE TABLE aliases (
    hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)
) WITHOUT ROWID;
-- Hashed blocks of titles that differ a little, each with the fingerprint of its record
-- (see readnext.matching.prefilter), since many papers share a block.
CREATE TABLE blocks (
    hash INTEGER NOT NULL, number INTEGER NOT NULL,
    year INTEGER NOT NULL, initials INTEGER NOT NULL,
    size INTEGER NOT NULL, people INTEGER NOT NULL,
    PRIMARY KEY (hash, number, year, initials, size, people)
) WITHOUT ROWID;
-- First spelling of each hashed name in the shards, see readnext.catalog.name_index.
CREATE TABLE names (
    kind INTEGER NOT NULL, hash INTEGER NOT NULL, name TEXT NOT NULL,
    crc INTEGER NOT NULL, PRIMARY KEY (kind, hash)
) WITHOUT ROWID;
-- `checksums`: the CRC-32 of each file of the shard, as JSON.
CREATE TABLE shards (
    number INTEGER PRIMARY KEY, papers INTEGER NOT NULL, checksums TEXT NOT NULL
);
-- Numbers that were joined to another paper, removed, or withdrawn.
CREATE TABLE gone (number INTEGER PRIMARY KEY);
"""


_DAMAGED = (
    "the catalog is damaged; 'readnext catalog rebuild' restores what can be read"
)


class OldCatalogError(CatalogError):
    """A catalog of an older format, which `readnext.catalog.rebuild` upgrades."""


def translate_errors(folder: Path) -> AbstractContextManager[None]:
    """Turn errors of SQLite and of the disk into a CatalogError."""
    return sqlite.translate_errors(folder, CatalogError, _DAMAGED)


def damaged(folder: Path, why: object) -> CatalogError:
    """Return the error that says that a catalog's files are damaged."""
    return CatalogError(f"{folder}: {_DAMAGED} ({why})")


def is_catalog(folder: Path) -> bool:
    """Tell whether a folder holds a catalog."""
    return (folder / DATABASE).is_file()


def is_publication(folder: Path) -> bool:
    """Tell whether a folder holds what `readnext catalog publish` wrote."""
    published = (folder / MANIFEST).is_file() and (folder / OBJECTS).is_dir()
    return published and not is_catalog(folder)


def open_database(folder: Path, *, create: bool) -> sqlite3.Connection:
    """Open a catalog's database, created first where `create` allows it.

    Raises CatalogError if there is none, one of another format, or a publication, which
    a catalog beside it would hide; OldCatalogError if the format is an older one.
    """
    path = folder / DATABASE
    if is_publication(folder):
        raise CatalogError(
            f"{folder}: is a published catalog, which only 'readnext batch' reads; "
            "name the folder of the catalog itself"
        )
    if not path.is_file():
        if not create:
            raise CatalogError(
                f"{folder}: there is no catalog; 'readnext catalog add' creates one"
            )
        with translate_errors(folder):
            make_file(path)
    with translate_errors(folder):
        connection = connect(path)
    with sqlite.closed_on_error(connection), translate_errors(folder):
        if create and not _has_tables(connection):
            create_tables(connection)
        _check_format(folder, _format_of(connection))
        if _schema(connection) != _own_schema():
            raise damaged(folder, "its tables are not those of its format")
    return connection


def _check_format(folder: Path, found: int) -> None:
    """Raise the error that a format other than this version's calls for."""
    if found == 0:
        raise damaged(folder, "no format is recorded")
    formats = f"(format {found}, this one uses {FORMAT})"
    if found > FORMAT:
        raise CatalogError(
            f"{folder}: made by a newer readnext {formats}; update readnext"
        )
    if found < FORMAT:
        raise OldCatalogError(
            f"{folder}: made by an older readnext {formats}; 'readnext catalog "
            "rebuild' upgrades it"
        )


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


def connect(path: Path, *, salvage: bool = False) -> sqlite3.Connection:
    """Connect for reading and writing, or only for reading on a read-only medium.

    With `salvage`, what is damaged in the definitions of tables and triggers is passed
    over, so that the other tables can be read; without, it is an error.
    """
    uri = path.resolve().as_uri()
    try:
        connection = sqlite3.connect(
            uri + "?mode=rwc", uri=True, timeout=sqlite.WAIT, isolation_level=None
        )
        with sqlite.closed_on_error(connection):
            if salvage:
                connection.execute("PRAGMA writable_schema = ON")
            sqlite.use_write_ahead_log(connection)
    except UnicodeDecodeError as error:  # SQLite's message quotes what is damaged
        raise sqlite.DamageError("malformed database schema") from error
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or not path.exists():
            raise
        # A read-only medium cannot be written to, so no lock is needed.
        connection = sqlite3.connect(
            uri + "?immutable=1", uri=True, isolation_level=None
        )
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the tables of a new catalog, unless another process just has."""
    with sqlite.transaction(connection):
        if not _has_tables(connection):
            for tables in (_TABLES, f"{arrivals.TABLE};", checksums.TABLES):
                sqlite.run_script(connection, tables)
            for trigger in checksums.triggers():
                connection.execute(trigger)
            checksums.seal(connection)
            connection.execute("INSERT INTO meta VALUES ('format', ?)", (str(FORMAT),))


def _has_tables(connection: sqlite3.Connection) -> bool:
    query = "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
    return bool(connection.execute(query).fetchone()[0])


def _schema(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """What a database says of its tables, indices and triggers."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    rows = connection.execute(query)
    return {row for row in rows if not str(row[1]).startswith("sqlite_")}


@cache
def _own_schema() -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        create_tables(connection)
        return _schema(connection)


def _format_of(connection: sqlite3.Connection) -> int:
    """The format number, 0 if the database has no catalog."""
    try:
        row = connection.execute("SELECT value FROM meta WHERE name = 'format'")
        found = row.fetchone()
    except sqlite3.DatabaseError:
        return 0
    return int(found[0]) if found and str(found[0]).isdigit() else 0
