"""Which papers are recent, counted from the newest of the catalog."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from readnext.request import Filters
from readnext.trending.days import day_of, iso_of
from readnext.trending.window import Period, Window, believed, windows

TODAY = dt.date(2026, 11, 22)


def dates(*numbers: int) -> np.ndarray:
    return np.array(numbers, np.int32)


def shown(window: Window) -> tuple[str, str, list[int]]:
    """The first and last day of a window, and the rows in it."""
    assert window.period
    first, last = iso_of(window.period.first), iso_of(window.period.last)
    return first, last, np.flatnonzero(window.papers).tolist()


def test_the_last_days_before_the_newest_paper_come_first() -> None:
    of = dates(20240630, 20240601, 20240531, 20240530, 20230101, 0)
    first, *wider = windows(of, Filters(), TODAY)
    assert shown(first) == ("2024-05-31", "2024-06-30", [0, 1, 2])
    assert [w.days for w in wider] == [60, 120, 240, 480, 960, None]
    assert shown(wider[-1]) == ("2023-01-01", "2024-06-30", [0, 1, 2, 3, 4, 5])
    assert shown(wider[0])[2] == [0, 1, 2, 3]
    assert 5 not in shown(wider[-2])[2]


def test_windows_end_where_all_dated_papers_are_in() -> None:
    assert [w.days for w in windows(dates(20240630), Filters(), TODAY)] == [30, None]
    assert [w.days for w in windows(dates(20240630, 20240531), Filters(), TODAY)] == [
        *(30, None)
    ]


def test_dates_of_the_future_do_not_count() -> None:
    of = dates(20990101, 20261123, 20261124, 20261101, 20270000)
    assert believed(of, TODAY).tolist() == [False, True, False, True, False]
    first, last = windows(of, Filters(), TODAY)
    assert shown(first) == ("2026-10-24", "2026-11-23", [1, 3])
    assert shown(last)[2] == [0, 1, 2, 3, 4]


def test_where_all_is_of_the_future_it_is_the_clock_that_is_wrong() -> None:
    of = dates(20240630, 20240601, 0)
    today = dt.date(1970, 1, 1)
    assert believed(of, today).tolist() == [True, True, False]
    assert shown(next(windows(of, Filters(), today)))[1] == "2024-06-30"


def test_until_moves_the_newest_day() -> None:
    of = dates(20240630, 20240315, 20240301, 20240101)
    first, *_ = windows(of, Filters(until="2024-03"), TODAY)
    assert shown(first) == ("2024-02-14", "2024-03-15", [1, 2])
    (nothing,) = windows(of, Filters(until="2020"), TODAY)
    assert nothing.period is None and not nothing.papers.any()


def test_since_is_the_only_window() -> None:
    of = dates(20240630, 20240315, 20230101, 0)
    (window,) = windows(of, Filters(since="2024-01-01"), TODAY)
    assert shown(window) == ("2024-01-01", "2024-06-30", [0, 1])
    assert window.days is None
    # What lies before the oldest paper is no part of the period.
    (window,) = windows(of, Filters(since="1900"), TODAY)
    assert shown(window) == ("2023-01-01", "2024-06-30", [0, 1, 2])
    (window,) = windows(of, Filters(since="2025"), TODAY)
    assert shown(window) == ("2024-06-30", "2024-06-30", [])


def test_vague_dates_may_be_recent() -> None:
    of = dates(20240610, 20240500, 20240400, 20240000)
    first, *_ = windows(of, Filters(), TODAY)
    assert shown(first)[2] == [0, 1, 3]


def test_without_dates_there_is_no_period() -> None:
    for of in (dates(0, 0), dates()):
        (window,) = windows(of, Filters(), TODAY)
        assert window == Window(window.papers, None)
        assert window.papers.all()


@pytest.mark.parametrize("iso", ["1969-12-31", "2024-02-29", "0001-01-01"])
def test_days_are_those_of_the_calendar(iso: str) -> None:
    day = dt.date.fromisoformat(iso)
    assert day_of(iso) == (day - dt.date(1970, 1, 1)).days
    assert iso_of(day_of(iso)) == iso
    assert Period(day_of(iso), day_of(iso)).first == day_of(iso)
