"""Zotero's own feeds as a source: what the reader already subscribes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from readnext.errors import InputError, NetworkError
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.zoterofeed import paper_of_zotero
from readnext_adapters.http import Client, Policy
from readnext_adapters.libraries.zotero.feeds import feed_items
from readnext_adapters.libraries.zotero.folders import find_database
from readnext_adapters.sources.protocol import Page, Source

HELP = "zotero:feeds or zotero:PATH of a zotero.sqlite (the feeds that Zotero has)"

_PATIENCE = 14


def parse(rest: str, /) -> Source:
    """Return the source of "feeds" or a database; raise InputError for others."""
    if rest in ("feeds", ""):
        return ZoteroFeeds()
    if rest.endswith(".sqlite"):
        return ZoteroFeeds(Path(rest).expanduser().absolute())
    raise InputError(
        f"zotero:{rest}: not a source; zotero:feeds has the feeds of this user's "
        "Zotero, zotero:PATH those of another zotero.sqlite"
    )


@dataclass(frozen=True, slots=True)
class ZoteroFeeds:
    """The items of all feeds in a zotero.sqlite; this user's without a path."""

    path: Path | None = None

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"zotero:{self.path or 'feeds'}"

    @property
    def policy(self) -> Policy:
        """How requests are sent: none is."""
        return Policy()

    @property
    def patience(self) -> int:
        """Days without a successful update until its papers count as stale."""
        return _PATIENCE

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return "all items that Zotero has kept"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield the items of all feeds, or nothing if the database has not changed.

        Raises NetworkError if there is no Zotero, or its database cannot be read.
        """
        del client, since, today
        path = self.path or find_database()
        if path is None:
            raise NetworkError(
                f"{self.name}: no zotero.sqlite found; name it (zotero:PATH) or set "
                "READNEXT_ZOTERO_DATA to the folder that has it"
            )
        try:
            facts = path.stat()
            state = f"{facts.st_size}-{facts.st_mtime_ns}"
            found = () if state == cursor else tuple(_read(path))
        except OSError as error:
            raise NetworkError(f"{self.name}: {error.strerror}") from error
        except InputError as error:
            raise NetworkError(str(error)) from error
        yield Page(found, state)


def _read(path: Path) -> Iterator[Paper | Problem]:
    for data, guid, feed in feed_items(path, str(path)):
        yield paper_of_zotero(data, guid, feed, f"{feed['title']}: {data['key']}")
