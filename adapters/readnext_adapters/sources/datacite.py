"""DataCite: what a search finds among the works of repositories that have DOIs.

The query may use fields, e.g. ``titles.title:peat``
(https://support.datacite.org/docs/api-queries). Works are listed by the day on which
their DOIs were created; data sets and software are left out. No key is needed.
READNEXT_DATACITE_URL names a mirror.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from readnext.errors import InputError
from readnext_adapters.catalogs.datacite import LAYOUT, record
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
)

HELP = "datacite:QUERY (works of repositories, by DataCite); 30 days back at first"
SERVICE = Service("DataCite", "READNEXT_DATACITE_URL", "https://api.datacite.org")

_CURSOR = "page[cursor]"
_FIXED = {"page[size]": "100", "affiliation": "true", "disable-facets": "true"}


def parse(rest: str) -> PagedSource:
    """Return the source ``datacite:rest``; InputError if there is no query."""
    text = " ".join(rest.split())
    if not text:
        raise InputError(f"datacite:{rest}: names nothing; there are {HELP}")

    def asked(run: Run) -> dict[str, str]:
        if run.start is None:
            return _FIXED | {"query": text}
        days = f"created:[{run.start.isoformat()} TO *]"
        return _FIXED | {"query": f"({text}) AND {days}"}

    return PagedSource(f"datacite:{text}", LISTING, asked)


def _at(position: str, run: Run) -> dict[str, str]:
    del run
    return {_CURSOR: position or "1"}


def _follow(answer: Answer) -> Next:
    fields = object_of(answer.document)
    total = count_in(object_of(fields.get("meta")), "total")
    link = text_in(object_of(fields.get("links")), "next")
    try:
        query = parse_qs(urlsplit(link).query)
    except ValueError:
        query = {}
    return total, text_in({"next": next(iter(query.get(_CURSOR, [])), "")}, "next")


LISTING = Listing(
    SERVICE,
    "/dois",
    LAYOUT,
    record,
    _at,
    _follow,
    Policy(spacing=0.5, rate_limit="datacite"),
)
