"""Dates as day numbers, also dates of a month or a year only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.float64]


def day_spans(date: NDArray[np.int32]) -> tuple[Days, Days]:
    """Return the first and the last day that dates as YYYYMMDD can mean.

    Days are counted from 1970; no date (0) is NaN.

    >>> first, last = day_spans(np.array([19700105, 19700200, 0], np.int32))
    >>> first.tolist(), last.tolist()
    ([4.0, 31.0, nan], [4.0, 58.0, nan])
    """
    year, month, day = date // 10_000, date // 100 % 100, date % 100
    begins = (year.astype(np.int64) - 1970) * 12 + np.maximum(month, 1) - 1
    ends = begins + np.where(month == 0, 12, 1)
    first = _first_of_month(begins) + np.maximum(day, 1) - 1
    last = np.where(day > 0, first, _first_of_month(ends) - 1)
    known = date > 0
    return np.where(known, first, np.nan), np.where(known, last, np.nan)


def _first_of_month(months: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first days of months that are counted from January 1970."""
    return months.astype("M8[M]").astype("M8[D]").astype(np.int64)


def day_of(iso: str) -> float:
    """Return the first day that an ISO date can mean.

    >>> day_of("1970-01-02"), day_of("1971")
    (1.0, 365.0)
    """
    return float(np.datetime64(iso, "D").astype(np.int64))


def iso_of(day: float) -> str:
    """Return a day as ISO 8601.

    >>> iso_of(1.0)
    '1970-01-02'
    """
    return str(np.datetime64(int(day), "D"))
