"""Databases with the tables and columns of Zotero's, filled by tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

# Tables with the columns that Zotero gives them; keys and constraints as far as
# they bear on reading. Those of later versions stand apart.
_TABLES = {
    "version": "schema TEXT PRIMARY KEY, version INT NOT NULL",
    "libraries": "libraryID INTEGER PRIMARY KEY, type TEXT NOT NULL, editable INT"
    " NOT NULL, filesEditable INT NOT NULL, version INT NOT NULL DEFAULT 0,"
    " storageVersion INT NOT NULL DEFAULT 0, lastSync INT NOT NULL DEFAULT 0,"
    " archived INT NOT NULL DEFAULT 0",
    "groups": "groupID INTEGER PRIMARY KEY, libraryID INT NOT NULL UNIQUE, name TEXT"
    " NOT NULL, description TEXT NOT NULL, version INT NOT NULL",
    "feeds": "libraryID INTEGER PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL",
    "itemTypes": "itemTypeID INTEGER PRIMARY KEY, typeName TEXT, templateItemTypeID"
    " INT, display INT DEFAULT 1",
    "fields": "fieldID INTEGER PRIMARY KEY, fieldName TEXT, fieldFormatID INT",
    "creatorTypes": "creatorTypeID INTEGER PRIMARY KEY, creatorType TEXT",
    "items": "itemID INTEGER PRIMARY KEY, itemTypeID INT NOT NULL, dateAdded TIMESTAMP"
    " NOT NULL DEFAULT CURRENT_TIMESTAMP, dateModified TIMESTAMP NOT NULL DEFAULT"
    " CURRENT_TIMESTAMP, clientDateModified TIMESTAMP NOT NULL DEFAULT"
    " CURRENT_TIMESTAMP, libraryID INT NOT NULL, key TEXT NOT NULL, version INT NOT"
    " NULL DEFAULT 0, synced INT NOT NULL DEFAULT 0, UNIQUE (libraryID, key)",
    "itemDataValues": "valueID INTEGER PRIMARY KEY, value UNIQUE",
    "itemData": "itemID INT, fieldID INT, valueID, PRIMARY KEY (itemID, fieldID)",
    "itemNotes": "itemID INTEGER PRIMARY KEY, parentItemID INT, note TEXT, title TEXT",
    "itemAttachments": "itemID INTEGER PRIMARY KEY, parentItemID INT, linkMode INT,"
    " contentType TEXT, charsetID INT, path TEXT, syncState INT DEFAULT 0,"
    " storageModTime INT, storageHash TEXT",
    "creators": "creatorID INTEGER PRIMARY KEY, firstName TEXT, lastName TEXT,"
    " fieldMode INT, UNIQUE (lastName, firstName, fieldMode)",
    "itemCreators": "itemID INT NOT NULL, creatorID INT NOT NULL, creatorTypeID INT NOT"
    " NULL DEFAULT 1, orderIndex INT NOT NULL DEFAULT 0, PRIMARY KEY (itemID,"
    " creatorID, creatorTypeID, orderIndex), UNIQUE (itemID, orderIndex)",
    "tags": "tagID INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE",
    "itemTags": "itemID INT NOT NULL, tagID INT NOT NULL, type INT NOT NULL, PRIMARY"
    " KEY (itemID, tagID)",
    "collections": "collectionID INTEGER PRIMARY KEY, collectionName TEXT NOT NULL,"
    " parentCollectionID INT DEFAULT NULL, clientDateModified TIMESTAMP NOT NULL"
    " DEFAULT CURRENT_TIMESTAMP, libraryID INT NOT NULL, key TEXT NOT NULL, version"
    " INT NOT NULL DEFAULT 0, synced INT NOT NULL DEFAULT 0, UNIQUE (libraryID, key)",
    "collectionItems": "collectionID INT NOT NULL, itemID INT NOT NULL, orderIndex INT"
    " NOT NULL DEFAULT 0, PRIMARY KEY (collectionID, itemID)",
    "deletedItems": "itemID INTEGER PRIMARY KEY, dateDeleted DEFAULT CURRENT_TIMESTAMP"
    " NOT NULL",
}
_LATER = {
    "itemAnnotations": "itemID INTEGER PRIMARY KEY, parentItemID INT NOT NULL, type"
    " INTEGER NOT NULL, authorName TEXT, text TEXT, comment TEXT, color TEXT,"
    " pageLabel TEXT, sortIndex TEXT NOT NULL, position TEXT NOT NULL, isExternal INT"
    " NOT NULL",
    "deletedCollections": "collectionID INTEGER PRIMARY KEY, dateDeleted DEFAULT"
    " CURRENT_TIMESTAMP NOT NULL",
}
Person = tuple[str, str] | str


class ZoteroFile:
    """A database of one generation of Zotero, 5 or 10; the user's library is 1."""

    def __init__(self, path: Path, generation: int = 10) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA synchronous = OFF")
        self.db.execute("PRAGMA journal_mode = MEMORY")
        for table, columns in _TABLES.items():
            self.db.execute(f"CREATE TABLE {table} ({columns})")
        if generation > 5:
            for table, columns in _LATER.items():
                self.db.execute(f"CREATE TABLE {table} ({columns})")
            self.db.execute("ALTER TABLE itemAttachments ADD COLUMN lastRead INT")
        self.library(1, "user")
        self._numbers: dict[tuple[str, object], int] = {}

    def close(self) -> None:
        self.db.close()

    def library(self, number: int, kind: str) -> None:
        self.db.execute(
            "INSERT INTO libraries (libraryID, type, editable, filesEditable)"
            " VALUES (?, ?, 1, 1)",
            (number, kind),
        )

    def group(self, number: int, group: int, name: str) -> None:
        self.library(number, "group")
        self.db.execute(
            "INSERT INTO groups VALUES (?, ?, ?, '', 0)", (group, number, name)
        )

    def collection(
        self, name: str, parent: int | None = None, *, library: int = 1
    ) -> int:
        count = self.db.execute("SELECT count(*) FROM collections").fetchone()[0]
        row = self.db.execute(
            "INSERT INTO collections (collectionName, parentCollectionID, libraryID,"
            " key) VALUES (?, ?, ?, ?)",
            (name, parent, library, f"COLL{count:04d}"),
        )
        return row.lastrowid or 0

    def item(
        self,
        key: str,
        fields: Mapping[str, str],
        *,
        kind: str = "journalArticle",
        people: Iterable[tuple[str, Person]] = (),
        tags: Iterable[tuple[str, int]] = (),
        collections: Sequence[int] = (),
        library: int = 1,
        added: str = "2024-02-03 04:05:06",
    ) -> int:
        """Add an item; people are (kind, (family, given) or one name)."""
        row = self.db.execute(
            "INSERT INTO items (itemTypeID, dateAdded, libraryID, key)"
            " VALUES (?, ?, ?, ?)",
            (self._number("itemTypes", "typeName", kind), added, library, key),
        )
        item = row.lastrowid or 0
        for name, text in fields.items():
            field = self._number("fields", "fieldName", name)
            value = self._number("itemDataValues", "value", text)
            self.db.execute(
                "INSERT INTO itemData VALUES (?, ?, ?)", (item, field, value)
            )
        for order, (role, person) in enumerate(people):
            self._person(item, order, role, person)
        for name, kind_of_tag in tags:
            tag = self._number("tags", "name", name)
            self.db.execute(
                "INSERT INTO itemTags VALUES (?, ?, ?)", (item, tag, kind_of_tag)
            )
        for collection in collections:
            self.db.execute(
                "INSERT INTO collectionItems VALUES (?, ?, 0)", (collection, item)
            )
        return item

    def attachment(self, key: str, parent: int | None, last_read: int | None) -> int:
        item = self.item(key, {"title": "PDF"}, kind="attachment")
        self.db.execute(
            "INSERT INTO itemAttachments (itemID, parentItemID, linkMode, contentType)"
            " VALUES (?, ?, 0, 'application/pdf')",
            (item, parent),
        )
        if last_read is not None:
            self.db.execute(
                "UPDATE itemAttachments SET lastRead = ? WHERE itemID = ?",
                (last_read, item),
            )
        return item

    def annotation(self, key: str, attachment: int) -> int:
        item = self.item(key, {}, kind="annotation")
        self.db.execute(
            "INSERT INTO itemAnnotations VALUES"
            " (?, ?, 1, '', 'words', '', '#ffd400', '1', '00001', '{}', 0)",
            (item, attachment),
        )
        return item

    def bin(self, item: int) -> None:
        self.db.execute("INSERT INTO deletedItems (itemID) VALUES (?)", (item,))

    def _person(self, item: int, order: int, role: str, person: Person) -> None:
        family, given = (person, "") if isinstance(person, str) else person
        known = ("creators", (family, given, isinstance(person, str)))
        if known not in self._numbers:
            row = self.db.execute(
                "INSERT INTO creators (firstName, lastName, fieldMode)"
                " VALUES (?, ?, ?)",
                (given, family, int(isinstance(person, str))),
            )
            self._numbers[known] = row.lastrowid or 0
        kind = self._number("creatorTypes", "creatorType", role)
        self.db.execute(
            "INSERT INTO itemCreators VALUES (?, ?, ?, ?)",
            (item, self._numbers[known], kind, order),
        )

    def _number(self, table: str, column: str, value: str) -> int:
        if (table, value) not in self._numbers:
            row = self.db.execute(
                f"INSERT INTO {table} ({column}) VALUES (?)", (value,)
            )
            self._numbers[table, value] = row.lastrowid or 0
        return self._numbers[table, value]
