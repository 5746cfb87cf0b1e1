"""Signs of reading in the files of a Zotero item."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from readnext.dates import loose_date
from readnext_adapters.parsing.jsonvalues import Object, text_of

_LARGEST_TIME = 2**33
_SECONDS = re.compile(r"\d{9,13}")


@dataclass(frozen=True, slots=True)
class Signs:
    """The day an item was last open, and the number of notes in its files."""

    last_read: str | None = None
    annotations: int = 0


NO_SIGNS = Signs()


def signs_of(items: Iterable[tuple[str, Object]]) -> dict[str, Signs]:
    """Return the signs of reading from files and annotations, by the works' keys.

    `items` are the keys and data of all items. An annotation belongs to a file, and
    the file to the work.
    """
    parents: dict[str, str] = {}
    opened: dict[str, str] = {}
    marked: list[str] = []
    for key, data in items:
        if not (parent := text_of(data.get("parentItem"))):
            continue
        if data.get("itemType") == "annotation":
            marked.append(parent)
        elif data.get("itemType") == "attachment":
            parents[key] = parent
            if day := time_day(data.get("lastRead")):
                opened[parent] = max(day, opened.get(parent, ""))
    marks = Counter(parents[file] for file in marked if file in parents)
    works = opened.keys() | marks.keys()
    return {key: Signs(opened.get(key), marks[key]) for key in works}


def time_day(value: object) -> str | None:
    """Return the day, in UTC, of a time: a text, or seconds since 1970.

    Milliseconds and numbers written as texts are accepted as well.

    >>> time_day(1767225600), time_day("2021-03-02T10:11:12Z"), time_day("2021")
    ('2026-01-01', '2021-03-02', None)
    >>> time_day(1767225600000), time_day("1767225600")
    ('2026-01-01', '2026-01-01')
    >>> time_day(None), time_day(10**18), time_day(10**400)
    (None, None, None)
    """
    if isinstance(value, str) and _SECONDS.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not 0 < value < _LARGEST_TIME * 1000:
            return None
        seconds = value if value < _LARGEST_TIME else value / 1000
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    date = loose_date(text_of(value))
    return date if date and len(date) == len("2021-03-02") else None
