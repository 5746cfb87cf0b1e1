"""Lists of labs without duplicates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from readnext.matching.names import lab_key

_lab_key = lru_cache(maxsize=4096)(lab_key)


def distinct_labs(labs: Iterable[str]) -> tuple[str, ...]:
    """Return labs without duplicates, each in its first spelling.

    >>> distinct_labs(["Yale University", "MIT", "yale university"])
    ('Yale University', 'MIT')
    """
    first: dict[str, str] = {}
    for lab in labs:
        first.setdefault(_lab_key(lab), lab)
    return tuple(first.values())
