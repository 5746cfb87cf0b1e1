"""Runs over lists that a service returns page by page, in any order.

Such a service changes its record of a paper for weeks after publication, and has no
filter for changes: each run also requests what was published in the days before the
previous run.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

from readnext.errors import NetworkError, StatusError
from readnext.paper import Paper, Problem
from readnext_adapters.sources.protocol import Item, Page

PageItems: TypeAlias = tuple[tuple[Item, ...], str]
# From a position in the list and the page's number to its items and next position.
FetchPage: TypeAlias = Callable[[str, int], PageItems]

_CURSOR = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d{4}-\d\d-\d\d|-) (\S+))?")
# A position in a list expires at the service after some time.
_REMEMBERED = dt.timedelta(days=2)
_FORGOTTEN = frozenset((400, 410))  # others may be transient
_FIRST_YEAR = 1900
_TELLING = 10  # records that cannot be read; some sources have a few odd ones a day


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the day on which it began, and what it requests.

    It requests what was published since `start`, None for all. `place` is the position
    at which the service's list continues, "" at its beginning.
    """

    begun: dt.date
    start: dt.date | None
    place: str = ""

    @classmethod
    def after(
        cls,
        cursor: str | None,
        since: dt.date | None,
        today: dt.date,
        overlap: dt.timedelta,
        usual: dt.timedelta | None,
    ) -> Self:
        """Return the run after a cursor, or the continuation of an interrupted one.

        >>> day, week = dt.date(2026, 5, 9), dt.timedelta(days=7)
        >>> Run.after("2026-05-08", None, day, week, None).start
        datetime.date(2026, 5, 1)
        >>> Run.after("2026-05-08 2026-04-01 abc", None, day, week, None).place
        'abc'
        """
        found = _CURSOR.fullmatch(cursor or "")
        begun = _day(found[1]) if found else None
        if not found or begun is None:
            first = since or (today - usual if usual else None)
            return cls(today, first)
        begun = min(begun, today)
        if not found[3]:
            return cls(today, begun - overlap)
        start = _day(found[2])
        if today - begun > _REMEMBERED:
            return cls(today, start)
        return cls(begun, start, found[3])

    def cursor(self, place: str) -> str:
        """Return the cursor after a page; the place "" is the end of the list."""
        begun = self.begun.isoformat()
        if not place:
            return begun
        start = self.start.isoformat() if self.start else "-"
        return f"{begun} {start} {place}"


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def walk(run: Run, fetch: FetchPage, name: str) -> Iterator[Page]:
    """Yield the pages of a run; start over if its position in the list has expired.

    Raises NetworkError if the list never ends.
    """
    pages = _walk(run, fetch, name)
    try:
        first = next(pages)
    except StatusError as error:
        if not run.place or error.status not in _FORGOTTEN:
            raise
        pages = _walk(replace(run, place=""), fetch, name)
        first = next(pages)
    yield first
    yield from pages


def _walk(run: Run, fetch: FetchPage, name: str) -> Iterator[Page]:
    place, number = run.place, 1
    passed = {place}
    before: list[str] = []
    while True:
        items, after = fetch(place, number)
        _check_items(items, f"{name} page {number}")
        ids = [item.id for item in items if isinstance(item, Paper)]
        if after in passed - {""} or (ids and ids == before):
            raise NetworkError(f"{name}: the service returns the same page repeatedly")
        yield Page(items, run.cursor(after))
        if not after:
            return
        passed.add(after)
        place, number, before = after, number + 1, ids


def _check_items(items: Sequence[Item], page: str) -> None:
    """Raise NetworkError for a page of which nothing can be read.

    A run that went on would never request these records again.
    """
    unread = [item for item in items if isinstance(item, Problem)]
    if len(unread) == len(items) >= _TELLING:
        raise NetworkError(
            f"{page}: none of its records can be read ({unread[0].why}); the service "
            "may have changed its format"
        )
