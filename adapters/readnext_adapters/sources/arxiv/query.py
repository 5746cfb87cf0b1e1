"""``arxiv-query:SEARCH``: what arXiv's search finds, the newest first.

The search syntax is that of https://info.arxiv.org/help/api/user-manual.html, e.g.
``all:"graph neural" AND cat:cs.LG``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from readnext.errors import InputError, NetworkError, StatusError
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.arxiv import feed
from readnext_adapters.catalogs.arxiv.document import ArxivDocument
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.response import redacted
from readnext_adapters.sources.arxiv.policy import (
    PATIENCE,
    POLICY,
    address,
    day,
    earlier,
    state,
    whole,
)
from readnext_adapters.sources.protocol import Item, Page, base_address

HELP = (
    "arxiv-query:SEARCH (arxiv-query:ti:ice AND cat:cs.LG): what arXiv finds; the "
    "newest 10,000 at first"
)

_PAGE = 300
_MOST = 10_000
# A paper may be on hold for some days before it is found, under its old date.
_OVERLAP = 14
# The service is known to return an empty page although there are more papers.
_ATTEMPTS = 3


def parse(rest: str) -> Search:
    """Return the source of a search; raise InputError if it is invalid.

    >>> parse(' ti:ice  AND cat:cs.LG ').name
    'arxiv-query:ti:ice AND cat:cs.LG'
    """
    query = " ".join(rest.split())
    if not query or not query.isprintable():
        raise InputError('no search; give one, e.g. arxiv-query:ti:"sea ice"')
    if query.count('"') % 2 or query.count("(") != query.count(")"):
        raise InputError(f"{query}: a quotation mark or parenthesis is not closed")
    return Search(query)


@dataclass(frozen=True, slots=True)
class _Run:
    """The state of a run: the oldest day requested, if any, and what was received."""

    oldest: dt.date | None
    began: dt.date
    start: int = 0

    def cursor(self, start: int) -> str:
        """Return the cursor at which to continue with another paper."""
        oldest = self.oldest.isoformat() if self.oldest else ""
        stored = {"since": oldest, "began": self.began.isoformat(), "start": start}
        return json.dumps(stored)

    def end(self) -> str:
        """Return the cursor after the last page, at which the next run begins."""
        return _Run(earlier(self.began, _OVERLAP), self.began).cursor(0)


def _run(cursor: str | None, since: dt.date | None, today: dt.date) -> _Run:
    stored = state(cursor)
    began, start = day(stored.get("began")), stored.get("start")
    if (
        began is None
        or began > today
        or not isinstance(start, int)
        or isinstance(start, bool)
    ):
        return _Run(since, today)
    oldest = day(stored.get("since"))
    if start <= 0:
        return _Run(oldest, today)
    return _Run(oldest, began, min(start, _MOST))


@dataclass(frozen=True, slots=True)
class Search:
    """One search."""

    query: str
    policy: Policy = POLICY
    patience: int = PATIENCE

    @property
    def name(self) -> str:
        """The canonical name."""
        return f"arxiv-query:{self.query}"

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return f"the newest {_MOST:,} papers"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield what is found, back to the cursor, or the newest 10,000 without one.

        Raises NetworkError if a request fails or a response is incomplete.
        """
        run = _run(cursor, since, today)
        start = run.start
        while start < _MOST:
            document = self._ask(client, start)
            start += document.entries
            total = document.total
            more = document.entries > 0 if total is None else start < total
            if not more or _is_older(document.items, run.oldest):
                yield Page(tuple(document.items), run.end())
                return
            yield Page(tuple(document.items), run.cursor(start))
        why = f"only the newest {_MOST} papers were fetched; make the search narrower"
        yield Page((Problem(self.name, why),), run.end())

    def _ask(self, client: Client, start: int) -> ArxivDocument:
        """Return a page; an empty one before the end is requested again."""
        question: dict[str, str | int] = {
            "search_query": self.query,
            "sortBy": "submittedDate",
            "sortOrder": "descending",
            "start": start,
            "max_results": min(_PAGE, _MOST - start),
        }
        base = base_address(
            "READNEXT_ARXIV_API_URL", "https://export.arxiv.org/api/query"
        )
        for _ in range(_ATTEMPTS):
            try:
                body = client.get(address(base, question)).body
            except StatusError as error:
                if error.status != 400:
                    raise
                raise NetworkError(
                    f"{redacted(base)} rejected the search {self.query}"
                ) from error
            document = whole(feed.parse(body, redacted(base)))
            if document.errors:
                raise NetworkError(f"{redacted(base)}: {document.complaint()}")
            if document.entries or (document.total or 0) <= start:
                return document
        raise NetworkError(
            f"{redacted(base)} returns an empty page at paper {start} of "
            f"{document.total}"
        )


def _is_older(items: list[Item], oldest: dt.date | None) -> bool:
    """Whether a page goes back to before a day, and is in order, newest first.

    The service is known to lose the order at times: then all pages are read.
    """
    dates = [item.date for item in items if isinstance(item, Paper) and item.date]
    if oldest is None or not dates:
        return False
    return dates == sorted(dates, reverse=True) and dates[-1] < oldest.isoformat()
