"""How requests are sent to arXiv, for all its interfaces."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from readnext.errors import NetworkError
from readnext_adapters.catalogs.arxiv.document import ArxivDocument
from readnext_adapters.http import Policy

# One request in three seconds over one connection, for all of its interfaces together
# (https://info.arxiv.org/help/api/tou.html). Long lists take it a while.
POLICY = Policy(
    spacing=3.1,
    rate_limit="arxiv",
    deadline=600.0,
    read_timeout=120.0,
    longest_wait=120.0,
    hosts=frozenset(
        ("arxiv.org", "export.arxiv.org", "oaipmh.arxiv.org", "rss.arxiv.org")
    ),
)
# Nothing is announced at weekends and on some holidays.
PATIENCE = 4


def address(base: str, question: Mapping[str, str | int]) -> str:
    """Return the URL of a query."""
    return f"{base}{'&' if '?' in base else '?'}{urlencode(question, quote_via=quote)}"


def whole(answer: ArxivDocument) -> ArxivDocument:
    """Return a document; raise NetworkError if it is incomplete or not XML."""
    if answer.broken:
        raise NetworkError(
            f"{answer.broken.where}: an answer that cannot be read ("
            f"{answer.broken.why}); is a captive portal or proxy intercepting?"
        )
    return answer


def state(cursor: str | None) -> dict[str, object]:
    """Return the contents of a cursor; an empty one if it is damaged."""
    try:
        found = json.loads(cursor or "")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def day(value: object) -> dt.date | None:
    """Return the day in a cursor, or None."""
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def earlier(date: dt.date, days: int) -> dt.date:
    """Return the day so many days before another, at least the first possible day."""
    return dt.date.fromordinal(max(date.toordinal() - days, 1))
