"""Bringing a catalog up to date from one source: page by page, and on the ledger.

Each page is one transaction together with the cursor that follows it. Whatever
breaks off a run, the catalog holds whole pages, and the next run goes on after them.
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
    """The items of one answer, and from where to go on after it."""

    @property
    def items(self) -> tuple[Paper | Gone | Problem, ...]:
        """What the answer held."""

    @property
    def cursor(self) -> str:
        """A text that the source understands, "" if it has none."""


Pages = Callable[[str | None], Iterator[Page]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run brought; `error` says why it ended early, None if it did not."""

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
    anew: bool = False,
) -> Outcome:
    """Take in what a source has that is new, from where its last run ended.

    `pages` asks the source, from a cursor or, with `anew`, from None. What fails is
    put on the ledger; what came before stays. `progress` is called with the number of
    items of each page.
    """
    with catalog.ledger() as ledger:
        ledger.take_in(source, patience)
        ledger.begin(source, now())
        account = ledger.find(source)
    cursor = account.cursor if account and not anew else None
    total, error = ImportResult(), None
    try:
        for page in pages(cursor):
            total += take(catalog, source, page)
            progress(len(page.items))
    except NetworkError as failure:
        error = str(failure)
    with catalog.ledger() as ledger:
        ledger.end(source, now(), error)
    return Outcome(source, total, error)


def take(catalog: Catalog, source: str, page: Page) -> ImportResult:
    """Take in one page with its cursor, all or nothing."""
    items = [item for item in page.items if not isinstance(item, Problem)]
    added = catalog.add_page(items, source, page.cursor)
    added.problems += [item for item in page.items if isinstance(item, Problem)]
    return added
