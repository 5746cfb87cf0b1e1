"""Notes of OpenReview that are submissions, of both versions of its API.

In the second version each value of the content is an object with ``value``
(https://docs.openreview.net).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.json_response import (
    finished,
    list_under,
    read_responses,
)
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, object_of
from readnext_adapters.parsing.markup import strip_markup

SUFFIXES: tuple[str, ...] = (".json",)

_LIST = re.compile(r'\A\s*\{\s*"notes"\s*:|"notes"\s*:\s*\[')
_OWN = re.compile(r'"(?:forum|invitations?|venueid|signatures)"\s*:')
_SUBMITTED = re.compile(
    r"^(?:Submitted to|Under review)\b.*|.*\bSubmission$", re.IGNORECASE
)
_REJECTED = re.compile(r"/(?:Withdrawn|Desk_Rejected)", re.IGNORECASE)
_MILLISECONDS = 1000
_LATEST = 32_503_680_000  # the year 3000 in seconds


def detect(head: str) -> bool:
    """Tell whether a text is a response of OpenReview.

    >>> detect('{"notes": [{"id": "aB1", "forum": "aB1", "content": {}}], "count": 1}')
    True
    """
    return bool(_LIST.search(head) and _OWN.search(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the submissions of a saved response."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one note, and its problem, if any; replies are left out."""
    fields = Fields(item, [])
    forum, id_ = fields.text("forum"), fields.text("id")
    if forum and id_ and forum != id_:
        return
    yield from finished(_paper(fields), where, fields.complaints)


def _is_item(item: Object) -> bool:
    return "content" in item


LAYOUT = Layout(list_under("notes"), _is_item, "notes")


def _paper(fields: Fields) -> Paper | None:
    content = object_of(fields.record.get("content"))
    title, id_ = strip_markup(_text(content, "title")), fields.text("id")
    if not title or not id_:
        missing = "id" if title else "title"
        fields.complaints.insert(0, f"a note without {missing} is left out")
        return None
    area = _text(content, "primary_area")
    return Paper(
        id=f"openreview:{id_}",
        title=title,
        authors=_texts(content, "authors"),
        abstract=strip_markup(_text(content, "abstract")),
        venue=_venue(content),
        date=_date(fields.record),
        url=f"https://openreview.net/forum?id={id_}",
        categories=(area.replace("_", " "),) if area else (),
        keywords=tuple(dict.fromkeys(_texts(content, "keywords"))),
        pdf=_pdf(content),
        withdrawn=bool(_REJECTED.search(_text(content, "venueid"))),
    )


def _value(content: Object, key: str) -> object:
    """A value, which the second version of the API wraps in an object."""
    value = content.get(key)
    return value.get("value") if isinstance(value, dict) else value


def _text(content: Object, key: str) -> str:
    value = _value(content, key)
    return clean(value) if isinstance(value, str) else ""


def _texts(content: Object, key: str) -> tuple[str, ...]:
    value = _value(content, key)
    found = value if isinstance(value, list) else []
    return tuple(text for x in found if isinstance(x, str) and (text := clean(x)))


def _venue(content: Object) -> str:
    """The venue that accepted a paper; one that only received it is none."""
    name = _text(content, "venue")
    return "" if _SUBMITTED.fullmatch(name) else name


def _pdf(content: Object) -> str | None:
    path = _text(content, "pdf")
    return f"https://openreview.net{path}" if path.startswith("/") else None


def _date(item: Object) -> str | None:
    """The day of publication or else of creation, both in milliseconds since 1970.

    >>> _date({"pdate": 10**400, "cdate": 1577836800000})
    '2020-01-01'
    """
    for key in ("pdate", "odate", "cdate", "tcdate"):
        value = item.get(key)
        if isinstance(value, int) and 0 < value < _LATEST * _MILLISECONDS:
            moment = dt.datetime.fromtimestamp(value / _MILLISECONDS, dt.UTC)
            return moment.date().isoformat()
    return None
