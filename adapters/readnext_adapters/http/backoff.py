"""How long to wait before asking again: what the service says, else ever longer."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

# Statuses after which the same question may be answered (RFC 9110, 15.5-15.6).
TRANSIENT = frozenset((408, 425, 429, 500, 502, 503, 504))
_DAY = 86_400.0


def asked_wait(headers: Mapping[str, str], now: dt.datetime) -> float:
    """Return the seconds that Retry-After or Backoff ask to wait; 0 without them.

    Retry-After is RFC 9110, 10.2.3: seconds or a date. Backoff is Zotero's, in
    seconds (https://www.zotero.org/support/dev/web_api/v3/basics). What is more
    than a day, or no number at all, counts as a day or as nothing.

    >>> asked_wait({"retry-after": "120", "backoff": "5"}, dt.datetime.now(dt.UTC))
    120.0
    >>> noon = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    >>> asked_wait({"retry-after": "Thu, 01 Jan 2026 12:00:30 GMT"}, noon)
    30.0
    """
    values = (headers.get(name, "") for name in ("retry-after", "backoff"))
    return max(_seconds(value.strip(), now) for value in values)


def own_wait(attempt: int, first: float, longest: float, chance: float) -> float:
    """Return a wait that doubles with each attempt, from 0; a half of it is chance.

    Without chance, all clients that a failure has hit would come back at once.

    >>> [own_wait(n, 1.0, 60.0, 1.0) for n in (0, 1, 2, 9)]
    [1.0, 2.0, 4.0, 60.0]
    >>> own_wait(2, 1.0, 60.0, 0.0)
    2.0
    """
    whole = min(first * 2.0 ** min(attempt, 30), longest)
    return whole * (1 + chance) / 2


def _seconds(value: str, now: dt.datetime) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = _until(value, now)
    return min(seconds, _DAY) if seconds > 0 and math.isfinite(seconds) else 0.0


def _until(value: str, now: dt.datetime) -> float:
    """Seconds until an HTTP date; 0 if it is past or no date."""
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if date.tzinfo is None:
        date = date.replace(tzinfo=dt.UTC)
    return (date - now).total_seconds()
