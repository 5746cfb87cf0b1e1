"""Which papers of a catalog are new to its reader, and which are of the archive.

A paper is new by its date, or because it came into the catalog lately. Without a day
that is asked for, days are counted back from the newest paper, so that a catalog that
has not been updated for a while still has new papers. A catalog that is filled, or gets
the proceedings of past years, brings papers that are not new: what the first day
brought is judged by its date alone, and what is older than a year is never new.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.arrivals import Arrivals
from readnext.catalog.filters import last_day
from readnext.catalog.shards import Columns, day_number
from readnext.request import Parts

WINDOWS = (90, 180, 365)  # days; the first that has enough papers
_ENOUGH = 30
_OLDEST = 365  # days before the newest paper, from which on none is new


@dataclass(frozen=True, slots=True)
class Newness:
    """Which papers of a corpus are `new`, bool (n,), and `since` when, ISO."""

    new: NDArray[np.bool_]
    since: str


def newness(
    columns: Columns, arrivals: Arrivals, parts: Parts | None, today: dt.date
) -> Newness:
    """Tell which papers are new on a day; `parts` may say since when."""
    date, end = columns.date, _end(columns.date, today)
    came = arrivals.of(columns.numbers)
    first = int(arrivals.days[0]) if len(arrivals.days) else 0
    came = np.where(came > first, came, 0).astype(np.int32)
    spans = [end - dt.timedelta(days=days) for days in WINDOWS]
    if parts and parts.since:
        spans = [_first_day(parts.since)]
    for since in spans:
        new = _new(date, came, _number(since), today)
        if new.sum() >= _ENOUGH:
            break
    if parts and parts.since:
        # The month or the year of a day does not say that a paper is newer than it.
        asked = _number(spans[0])
        new &= (date >= asked) | (came >= asked)
    if parts and parts.after is not None:
        new |= columns.numbers > parts.after
    oldest = _number(end - dt.timedelta(days=_OLDEST))
    new &= (last_day(date) >= oldest) | (date == 0)
    return Newness(new, since.isoformat())


def _new(
    date: NDArray[np.int32], came: NDArray[np.int32], since: int, today: dt.date
) -> NDArray[np.bool_]:
    """Which papers are dated since a day, or came since then."""
    dated = last_day(date) >= since
    dated &= date <= _number(today + dt.timedelta(days=_OLDEST))  # plausible
    # Of a bare year, the day on which the paper came says more, where it is known.
    dated &= (date % 10_000 > 0) | (came == 0) | (came >= since)
    return dated | (came >= since)


def _end(date: NDArray[np.int32], today: dt.date) -> dt.date:
    """The day of the newest paper, today at the latest."""
    last = _number(today)
    past = np.minimum(last_day(date[(date > 0) & (date <= last)]), last)
    return _day(int(past.max())) if len(past) else today


def _number(day: dt.date) -> int:
    return day_number(day.isoformat())


def _day(number: int) -> dt.date:
    """The day of a number; the last of the month where it has fewer days.

    Of the year 2 at least, so that there is a year before.
    """
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    start = dt.date(max(year, 2), min(max(month, 1), 12), 1)
    return min(start + dt.timedelta(days=day - 1), _last_of(start))


def _last_of(start: dt.date) -> dt.date:
    return (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _first_day(date: str) -> dt.date:
    """The first day of an ISO date."""
    return dt.date.fromisoformat((date + "-01-01")[:10] if len(date) < 10 else date)
