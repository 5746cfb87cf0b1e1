"""Updating a catalog from one source, page by page, with a log entry.

Each page is one transaction together with the cursor that follows it. Whatever
interrupts a run, the catalog has complete pages, and the next run continues after them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from readnext.catalog.import_result import ImportResult
from readnext.catalog.store import Catalog
from readnext.errors import NetworkError
from readnext.paper import Gone, Paper, Problem


class Page(Protocol):
    """The items of one response, and where to resume after it."""

    @property
    def items(self) -> tuple[Paper | Gone | Problem, ...]:
        """The items of the response."""

    @property
    def cursor(self) -> str:
        """A text that the source understands, "" if it has none."""


Pages = Callable[[str | None], Iterator[Page]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run; `error` says why it ended early, None if it did not."""

    source: str
    added: ImportResult
    error: str | None


def update(
    catalog: Catalog,
    source: str,
    patience: int,
    pages: Pages,
    now: Callable[[], dt.datetime],
    progress: Callable[[int], object] = lambda _: None,
    *,
    restart: bool = False,
) -> Outcome:
    """Add what is new in a source, resuming where its last run ended.

    `pages` queries the source from a cursor, or from None with `restart`. A failure is
    recorded in the log; the pages before it stay. `progress` is called with the number
    of items of each page.
    """
    with catalog.source_log() as log:
        log.register(source, patience)
        log.begin(source, now())
        account = log.find(source)
    cursor = account.cursor if account and not restart else None
    total, error = ImportResult(), None
    try:
        for page in pages(cursor):
            total += take(catalog, source, page)
            progress(len(page.items))
    except NetworkError as failure:
        error = str(failure)
    with catalog.source_log() as log:
        log.end(source, now(), error)
    return Outcome(source, total, error)


def take(catalog: Catalog, source: str, page: Page) -> ImportResult:
    """Add one page with its cursor, all or nothing."""
    items = [item for item in page.items if not isinstance(item, Problem)]
    added = catalog.add_page(items, source, page.cursor)
    added.problems += [item for item in page.items if isinstance(item, Problem)]
    return added
