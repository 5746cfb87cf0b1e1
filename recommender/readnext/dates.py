"""Dates as sources write them, brought to ISO 8601 once."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from readnext.numbers import whole_number

MONTHS = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), 1
    )
}
_YMD = re.compile(r"(?<!\d)(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?!\d)")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DMY = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_NAMED = re.compile(
    r"(?:(?:(?<![\d-])(\d{1,2})\s?[-–/]\s?\d{1,2}|(\d{1,2}))(?:st|nd|rd|th)?\.?[\s-]+)?"
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?:[\s-]+(\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–/]\s?\d{1,2})?(?!\d))?[\s,-]*(\d{4})",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})[\s/,.-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?:[\s/-]+(\d{1,2})(?![\d:]))?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(r"\s*(\d{1,2})[/.-](\d{4})\s*")
_MONTH_NAME = re.compile("|".join(MONTHS))
_TWO_MONTHS = re.compile(r"(\d{1,2})\s*[-–—/]+\s*\d{1,2}")
_OLD_YEAR = re.compile(r"[1-9]\d{2}")
# ISO 8601-2: a sign makes a year one before our era. With other years it is taken for
# a stray hyphen.
_BEFORE_OUR_ERA = re.compile(r"\s*-0\d{3}(?:-\d\d){0,2}\s*(?:/.*)?")
_AGO = re.compile(
    r"(\d{1,5})\s*(d|days?|w|weeks?|m|months?|y|years?)(?:\s+ago)?", re.IGNORECASE
)
_DAYS = {"today": 0, "yesterday": 1}
# A date's text; what is longer is something else.
_LONGEST = 200


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str:
    """Return the most exact valid ISO date that these numbers make.

    >>> iso_date(2026, 6, 30), iso_date(2026, 2, 30), iso_date(2026, 13)
    ('2026-06-30', '2026-02', '2026')
    """
    if not month or not 1 <= month <= 12:
        return f"{year:04d}"
    if day:
        try:
            return dt.date(year, month, day).isoformat()
        except ValueError:
            pass
    return f"{year:04d}-{month:02d}"


def parse_date(text: str) -> str | None:
    """Return the first date in a text as ISO, or None.

    A numeric date with the year last is read day first, unless that is no day.

    >>> parse_date("2026-6-30"), parse_date("Sep 25, 2025"), parse_date("in press")
    ('2026-06-30', '2025-09-25', None)
    >>> parse_date("2014-12-31/2015-01-01"), parse_date("31/12/2014")
    ('2014-12-31', '2014-12-31')
    >>> parse_date("20260630")
    '2026-06-30'
    >>> parse_date("Mar 15-17, 2017"), parse_date("2-3 May 2001")
    ('2017-03-15', '2001-05-02')
    """
    if basic := _BASIC.fullmatch(text.strip()):
        return iso_date(*map(int, basic.groups()))
    if named := _NAMED.search(text):
        first_of_some, before, month, after, year = named.groups()
        day = first_of_some or before or after
        return iso_date(int(year), MONTHS[month[:3].lower()], int(day) if day else None)
    first = _YMD.search(text)
    last = _DMY.search(text)
    # In 2014-12-31/2015-01-01 the end of one date and the next look like a third.
    if last and (first is None or last.start() <= first.start()):
        day, month, year = map(int, last.groups())
        if month > 12 >= day:
            day, month = month, day
        return iso_date(year, month, day)
    if first:
        year, month, day = (int(part) if part else None for part in first.groups())
        return iso_date(year or 0, month, day)
    return None


def loose_date(text: str) -> str | None:
    """Return the date of a field that holds nothing else, also in rarer forms.

    >>> loose_date("2009 Mar 15"), loose_date("2015/october"), loose_date("05/2017")
    ('2009-03-15', '2015-10', '2017-05')
    >>> loose_date("876"), loose_date("0000-00-00"), loose_date("in press")
    ('0876', None, None)
    >>> loose_date("-0876"), loose_date("-0876-03/-0875"), loose_date("-2019")
    (None, None, '2019')
    """
    text = text[:_LONGEST]
    if _BEFORE_OUR_ERA.fullmatch(text):
        return None
    if old := _OLD_YEAR.fullmatch(text.strip()):
        return iso_date(int(old[0]))
    if pair := _MONTH_YEAR.fullmatch(text):
        return iso_date(int(pair[2]), int(pair[1]))
    named = _YEAR_FIRST.search(text)
    if named and not _NAMED.search(text[: named.end()]):
        year, month, day = named.groups()
        return iso_date(int(year), MONTHS[month[:3].lower()], int(day) if day else None)
    date = parse_date(text)
    return None if date is None or date.startswith("0000") else date


def parse_month(text: str) -> int | None:
    """Return the month that a BibTeX month field names first, or None.

    >>> parse_month("sep"), parse_month("09"), parse_month("October 3"), parse_month("")
    (9, 9, 10, None)
    >>> parse_month("Dec/Jan"), parse_month("Nov.--Dec."), parse_month("5--6")
    (12, 11, 5)
    """
    text = text.strip().lower()
    pair = _TWO_MONTHS.fullmatch(text)
    number = whole_number(pair[1] if pair else text)
    if number is not None:
        return number if 1 <= number <= 12 else None
    named = _MONTH_NAME.search(text)
    return MONTHS[named[0]] if named else None


def relative_date(text: str, today: dt.date) -> str | None:
    """Return the ISO date that a text names by its distance from today, or None.

    That is "today", "yesterday", or a number of days, weeks, months or years ago. A
    month with fewer days than the day asked for gives its last.

    >>> day = dt.date(2026, 3, 31)
    >>> relative_date("30d", day), relative_date("2w", day), relative_date("1y", day)
    ('2026-03-01', '2026-03-17', '2025-03-31')
    >>> relative_date("1m", day), relative_date("yesterday", day)
    ('2026-02-28', '2026-03-30')
    >>> relative_date("9999y", day), relative_date("2025", day)
    (None, None)
    """
    text = text.strip().lower()
    if text in _DAYS:
        return (today - dt.timedelta(_DAYS[text])).isoformat()
    if not (ago := _AGO.fullmatch(text)):
        return None
    number, unit = int(ago[1]), ago[2][0]
    try:
        if unit in "dw":
            days = number * (7 if unit == "w" else 1)
            return (today - dt.timedelta(days)).isoformat()
        months = today.year * 12 + today.month - 1
        months -= number * (12 if unit == "y" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return dt.date(year, month + 1, min(today.day, last)).isoformat()
    except (ValueError, OverflowError):  # before the first year
        return None


def newest_year(month: int, day: int, as_of: dt.date) -> int:
    """Return the newest year in which that day does not lie after `as_of`.

    >>> newest_year(11, 7, dt.date(2026, 4, 23))
    2025
    >>> newest_year(2, 29, dt.date(2026, 3, 1))
    2024
    """
    for year in range(as_of.year, as_of.year - 9, -1):
        try:
            if dt.date(year, month, day) <= as_of:
                return year
        except ValueError:  # 29 February in a common year
            continue
    return as_of.year


def utc_text(moment: dt.datetime) -> str:
    """Return a moment with a time zone as ISO 8601 text, UTC, to the second.

    >>> utc_text(dt.datetime.fromisoformat("2026-11-20T06:00:00+02:00"))
    '2026-11-20T04:00:00+00:00'
    """
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
