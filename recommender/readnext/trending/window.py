"""Which papers are recent: of the last days before the newest paper of a catalog.

Days are counted back from the newest paper, not from today, so that a catalog
that has not been updated for a while still has recent papers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.filters import in_dates
from readnext.request import Filters
from readnext.trending.days import Days, day_of, day_spans

RECENT = 30  # days that are ranked without --since


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are ranked; age is counted back from the last."""

    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Window:
    """The papers of a period, (n,); no `period` where nothing has a date.

    `days` is how long the period is; None if it is not the last days, but those that
    were asked for, or all papers, dated or not.
    """

    papers: NDArray[np.bool_]
    period: Period | None
    days: int | None = None


def believed(date: NDArray[np.int32], today: dt.date) -> NDArray[np.bool_]:
    """Tell which dates, as YYYYMMDD, are plausible: those up to the day after `today`.

    Every catalog has some wrong dates. If all dates are later, it is today's.
    """
    first, _ = day_spans(date)
    past = first <= day_of(today.isoformat()) + 1
    return past if past.any() else np.isfinite(first)


def windows(
    date: NDArray[np.int32], filters: Filters, today: dt.date
) -> Iterator[Window]:
    """Yield ever wider windows on papers with these dates, the one asked for first.

    Where the filters say since when, there is no other. Where they do not, the last
    30 days come first, and each window is twice as long as the one before; the last
    one holds all papers, also those without a date or with one that is not believed.
    """
    inside = in_dates(date, filters)
    first, last = day_spans(date)
    known = first[believed(date, today) & (inside | (not filters.until))]
    if not len(known):
        yield Window(inside, None)
        return
    oldest, newest = float(known.min()), float(known.max())
    if filters.since:
        start = min(max(day_of(filters.since), oldest), newest)
        yield Window(inside, Period(start, newest))
        return
    for days in _doubled(newest - oldest):
        of_then = inside & _between(first, last, newest - days, newest)
        yield Window(of_then, Period(newest - days, newest), days)
    yield Window(inside, Period(oldest, newest))


def _doubled(reach: float) -> Iterator[int]:
    """Yield 30 days, 60, 120 ... up to the first number that reaches so far."""
    days = RECENT
    while days < reach:
        yield days
        days *= 2
    yield days


def _between(first: Days, last: Days, start: float, end: float) -> NDArray[np.bool_]:
    """Which papers may be dated from `start` to `end`."""
    return (first <= end) & (last >= start)
