"""What the files of a Zotero item tell: signs of reading, and which one is a PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from readnext.dates import loose_date
from readnext_adapters.parsing.jsonvalues import Object, text_of

_LARGEST_TIME = 2**33
_KEY = re.compile(r"[A-Z0-9]{8}")
_SECONDS = re.compile(r"\d{9,13}")


@dataclass(frozen=True, slots=True)
class Signs:
    """The day an item was last open, and the number of notes in its files.

    `pdf` is the key of its oldest PDF, "" for none.
    """

    last_read: str | None = None
    annotations: int = 0
    pdf: str = ""


NO_SIGNS = Signs()


def signs_of(items: Iterable[tuple[str, Object]]) -> dict[str, Signs]:
    """Return the signs of reading from files and annotations, by the works' keys.

    `items` are the keys and data of all items, the oldest first. An annotation belongs
    to a file, and the file to the work.
    """
    parents: dict[str, str] = {}
    opened: dict[str, str] = {}
    marked: list[str] = []
    pdfs: dict[str, str] = {}
    for key, data in items:
        if not (parent := text_of(data.get("parentItem"))):
            continue
        if data.get("itemType") == "annotation":
            marked.append(parent)
        elif data.get("itemType") == "attachment":
            parents[key] = parent
            if _is_pdf(key, data):
                pdfs.setdefault(parent, key)
            if day := time_day(data.get("lastRead")):
                opened[parent] = max(day, opened.get(parent, ""))
    marks = Counter(parents[file] for file in marked if file in parents)
    works = opened.keys() | marks.keys() | pdfs.keys()
    return {key: Signs(opened.get(key), marks[key], pdfs.get(key, "")) for key in works}


def _is_pdf(key: str, data: Object) -> bool:
    """Whether a file is a PDF that Zotero has, rather than a link to one."""
    pdf = data.get("contentType") == "application/pdf"
    return pdf and data.get("linkMode") != "linked_url" and bool(_KEY.fullmatch(key))


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
