"""Whole numbers as data states them."""

from __future__ import annotations

_MOST_DIGITS = 18  # fits SQLite's integers, and far below what int() refuses


def whole_number(text: str) -> int | None:
    """Return a number written in ASCII digits, or None.

    What `str.isdigit` accepts is more, such as a superscript, on which int() fails.

    >>> whole_number(" 07 "), whole_number("²"), whole_number("-1"), whole_number("")
    (7, None, None, None)
    """
    text = text.strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > _MOST_DIGITS:
        return None
    return int(text)
