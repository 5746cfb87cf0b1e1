"""Reads the items of the feeds in a zotero.sqlite, also while Zotero runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from readnext.errors import InputError
from readnext_adapters.libraries.zotero.guard import Rows
from readnext_adapters.libraries.zotero.sqlitecopy import opened_copy
from readnext_adapters.libraries.zotero.tables import (
    TABLES,
    Data,
    missing_table,
    read_items,
)

_FEED_TABLES = ("feeds", "feedItems")


def feed_items(path: Path, label: str) -> list[tuple[Data, str, dict[str, object]]]:
    """Return the items of all feeds, each with its guid and its feed's title and link.

    Raises InputError if the file is damaged or is not Zotero's.
    """
    with opened_copy(path, (*TABLES, *_FEED_TABLES)) as connection:
        if table := missing_table(connection):
            raise InputError(
                f"{label}: a SQLite database, but not one of Zotero 5 or later (the "
                f"table {table} is missing or has other columns); give zotero.sqlite"
            )
        return list(_items(connection))


def _items(
    connection: sqlite3.Connection,
) -> Iterator[tuple[Data, str, dict[str, object]]]:
    if not all(_has(connection, table) for table in _FEED_TABLES):
        return
    rows_of = Rows(connection)
    feeds = {
        number: {"title": str(name), "link": str(url)}
        for number, name, url in rows_of("SELECT libraryID, name, url FROM feeds")
    }
    guids = {
        (library, str(key)): str(guid)
        for library, key, guid in rows_of(
            "SELECT libraryID, key, guid FROM feedItems JOIN items USING (itemID)"
        )
    }
    items = read_items(connection)
    for number, feed in feeds.items():
        for data in items.get(number, ()):
            if guid := guids.get((number, data["key"])):
                yield data, guid, dict[str, object](feed)


def _has(connection: sqlite3.Connection, table: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, (table,)).fetchone() is not None
