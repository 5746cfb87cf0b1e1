"""Titles of books with what title pages and catalogs add: series, another title."""

from __future__ import annotations

import re

from readnext.matching.titles import Title, read_title

_SERIES_WORD = (
    r"(?:series|textbooks?|texts in|monographs?|studies in|lecture notes|library"
    r"|classics|handbooks?|paperbacks?|companions?|edition of the works|oeuvres|reihe"
    r"|collection)"
)
# "(Springer Series in Ponds)", ". Pond Monographs Series 14".
_SERIES = re.compile(
    rf"\s*[(\[](?=[A-Z])(?:[^()\[\]]*\s)?{_SERIES_WORD}\b[^()\[\]]*[)\]](?=\W*$)"
    rf"|[.;,]\s+(?=[A-Z])[^.;,:]*\b{_SERIES_WORD}\b[^.;,:]*?\d{{1,4}}(?=\W*$)",
    re.IGNORECASE,
)
# "Frankenstein; or, The Modern Prometheus".
_ALTERNATIVE = re.compile(
    r"[;,:]?\s+or,?\s+(?:the|an?|how|why|what)\s[^.:;()]*|[;,:]\s+or,\s[^.:;()]*",
    re.IGNORECASE,
)
# "The Great Heron and Other Stories".
_OTHERS = re.compile(
    r",?\s+(?:and|&) other (?:episodes|essays|papers|stories|tales|poems|plays|writings"
    r"|lectures|studies|works|clinical tales|adventures)\b.*$",
    re.IGNORECASE,
)


def without_series(title: str) -> str:
    """Return the title of a book without the series that it is in.

    >>> without_series("Mud (Springer Series in Ponds)")
    'Mud'
    """
    return _SERIES.sub("", title)


def book_titles(one: str, other: str) -> tuple[Title, Title]:
    """Return the titles of two books without what one of them has in addition.

    >>> a, b = book_titles("Mud; or, The Bog", "Mud (Oxford Pond Classics)")
    >>> a.words, b.words
    (('mud',), ('mud',))
    """
    a, b = map(without_series, (one, other))
    for addition in (_ALTERNATIVE, _OTHERS):
        less_a, less_b = addition.sub("", a, count=1), addition.sub("", b, count=1)
        if (less_a == a) != (less_b == b):
            a, b = less_a, less_b
    return read_title(a), read_title(b)
