"""A cache of libraries on zotero.org, in a SQLite file.

It can be deleted at any time: its content is fetched again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from readnext.errors import UserError
from readnext_adapters.cachefile import Schema, connect, delete, prepared
from readnext_adapters.libraries.zotero.paging import Changed, ZoteroObject

_WAIT = 30.0  # seconds to wait for another readnext that writes
_SCHEMA = Schema(
    """
DROP TABLE IF EXISTS libraries;
DROP TABLE IF EXISTS objects;
CREATE TABLE libraries (
    url TEXT PRIMARY KEY, version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE objects (
    url TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (url, kind, key)
)
""",
    2,
)


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between two versions of a library; records by kind and key."""

    known: int
    version: int
    put: tuple[tuple[str, str, ZoteroObject], ...]
    gone: tuple[tuple[str, str], ...]


class WebCache:
    """Libraries by their address, each complete and of one version."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def version(self, url: str) -> int:
        """Return the cached version of a library, 0 if there is none."""
        row = self._connection.execute(
            "SELECT version FROM libraries WHERE url = ?", (url,)
        ).fetchone()
        return int(row[0]) if row else 0

    def records(self, url: str, kind: str) -> list[ZoteroObject]:
        """Return the objects of a kind, in the order of their keys."""
        rows = self._connection.execute(
            "SELECT record FROM objects WHERE url = ? AND kind = ? ORDER BY key",
            (url, kind),
        )
        return [json.loads(record) for (record,) in rows]

    def count(self, url: str, kind: str) -> int:
        """Return the number of objects of a kind."""
        row = self._connection.execute(
            "SELECT count(*) FROM objects WHERE url = ? AND kind = ?", (url, kind)
        )
        return int(row.fetchone()[0])

    def apply(self, url: str, change: Change) -> None:
        """Apply a change; raise Changed if another readnext was faster."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        try:
            if change.known and self.version(url) != change.known:
                raise Changed
            if not change.known:
                run("DELETE FROM objects WHERE url = ?", (url,))
            for kind, key in change.gone:
                run(
                    "DELETE FROM objects WHERE url = ? AND kind = ? AND key = ?",
                    (url, kind, key),
                )
            self._connection.executemany(
                "INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?)",
                _rows(url, change.put),
            )
            run("INSERT OR REPLACE INTO libraries VALUES (?, ?)", (url, change.version))
            run("COMMIT")
        except BaseException:
            run("ROLLBACK")
            raise


@contextmanager
def opened_cache(folder: Path) -> Iterator[WebCache]:
    """Open the cache in a folder; a damaged or outdated one is rebuilt.

    If it cannot be written, the cache lasts for this run only. Raises UserError if
    another readnext keeps it locked for too long.
    """
    path = folder / "zotero-web.sqlite"
    with closing(_connect(path)) as connection:
        try:
            yield WebCache(connection)
        except sqlite3.OperationalError as error:
            raise UserError(f"{path}: {error}") from error
        except sqlite3.DatabaseError as error:
            delete(path)
            raise UserError(
                f"{path}: damaged, so it was deleted; run the command again"
            ) from error


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return connect(path, _SCHEMA, _WAIT)
    except (OSError, sqlite3.OperationalError):
        return prepared(":memory:", _SCHEMA, _WAIT)


def _rows(
    url: str, put: Iterable[tuple[str, str, ZoteroObject]]
) -> Iterator[tuple[str, str, str, str]]:
    for kind, key, record in put:
        yield url, kind, key, json.dumps(record, ensure_ascii=False)
