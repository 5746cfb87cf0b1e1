"""How long to wait before a retry: as the service requests, else exponentially."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

# Statuses after which the same request may succeed (RFC 9110, 15.5-15.6).
TRANSIENT = frozenset((408, 425, 429, 500, 502, 503, 504))
_DAY = 86_400.0
# How services name the headers of their quotas.
_QUOTAS = ("x-ratelimit", "x-rate-limit", "ratelimit")
_EPOCH = 1e9  # a larger number is a time since 1970
_LONGEST = 15  # digits


def requested_wait(headers: Mapping[str, str], now: dt.datetime) -> float:
    """Return the seconds requested by Retry-After, Backoff or an exhausted quota.

    Retry-After is RFC 9110, 10.2.3: seconds or a date. Backoff is Zotero's, in
    seconds (https://www.zotero.org/support/dev/web_api/v3/basics). With no request
    left of a quota (X-RateLimit-Remaining), it is until X-RateLimit-Reset, seconds or a
    time in seconds since 1970. More than a day counts as a day, an invalid value as 0.

    >>> requested_wait({"retry-after": "120", "backoff": "5"}, dt.datetime.now(dt.UTC))
    120.0
    >>> noon = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    >>> requested_wait({"retry-after": "Thu, 01 Jan 2026 12:00:30 GMT"}, noon)
    30.0
    """
    values = [headers.get(name, "") for name in ("retry-after", "backoff")]
    waits = [_seconds(value.strip(), now) for value in values]
    return max(*waits, _until_reset(headers, now))


def _until_reset(headers: Mapping[str, str], now: dt.datetime) -> float:
    """Seconds until requests are allowed again; 0 while some are left.

    >>> noon = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    >>> stated = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1767268860"}
    >>> _until_reset(stated, noon)
    60.0
    """
    for prefix in _QUOTAS:
        if headers.get(f"{prefix}-remaining", "").strip() != "0":
            continue
        reset = headers.get(f"{prefix}-reset", "").strip()
        if reset.isdecimal() and len(reset) < _LONGEST:
            moment = float(reset)
            wait = moment - now.timestamp() if moment > _EPOCH else moment
            return min(max(wait, 0.0), _DAY)
    return 0.0


def backoff(attempt: int, first: float, longest: float, jitter: float) -> float:
    """Return a delay that doubles with each attempt, from 0; half of it is jitter.

    Without jitter, all clients hit by one failure would retry at the same moment.

    >>> [backoff(n, 1.0, 60.0, 1.0) for n in (0, 1, 2, 9)]
    [1.0, 2.0, 4.0, 60.0]
    >>> backoff(2, 1.0, 60.0, 0.0)
    2.0
    """
    whole = min(first * 2.0 ** min(attempt, 30), longest)
    return whole * (1 + jitter) / 2


def _seconds(value: str, now: dt.datetime) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = _until(value, now)
    return min(seconds, _DAY) if seconds > 0 and math.isfinite(seconds) else 0.0


def _until(value: str, now: dt.datetime) -> float:
    """Seconds until an HTTP date; 0 if it is past or invalid."""
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if date.tzinfo is None:
        date = date.replace(tzinfo=dt.UTC)
    return (date - now).total_seconds()
