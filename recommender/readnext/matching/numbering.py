"""Volumes, editions and report numbers, compared as they are written."""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.matching.titles import words_of

_ARXIV = re.compile(r"arxiv|corr\b|(?<!\d)\d{4}\.\d{4,5}", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_MAIN_NUMBER = re.compile(r"\d+|[a-z]")


@lru_cache(maxsize=2**12)
def volume_key(volume: str) -> str:
    """Return the number or letter of a volume or an edition, "" for none.

    >>> volume_key("VI, Surfaces"), volume_key("Vol. 12(3)"), volume_key("2nd ed.")
    ('6', '12', '2')
    >>> volume_key("abs/1706.03762"), volume_key("Ponds")
    ('', '')
    """
    if "/" in volume and not volume.replace("/", "").isdigit():
        return ""
    return next(filter(_MAIN_NUMBER.fullmatch, words_of(volume)), "").lstrip("0")


def volumes_differ(one: str, other: str) -> bool:
    """Tell whether two volumes or editions are known to differ."""
    a, b = volume_key(one), volume_key(other)
    return bool(a and b) and a != b


_VOLUME_LAST = re.compile(
    r"[\s:,.;(\[–—-]+(?:vol(?:ume)?|band|bd|tome|tomo)\b\.?\s*(\w{1,12})\W*$",
    re.IGNORECASE,
)


def without_volume(title: str, volume: str) -> str:
    """Return a title without its volume at the end, if a record states that apart.

    >>> without_volume("Reefs: Volume One", "1"), without_volume("Reefs, Vol. 2", "")
    ('Reefs', 'Reefs, Vol. 2')
    """
    last = _VOLUME_LAST.search(title) if volume else None
    if last is None or volume_key(last[1]) != volume_key(volume):
        return title
    return title[: last.start()]


@lru_cache(maxsize=2**12)
def _series_and_digits(number: str) -> tuple[str, tuple[int, ...]]:
    text = " ".join(words_of(number))
    letters = "".join(filter(str.isalpha, text))
    return letters, tuple(int(digits) for digits in _DIGITS.findall(text))


def numbers_differ(one: str, other: str) -> bool:
    """Tell whether two numbers of one series of reports or standards differ.

    Numbers of two series can be those of one report; so can a number with and without
    its year in front.

    >>> numbers_differ("FIPS PUBS 186-2", "FIPS PUBS 186-4")
    True
    >>> numbers_differ("TN-055", "TN 55"), numbers_differ("CMU-CS-95-123", "TR 123")
    (False, False)
    """
    if _ARXIV.search(one) or _ARXIV.search(other):
        return False  # its versions are one work
    (a, ours), (b, theirs) = _series_and_digits(one), _series_and_digits(other)
    if not ours or not theirs or ours == theirs:
        return False
    if not (a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)):
        return False
    short, long = sorted((ours, theirs), key=len)
    return long[-len(short) :] != short


def isbns_differ(one: str, other: str) -> bool:
    """Tell whether two ISBNs of 13 digits are known to be those of two books.

    The printed and the electronic form of a book have numbers in succession; the last
    digit is a check digit (ISBN Users' Manual, 7th edition).

    >>> isbns_differ("9783319105895", "9783319105772")
    True
    >>> isbns_differ("9783319105895", "9783319105901")
    False
    """
    if not one or not other:
        return False
    return abs(int(one[:-1]) - int(other[:-1])) > 1


_FIRST_PAGE = re.compile(r"\s*([a-z]*\s*\d+)", re.IGNORECASE)


def pages_differ(one: str, other: str) -> bool:
    """Tell whether two spans of pages are known to begin at different pages.

    >>> pages_differ("1--18", "19--48"), pages_differ("1-18", "1")
    (True, False)
    """
    a, b = _FIRST_PAGE.match(one), _FIRST_PAGE.match(other)
    return bool(a and b) and a is not None and b is not None and a[1] != b[1]
