"""OpenReview: the submissions of a conference or workshop.

The venue is the id in its address, e.g. ``ICLR.cc/2026/Conference``. Submissions are
accepted months after they were created, so each run lists those of the last year. No
key is needed. READNEXT_OPENREVIEW_URL names a mirror.
"""

from __future__ import annotations

import datetime as dt
import re

from readnext.errors import InputError
from readnext_adapters.catalogs.openreview import LAYOUT, record
from readnext_adapters.http import Policy
from readnext_adapters.parsing.jsonvalues import object_of
from readnext_adapters.sources.json_service import Service
from readnext_adapters.sources.paged_runs import Run
from readnext_adapters.sources.paged_service import (
    Answer,
    Listing,
    Next,
    PagedSource,
    count_in,
    next_offset,
)

HELP = "openreview:ICLR.cc/2026/Conference (a venue's papers); a year back at first"
SERVICE = Service(
    "OpenReview", "READNEXT_OPENREVIEW_URL", "https://api2.openreview.net"
)

_VENUE = re.compile(
    r"(?:https?://openreview\.net/group\?id=)?([\w.-]+/\S+?)(?:/-/.*|#.*|&.*)?"
)
_SIZE = 500
_YEAR = dt.timedelta(days=366)
_MILLISECONDS = 1000


def parse(rest: str) -> PagedSource:
    """Return the source ``openreview:rest``; InputError if it is no venue.

    >>> parse("https://openreview.net/group?id=ICLR.cc/2026/Conference").name
    'openreview:ICLR.cc/2026/Conference'
    """
    found = _VENUE.fullmatch(rest.strip())
    if not found:
        raise InputError(f"openreview:{rest}: names no venue; there are {HELP}")
    venue = found[1]

    def asked(run: Run) -> dict[str, str]:
        query = {"content.venueid": venue, "limit": str(_SIZE), "sort": "tcdate:asc"}
        if run.start is None:
            return query
        start = dt.datetime.combine(run.start, dt.time(), dt.UTC)
        return query | {"mintcdate": str(int(start.timestamp()) * _MILLISECONDS)}

    return PagedSource(f"openreview:{venue}", LISTING, asked)


def _at(position: str, run: Run) -> dict[str, str]:
    del run
    return {"offset": position or "0"}


def _follow(answer: Answer) -> Next:
    total = count_in(object_of(answer.document), "count")
    return total, next_offset(answer.position, answer.count, total, _SIZE)


LISTING = Listing(
    SERVICE,
    "/notes",
    LAYOUT,
    record,
    _at,
    _follow,
    Policy(spacing=1.0, rate_limit="openreview"),
    usual=_YEAR,
    overlap=_YEAR,
    first_run="a year back",
)
