"""Dates as feeds write them: in many languages, orders and formats of programs."""

from __future__ import annotations

import datetime as dt
import re

from readnext.dates import iso_date, loose_date
from readnext.matching.names import fold
from readnext_adapters.parsing.month_names import MONTH_OF

_LONGEST = 100
_WORD = r"(?P<month>[^\W\d_]{3,20})"
_OF = r"(?:(?:de|del|di|of|du|den)\s+|d')?"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th|er|º|ª|°|-?го)(?!\w))?"
_TIME = r"(?:\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?\s+(?:[a-z]{1,5}\s+|[+-]\d{4}\s+)?)?"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_DAY}[\s.,-]*{_OF}{_WORD}[\s.,-]*{_OF}(?P<year>\d{{4}})(?!\d)",
        rf"{_WORD}[\s.]*{_DAY}[\s,]+{_TIME}(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<year>\d{{4}})[\s.,/-]*{_OF}{_WORD}(?:[\s.-]*{_DAY}(?![\d:]))?",
        rf"(?<!\d){_DAY}[\s-]{_WORD}[\s-](?P<year>\d\d)(?=\s|$)",
        rf"{_WORD}\.?\s*[-–/]\s*[^\W\d_]{{3,20}}[\s.,-]*(?P<year>\d{{4}})(?!\d)",
        rf"{_WORD}[\s.,-]*{_OF}(?P<year>\d{{4}})(?!\d)",
    )
)
_BY_SIGNS = re.compile(
    r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d{1,2})\s*[月월](?:\s*(?P<day>\d{1,2})\s*[日일])?"
)
_VIETNAMESE = re.compile(
    r"(?P<day>\d{1,2})\s*(?:tháng|thang"
    r"|/)\s*(?P<month>\d{1,2})\s*,?\s*năm\s*(?P<year>\d{4})"
    r"|(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2}),?\s*(?P<y>\d{4})"
)
_AMERICAN = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}),?\s+\d{1,2}:\d\d(?::\d\d)?\s*[AaPp]\.?[Mm]"
)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T\d{4,6}")
# Years of Japanese eras: the year before the first one.
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_ERA = re.compile(r"(令和|平成|昭和)\s*(\d{1,2}|元)(?=\s*年)")
_ISO = re.compile(r"\s*\d{4}-\d{1,2}")
_SECONDS = re.compile(r"\s*(\d{9,10})(\d{3})?\s*")
# Where the clocks and calendars of programs begin.
_ZEROS = frozenset(
    "1970-01-01 1969-12-31 1900-01-01 1899-12-30 1899-12-31 1601-01-01 1904-01-01"
    " 1980-01-01".split()
)
_OLDEST, _LATEST = 1600, 2200


def written_date(text: str) -> str | None:
    """Return the date of a field of a feed as ISO, or None; zeros of clocks are none.

    >>> written_date("jeu., 4 juin 2026 09:16:58 +0200"), written_date("2026年6月4日")
    ('2026-06-04', '2026-06-04')
    >>> written_date("Thu Jun  4 09:16:58 2026"), written_date("04 Jun 26 09:16 GMT")
    ('2026-06-04', '2026-06-04')
    >>> written_date("Thu, 01 Jan 1970 00:00:00 +0000") is None
    True
    """
    found = _date(text[:_LONGEST].strip())
    if found is None or found in _ZEROS or not _OLDEST < int(found[:4]) < _LATEST:
        return None
    return found


def _date(text: str) -> str | None:
    if _ISO.match(text):
        return loose_date(text)
    if stamp := _STAMP.match(text):
        return iso_date(*map(int, stamp.groups()))
    if seconds := _SECONDS.fullmatch(text):
        moment = dt.datetime.fromtimestamp(int(seconds[1]), dt.UTC)
        return moment.date().isoformat()
    if american := _AMERICAN.search(text):
        month, day, year = map(int, american.groups())
        if month <= 12:
            return iso_date(year, month, day)
    return _by_signs(text) or _by_name(text) or loose_date(text)


def _western(found: re.Match[str]) -> str:
    year = 1 if found[2] == "元" else int(found[2])
    return str(_ERAS[found[1]] + year)


def _by_signs(text: str) -> str | None:
    text = _ERA.sub(_western, text)
    for pattern in (_BY_SIGNS, _VIETNAMESE):
        if found := pattern.search(text):
            parts = found.groupdict()
            year = parts.get("y") or parts["year"]
            month, day = (
                parts.get("m") or parts["month"],
                parts.get("d") or parts["day"],
            )
            return iso_date(int(year), int(month), int(day) if day else None)
    return None


def _by_name(text: str) -> str | None:
    """The date in a text that names its month."""
    folded = fold(text)
    for pattern in _NAMED:
        for found in pattern.finditer(folded):
            month = MONTH_OF.get(found["month"])
            if month is None:
                continue
            year = int(found["year"])
            if len(found["year"]) == 2:
                year += 2000 if year < 50 else 1900
            day = found.groupdict().get("day")
            return iso_date(year, month, int(day) if day else None)
    return None


def day_of_publication(cover: str | None, posted: str | None) -> str | None:
    """Return the day on which something came out, by its cover and its feed.

    Issues are dated ahead of the day on which their articles appear; a feed may list
    old articles as posted today.

    >>> day_of_publication("2026-08-01", "2026-06-22")
    '2026-06-22'
    >>> day_of_publication("2024", "2026-06-22")
    '2024'
    """
    if cover is None or posted is None:
        return cover or posted
    return posted if posted < cover or posted.startswith(cover) else cover
