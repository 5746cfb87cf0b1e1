"""How much each work of the library counts in learning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from readnext.paper import Entry

_READ = 1.2  # a work that was read or annotated, beside one that was not
_MIN_DECAY = 0.5  # what a work that was added long ago counts beside a new one
_HALF_LIFE = 4 * 365.25  # days after which it is half way there
_HALF_LIFE_BY_YEAR = 6.0  # the same in years of publication
_FUTURE = 98  # percentile of years that is taken for the newest: some are mistyped


def interests(entries: Sequence[Entry]) -> NDArray[np.float32]:
    """Return how much each entry counts, 1 on the whole, float32 (entries,).

    Five stars count twice as much as three, one star half as much; what was read
    counts a little more; what was added long before the newest counts less, at
    least half. Where the library says no days of addition, years of publication stand
    in; where it says nothing, all count 1.
    """
    if not entries:
        return np.zeros(0, np.float32)
    weights = np.array([_rated(entry) for entry in entries], np.float64)
    weights *= _fresh(entries)
    return np.asarray(weights / weights.mean(), np.float32)


def _rated(entry: Entry) -> float:
    """The weight by rating and signs of reading."""
    stars = 3 if entry.rating is None else min(max(entry.rating, 1), 5)
    was_read = entry.read or entry.last_read or entry.annotations
    return float(2 ** ((stars - 3) / 2) * (_READ if was_read else 1))


def _fresh(entries: Sequence[Entry]) -> NDArray[np.float64]:
    """The weights by the day of addition, or by the year of publication."""
    days = np.array([day_of(entry.added) for entry in entries], np.float64)
    if np.isfinite(days).sum() >= 2:
        return _decay(np.nanmax(days) - days, _HALF_LIFE)
    years = np.array([entry.year or np.nan for entry in entries], np.float64)
    if np.isfinite(years).sum() >= 2:
        newest = np.nanpercentile(years, _FUTURE)
        return _decay(np.maximum(newest - years, 0), _HALF_LIFE_BY_YEAR)
    return np.ones(len(entries))


def _decay(age: NDArray[np.float64], half_life: float) -> NDArray[np.float64]:
    """The weights by age; where it is unknown (NaN), the one in the middle."""
    fresh = _MIN_DECAY + (1 - _MIN_DECAY) * 0.5 ** (age / half_life)
    known = np.isfinite(age)
    fresh[~known] = np.median(fresh[known])
    return np.asarray(fresh, np.float64)


def day_of(date: str | None) -> float:
    """Return the number of a day, NaN where there is none."""
    if not date:
        return float("nan")
    try:
        return dt.date.fromisoformat((date + "-01-01")[:10]).toordinal()
    except ValueError:
        return float("nan")
