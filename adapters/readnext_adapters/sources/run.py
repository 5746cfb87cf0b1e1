"""Runs a source with the HTTP client."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from readnext.matching.identity import Identity
from readnext_adapters.http import Client, Policy
from readnext_adapters.sources.protocol import Finder, Page, Source

_TOTAL = 3600.0  # maximum seconds per source and run; the next run continues


def asking(
    source: Source, since: dt.date | None, today: dt.date
) -> Callable[[str | None], Iterator[Page]]:
    """Return a function that yields a source's pages from a cursor on.

    With `since`, the source goes back to that day regardless of the cursor.
    """

    def pages(cursor: str | None) -> Iterator[Page]:
        with Client(_bounded(source.policy)) as client:
            kept = cursor if since is None else None
            yield from source.pages(client, kept or None, since, today)

    return pages


def finding(finder: Finder, wanted: Sequence[Identity]) -> Iterator[Page]:
    """Yield the wanted papers that the finder knows."""
    with Client(_bounded(finder.policy)) as client:
        yield from finder.find(client, wanted)


def _bounded(policy: Policy) -> Policy:
    """A policy with a total time: one source must not block the others forever."""
    return policy if policy.total is not None else replace(policy, total=_TOTAL)
