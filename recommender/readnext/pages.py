"""How long papers are, by what sources say of their pages."""

from __future__ import annotations

import re

_SPAN = re.compile(
    r"\s*([A-Za-z]{0,2})(\d{1,6})\s*(?:-|–|—)+\s*([A-Za-z]{0,2})(\d{1,6})\s*"
)
_STATED = re.compile(
    r"(?<![\d.,-])(\d{1,4})\s*(?:\+\s*\d{1,3}\s*)?(?:pages|pp)\b", re.IGNORECASE
)
_MOST = 3000  # of a book


def page_count(pages: str) -> int | None:
    """Return how many pages a span is, None where that is not known.

    >>> page_count("4171--4186"), page_count("51–8"), page_count("S12-S19")
    (16, 8, 8)
    >>> page_count("e1002"), page_count("12")
    (None, None)
    """
    found = _SPAN.fullmatch(pages)
    if found is None or found[3] not in ("", found[1]):
        return None
    first, last = found[2], found[4]
    if len(last) < len(first):  # "51-8" is 51 to 58
        last = first[: len(first) - len(last)] + last
    return _possible(int(last) - int(first) + 1)


def stated_pages(text: str) -> int | None:
    """Return the pages that a comment states, None if it does not.

    >>> stated_pages("Accepted at ICML; 23 pages, 4 figures"), stated_pages("8+4 pages")
    (23, 8)
    >>> stated_pages("3 figures")
    """
    found = _STATED.search(text)
    return _possible(int(found[1])) if found else None


def _possible(count: int) -> int | None:
    return count if 0 < count <= _MOST else None
