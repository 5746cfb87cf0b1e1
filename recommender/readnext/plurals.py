"""Counts in messages: "1 paper", "2 papers"."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, as one counts: one, or several.

    >>> counted(1, "paper"), counted(0, "entry"), counted(1200, "more problem")
    ('1 paper', '0 entries', '1,200 more problems')
    """
    if count != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{count:,} {noun}"
