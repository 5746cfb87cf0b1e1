"""Asks a source through the polite client: the joint of source and transport."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from readnext.matching.identity import Identity
from readnext_adapters.http import Client, Policy
from readnext_adapters.sources.protocol import Finder, Page, Source

_TOTAL = 3600.0  # seconds that one run may ask a source; the next one goes on


def asking(
    source: Source, since: dt.date | None, today: dt.date
) -> Callable[[str | None], Iterator[Page]]:
    """Return what asks a source for its pages, from a cursor on.

    With `since`, the source goes back to that day whatever the cursor says.
    """

    def pages(cursor: str | None) -> Iterator[Page]:
        with Client(_bounded(source.policy)) as client:
            kept = cursor if since is None else None
            yield from source.pages(client, kept or None, since, today)

    return pages


def finding(finder: Finder, wanted: Sequence[Identity]) -> Iterator[Page]:
    """Yield the papers that are those wanted, as far as the finder knows them."""
    with Client(_bounded(finder.policy)) as client:
        yield from finder.find(client, wanted)


def _bounded(policy: Policy) -> Policy:
    """A policy with an end: one source must not keep the others waiting for ever."""
    return policy if policy.total is not None else replace(policy, total=_TOTAL)
