"""Runs of a source against a server on this machine, whole or broken off."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from readnext.paper import Paper, Problem
from readnext_adapters.http import Client, Policy
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.protocol import Item, Page, Source

TODAY = dt.date(2031, 6, 30)
# No wait is needed where the answers are a test's own.
QUICK = Policy(
    attempts=2, deadline=20.0, read_timeout=5.0, first_wait=0.0, longest_wait=0.0
)


def pages(
    source: Source | str,
    cursor: str | None = None,
    *,
    since: dt.date | None = None,
    today: dt.date = TODAY,
    most: int | None = None,
) -> list[Page]:
    """The pages of a run, or its first ones."""
    asked = parse_source(source) if isinstance(source, str) else source
    with Client(QUICK) as client:
        return list(islice(asked.pages(client, cursor, since, today), most))


def items(found: list[Page]) -> list[Item]:
    return [item for page in found for item in page.items]


def papers(found: list[Page]) -> list[Paper]:
    return [item for item in items(found) if isinstance(item, Paper)]


def problems(found: list[Page]) -> list[str]:
    return [item.why for item in items(found) if isinstance(item, Problem)]
