"""INSPIRE: what a search finds in the literature of high-energy physics.

The query is as on the site, e.g. ``t supergravity and topcite 10+``. No key is needed;
15 requests in 5 seconds are allowed (https://github.com/inspirehep/rest-api-doc).
READNEXT_INSPIRE_URL names a mirror.
"""

from __future__ import annotations

import datetime as dt

from readnext.errors import InputError
from readnext_adapters.catalogs.inspire import FIELDS, LAYOUT, record
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
    text_in,
    whole,
)

HELP = "inspire:QUERY (high-energy physics, by INSPIRE); 30 days back at first"
SERVICE = Service("INSPIRE", "READNEXT_INSPIRE_URL", "https://inspirehep.net/api")

_SIZE = 100
_FIXED = {"fields": FIELDS, "sort": "mostrecent", "size": str(_SIZE)}


def parse(rest: str) -> PagedSource:
    """Return the source ``inspire:rest``; InputError if there is no query."""
    text = " ".join(rest.split())
    if not text:
        raise InputError(f"inspire:{rest}: names nothing; there are {HELP}")

    def asked(run: Run) -> dict[str, str]:
        if run.start is None:
            return _FIXED | {"q": text}
        before = run.start - dt.timedelta(days=1)
        return _FIXED | {"q": f"({text}) and de > {before.isoformat()}"}

    return PagedSource(f"inspire:{text}", LISTING, asked)


def _at(position: str, run: Run) -> dict[str, str]:
    del run
    return {"page": position or "1"}


def _follow(answer: Answer) -> Next:
    document = object_of(answer.document)
    total = count_in(object_of(document.get("hits")), "total")
    page = whole(answer.position) or 1
    if links := object_of(document.get("links")):
        return total, str(page + 1) if text_in(links, "next") else ""
    more = answer.count >= _SIZE if total is None else _SIZE * page < total
    return total, str(page + 1) if more else ""


LISTING = Listing(
    SERVICE,
    "/literature",
    LAYOUT,
    record,
    _at,
    _follow,
    Policy(spacing=0.5, rate_limit="inspire"),
    overlap=dt.timedelta(days=60),  # by the day of the preprint, not of the record
    most=10_000,
)
