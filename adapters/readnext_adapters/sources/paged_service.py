"""Sources that list what a service finds, page by page, as JSON.

A module of a service states the URL and the query (`Listing`), and how an answer says
where the list continues (`Follow`); cursors, overlaps, counts and faults are common.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from readnext.errors import NetworkError
from readnext.paper import Problem
from readnext_adapters.catalogs.json_response import RecordParser, items_of
from readnext_adapters.http import Client, Policy
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.sources.json_service import Service
from readnext_adapters.sources.paged_runs import PageItems, Run, walk
from readnext_adapters.sources.protocol import Page

# How many papers a list counts, if it says so, and where it continues ("" at its end).
Next: TypeAlias = "tuple[int | None, str]"
Query: TypeAlias = Callable[[Run], Mapping[str, str]]

_MISSING = 0.02  # share of a list by which its count may be wrong


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: its JSON, its position in the list, the number of its items."""

    document: object
    position: str
    count: int
    run: Run


@dataclass(frozen=True, slots=True)
class Listing:
    """The lists of a service.

    `at` gives the parameters of a position, "" being the first; `follow` tells what
    comes after a response, and `parts` that an empty one need not be the last. `usual`
    is how far back the first run goes; `overlap` is for how long after publication
    papers may still be added. Services return no more than `most` papers of a list.
    """

    service: Service
    path: str
    layout: Layout
    record: RecordParser
    at: Callable[[str, Run], Mapping[str, str]]
    follow: Callable[[Answer], Next]
    policy: Policy
    usual: dt.timedelta = dt.timedelta(days=30)
    overlap: dt.timedelta = dt.timedelta(days=14)
    most: int = 10_000_000
    parts: bool = False
    first_run: str = ""


@dataclass(frozen=True, slots=True)
class PagedSource:
    """What a service finds by one query; `most` is as many as are asked for."""

    name: str
    listing: Listing
    query: Query
    most: int | None = None
    patience: int = 14

    @property
    def policy(self) -> Policy:
        """How requests are sent."""
        return self.listing.policy

    @property
    def first_run(self) -> str:
        """How far back the first run goes without ``--since``."""
        return self.listing.first_run or f"{self.listing.usual.days} days back"

    def pages(
        self, client: Client, cursor: str | None, since: dt.date | None, today: dt.date
    ) -> Iterator[Page]:
        """Yield papers page by page; see `Run` for the cursor.

        Raises NetworkError if a response fails, cannot be read, is repeated, or if
        fewer papers come than the service counts.
        """
        listing = self.listing
        run = Run.after(cursor, since, today, listing.overlap, listing.usual)
        pages = _Pages(self, client, run, dict(self.query(run)))
        return walk(run, pages.fetch, self.name)


@dataclass(slots=True)
class _Pages:
    """The pages of a run; a place is the count of papers before it, and a position."""

    source: PagedSource
    client: Client
    run: Run
    query: dict[str, str]
    passed: set[str] = field(default_factory=set)

    def fetch(self, place: str, number: int) -> PageItems:
        """Return the items at a place, and the next place."""
        listing, where = self.source.listing, f"{self.source.name} page {number}"
        seen, position = _split(place)
        if not place:
            self.passed.clear()
        query = self.query | dict(listing.at(position, self.run))
        answer = listing.service.get(self.client, listing.path, query)
        if not isinstance(answer, dict):  # as files may be, but no response is
            raise NetworkError(f"{where}: {listing.service.title} returned no list")
        items = items_of(answer, where, listing.layout, listing.record)
        count = len(listing.layout.listed(answer) or ())
        total, after = listing.follow(Answer(answer, position, count, self.run))
        seen += count
        most = min(self.source.most or listing.most, listing.most)
        if after == position or seen >= most or not (count or listing.parts):
            after = ""
        self._check(where, after, seen, total, most)
        if not after and total and total > listing.most:
            items = (*items, Problem(where, _cut(listing.most, total)))
        return items, f"{seen}@{after}" if after else ""

    def _check(
        self, where: str, after: str, seen: int, total: int | None, most: int
    ) -> None:
        """Raise NetworkError for a list that repeats itself, or that ends too early."""
        if after and after in self.passed:
            raise NetworkError(f"{where}: the service returns the same page repeatedly")
        self.passed.add(after)
        expected = min(total or 0, most)
        if not after and seen < expected * (1 - _MISSING):
            raise NetworkError(
                f"{where}: the service counts {expected} and returned only {seen}"
            )


def _cut(most: int, total: int) -> str:
    return (
        f"only {most:,} of {total:,} papers can be fetched at once; use a narrower "
        "query or a later --since"
    )


def _split(place: str) -> tuple[int, str]:
    """The number of papers before a place, and its position at the service."""
    seen, _, position = place.partition("@")
    return (int(seen), position) if seen.isdecimal() and len(seen) < 10 else (0, "")


def count_in(fields: Mapping[str, object], name: str) -> int | None:
    """Return a count that a response states as a number or as a text, or None."""
    value = fields.get(name)
    if isinstance(value, str) and value.isdecimal() and len(value) < 16:
        return int(value)
    valid = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if valid and isinstance(value, int) else None


def text_in(fields: Mapping[str, object], name: str) -> str:
    """Return a position in a response, "" if there is none that could be one."""
    value = fields.get(name)
    valid = isinstance(value, str) and len(value.split()) == 1
    return value.strip() if valid and isinstance(value, str) else ""


def next_offset(position: str, count: int, total: int | None, size: int) -> str:
    """Return the next position of a list that is read by offsets.

    >>> next_offset("100", 100, 250, 100), next_offset("200", 50, 250, 100)
    ('200', '')
    """
    reached = whole(position) + count
    more = count >= size if total is None else reached < total
    return str(reached) if more and count else ""


def whole(position: str) -> int:
    """Return a position that is a number; 0 for any other."""
    return int(position) if position.isdecimal() and len(position) < 10 else 0
