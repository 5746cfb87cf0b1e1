"""Dates as a user of the service writes them."""

from __future__ import annotations

import datetime as dt

from readnext.dates import parse_date, relative_date
from readnext.errors import InputError

_LONGEST = 40


def asked_date(name: str, text: str | None, today: dt.date) -> str | None:
    """Return the ISO date that a parameter of a name has, None for no date.

    Raises InputError for a text that is not a date.
    """
    value = (text or "").strip()
    if not value:
        return None
    found = relative_date(value, today) or parse_date(value)
    if found is None or len(value) > _LONGEST or found.startswith("0000"):
        raise InputError(
            f"{name}: {value[:20]!r} is not a date; write e.g. 2025-09-25, 2025 or 30d"
        )
    return found
