"""The citation keys that Better BibTeX keeps beside Zotero's database.

Since Zotero 8 the keys are a field of their items, and what was moved there is kept
as ``better-bibtex.migrated``
(https://github.com/retorquere/zotero-better-bibtex/issues/3520).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from readnext.errors import InputError
from readnext.paper import Problem
from readnext_adapters.libraries.zotero.sqlitecopy import is_database, opened_copy
from readnext_adapters.parsing.clean import clean

CitationKeys = dict[tuple[int, str], str]

# The database in use, then what became of it.
_FILES = ("better-bibtex.sqlite", "better-bibtex.migrated")
_TABLE, _OLD_TABLE = "citationkey", "better-bibtex"


def citation_keys(folder: Path) -> tuple[CitationKeys, list[Problem]]:
    """Return the keys by number of the library and key of the item.

    A file of keys that cannot be read is a problem, not an error: without it, Zotero's
    own keys are used.
    """
    problems: list[Problem] = []
    for name in _FILES:
        path = folder / name
        if not is_database(path):
            continue
        try:
            with opened_copy(path, (_TABLE, _OLD_TABLE)) as connection:
                return dict(_keys(connection)), problems
        except (InputError, sqlite3.OperationalError) as error:
            why = f"the citation keys cannot be read: {error}"
            problems.append(Problem(str(path), why))
    return {}, problems


def _keys(connection: sqlite3.Connection) -> Iterator[tuple[tuple[int, str], str]]:
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if _TABLE in names:
        rows = connection.execute(
            f"SELECT libraryID, itemKey, citationKey FROM {_TABLE}"
        )
        for library, item, key in rows:
            if isinstance(key, str) and key:
                yield (library, item), clean(key)
    elif _OLD_TABLE in names:
        yield from _old_keys(connection)


def _old_keys(connection: sqlite3.Connection) -> Iterator[tuple[tuple[int, str], str]]:
    """The keys of Better BibTeX up to 6.7, one JSON text for all."""
    row = connection.execute(
        f"SELECT data FROM \"{_OLD_TABLE}\" WHERE name = 'better-bibtex.citekey'"
    ).fetchone()
    try:
        records = json.loads(row[0])["data"] if row else []
    except (ValueError, TypeError, KeyError):
        records = []
    for record in records if isinstance(records, list) else ():
        if isinstance(record, dict) and isinstance(record.get("citekey"), str):
            place = record.get("libraryID"), record.get("itemKey")
            if isinstance(place[0], int) and isinstance(place[1], str):
                yield (place[0], place[1]), clean(record["citekey"])
