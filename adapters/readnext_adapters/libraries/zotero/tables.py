"""The rows of a zotero.sqlite, combined into items in the form of the API.

It checks for columns rather than versions: annotations came with Zotero 6, the
bin for collections with 7, `lastRead` with 9 (resource/schema/userdata.sql of
https://github.com/zotero/zotero).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from readnext_adapters.libraries.zotero.guard import Rows
from readnext_adapters.libraries.zotero.items import Collection
from readnext_adapters.libraries.zoteroitem import FIELDS

_NEEDED = {
    "libraries": "libraryID type",
    "items": "itemID itemTypeID libraryID key dateAdded",
    "itemTypes": "itemTypeID typeName",
    "fields": "fieldID fieldName",
    "itemData": "itemID fieldID valueID",
    "itemDataValues": "valueID value",
    "creators": "creatorID firstName lastName fieldMode",
    "creatorTypes": "creatorTypeID creatorType",
    "itemCreators": "itemID creatorID creatorTypeID orderIndex",
    "tags": "tagID name",
    "itemTags": "itemID tagID type",
    "collections": "collectionID collectionName parentCollectionID libraryID",
    "collectionItems": "collectionID itemID",
    "deletedItems": "itemID",
    "itemAttachments": "itemID parentItemID",
}
_OPTIONAL = {
    "groups": "groupID libraryID name",
    "itemAnnotations": "itemID parentItemID",
    "deletedCollections": "collectionID",
}
TABLES = (*_NEEDED, *_OPTIONAL)

Data = dict[str, Any]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """A library in the database; `group` and `name` are those of a group."""

    number: int
    group: int | None = None
    name: str = ""


def missing_table(connection: sqlite3.Connection) -> str:
    """Return a table that Zotero 5 and later have and this database has not, or ""."""
    lacks = (t for t, names in _NEEDED.items() if not _has(connection, t, names))
    return next(lacks, "")


def read_libraries(connection: sqlite3.Connection) -> list[Library]:
    """Return the user's library and those of groups; feeds are none."""
    rows_of = Rows(connection)
    groups: dict[int, tuple[int, str]] = {}
    if _has_optional(connection, "groups"):
        rows = rows_of("SELECT libraryID, groupID, name FROM groups")
        groups = {number: (group, str(name)) for number, group, name in rows}
    rows = rows_of(
        "SELECT libraryID, type FROM libraries ORDER BY type = 'group', libraryID"
    )
    return [
        Library(number, *groups.get(number, ()))
        for number, kind in rows
        if kind == "user" or (kind == "group" and number in groups)
    ]


def read_collections(connection: sqlite3.Connection) -> dict[int, list[Collection]]:
    """Return the collections of each library that are not in the bin."""
    query = (
        "SELECT libraryID, collectionID, collectionName, parentCollectionID"
        " FROM collections"
    )
    if _has_optional(connection, "deletedCollections"):
        query += (
            " WHERE collectionID NOT IN (SELECT collectionID FROM deletedCollections)"
        )
    found: dict[int, list[Collection]] = defaultdict(list)
    for library, number, name, parent in Rows(connection)(query):
        above = str(parent) if parent else ""
        found[library].append(Collection(str(number), str(name), above))
    return found


def read_items(connection: sqlite3.Connection) -> dict[int, list[Data]]:
    """Return the items of each library that are not in the bin, oldest first."""
    rows_of = Rows(connection)
    items: dict[int, Data] = {}
    found: dict[int, list[Data]] = defaultdict(list)
    rows = rows_of(
        "SELECT itemID, libraryID, key, typeName, dateAdded FROM items"
        " LEFT JOIN itemTypes USING (itemTypeID)"
        " WHERE itemID NOT IN (SELECT itemID FROM deletedItems) ORDER BY itemID"
    )
    for number, library, key, kind, added in rows:
        data = {"key": str(key), "itemType": kind, "dateAdded": added}
        items[number] = data
        found[library].append(data)
    _add_fields(rows_of, items)
    _add_lists(rows_of, items)
    _add_children(connection, rows_of, items)
    return found


def _add_fields(rows_of: Rows, items: dict[int, Data]) -> None:
    fields = {
        number: name
        for number, name in rows_of("SELECT fieldID, fieldName FROM fields")
        if name in FIELDS
    }
    wanted = ",".join(str(int(number)) for number in fields)
    rows = rows_of(
        "SELECT itemID, fieldID, value FROM itemData JOIN itemDataValues"
        f" USING (valueID) WHERE fieldID IN ({wanted})"
    )
    for number, field, value in rows:
        if number in items:
            items[number][fields[field]] = (
                value if isinstance(value, str) else str(value)
            )


def _add_lists(rows_of: Rows, items: dict[int, Data]) -> None:
    """Add creators, tags and collections."""
    rows = rows_of(
        "SELECT itemID, firstName, lastName, fieldMode, creatorType FROM itemCreators"
        " JOIN creators USING (creatorID) JOIN creatorTypes USING (creatorTypeID)"
        " ORDER BY itemID, orderIndex"
    )
    for number, first, last, single, kind in rows:
        name = {"name": last} if single else {"firstName": first, "lastName": last}
        _add(items, number, "creators", {"creatorType": kind, **name})
    rows = rows_of(
        "SELECT itemID, name, itemTags.type FROM itemTags JOIN tags USING (tagID)"
        " ORDER BY itemID, itemTags.type, tagID"
    )
    for number, tag, kind in rows:
        _add(items, number, "tags", {"tag": tag, "type": kind})
    rows = rows_of(
        "SELECT itemID, collectionID FROM collectionItems ORDER BY itemID, collectionID"
    )
    for number, collection in rows:
        _add(items, number, "collections", str(collection))


def _add(items: dict[int, Data], number: int, field: str, value: object) -> None:
    if number in items:
        items[number].setdefault(field, []).append(value)


_LINKED_URL = 3  # Zotero.Attachments.LINK_MODE_LINKED_URL


def _add_children(
    connection: sqlite3.Connection, rows_of: Rows, items: dict[int, Data]
) -> None:
    """Tell attachments and annotations what they belong to."""
    opened = _has(connection, "itemAttachments", "lastRead")
    rows: list[Row] = [
        *rows_of(
            f"SELECT itemID, parentItemID, {'lastRead' if opened else 'NULL'},"
            " contentType, linkMode FROM itemAttachments"
        )
    ]
    if _has_optional(connection, "itemAnnotations"):
        columns = "itemID, parentItemID, NULL, NULL, NULL"
        rows += rows_of(f"SELECT {columns} FROM itemAnnotations")
    for number, parent, last_read, content, mode in rows:
        if number in items and parent in items:
            items[number]["parentItem"] = items[parent]["key"]
            items[number]["lastRead"] = last_read
            items[number]["contentType"] = content
            items[number]["linkMode"] = "linked_url" if mode == _LINKED_URL else ""


def _has_optional(connection: sqlite3.Connection, table: str) -> bool:
    return _has(connection, table, _OPTIONAL[table])


def _has(connection: sqlite3.Connection, table: str, columns: str) -> bool:
    rows: Iterator[Row] = connection.execute(f"PRAGMA table_info({table})")
    return {row[1] for row in rows}.issuperset(columns.split())
