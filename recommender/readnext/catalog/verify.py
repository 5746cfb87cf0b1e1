"""Checking that a catalog's files fit their checksums, and each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from readnext.catalog.salvage import read_records
from readnext.catalog.schema import open_database, translate_errors
from readnext.catalog.storage import Storage
from readnext.catalog.tables import ALL, damaged_tables
from readnext.errors import CatalogError
from readnext.paper import Problem
from readnext.plurals import counted


def verify(folder: Path) -> list[Problem]:
    """Return what is damaged in a catalog: pages, records, shards, missing features.

    Raises CatalogError if it cannot be opened at all.
    """
    with closing(open_database(folder, create=False)) as connection:
        problems = list(_damaged_pages(connection, folder))
        numbers = {row.number for row in read_records(connection, folder, problems)}
        problems += damaged_tables(connection, folder, ALL)
        problems += _damaged_shards(Storage(folder, connection), numbers)
    return problems


def _damaged_pages(connection: sqlite3.Connection, folder: Path) -> Iterator[Problem]:
    try:
        found = [text for (text,) in connection.execute("PRAGMA integrity_check(10)")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    yield from (Problem(f"{folder}: database", text) for text in found if text != "ok")


def _damaged_shards(storage: Storage, numbers: set[int]) -> Iterator[Problem]:
    """Shards that cannot be read; else papers without a row in any of them."""
    where = f"{storage.folder}: shards"
    try:
        with translate_errors(storage.folder):
            expected = numbers.difference(storage.removed())
        columns = storage.columns()
        columns.terms.check()
        columns.titles.check()
        missing = expected.difference(columns.numbers.tolist())
    except CatalogError as error:
        yield Problem(where, str(error).removeprefix(f"{storage.folder}: "))
        return
    if missing:
        yield Problem(where, f"no features of {counted(len(missing), 'paper')}")
