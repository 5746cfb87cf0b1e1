"""Dates that a record states but that name no year, such as 199X."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readnext.paper import Problem

# "in press" names no year, zeros stand for none, and a sign is of one before our era.
_STATED = re.compile(r"(?!\s*[-−]\d{4,})(?=.*[1-9])", re.DOTALL)
_LONGEST = 40


def unread_date(texts: Iterable[str], where: str, key: str = "") -> list[Problem]:
    """Return the problem of a record whose dates are `texts` and could not be read.

    There is none if no text has a number: "in press" leaves out the date on purpose.

    >>> [problem.why for problem in unread_date(["", "199X"], "a.bib:1", "ash")]
    ['ash: 199X is not a date; write a year of four digits']
    >>> unread_date(["in press", "0000", "-0876"], "a.bib:1")
    []
    """
    for text in texts:
        stated = " ".join(text.split())
        if stated and _STATED.match(stated):
            if len(stated) > _LONGEST:
                stated = f"{stated[:_LONGEST]}..."
            why = f"{stated} is not a date; write a year of four digits"
            return [Problem(where, f"{key}: {why}" if key else why)]
    return []
