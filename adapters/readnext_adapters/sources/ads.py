"""The Astrophysics Data System (ADS, SciX): what a search finds.

The query is as on the site, e.g. ``abs:"stellar wind" collection:astronomy``. A free
token is needed (https://ui.adsabs.harvard.edu/user/settings/token); it allows 5,000
requests a day. READNEXT_ADS_URL names a mirror.
"""

from __future__ import annotations

from readnext.errors import InputError
from readnext_adapters.apikeys import KeyPlace
from readnext_adapters.catalogs.ads import FIELDS, LAYOUT, record
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

HELP = "ads:QUERY (astrophysics, by NASA ADS; free token); 30 days back at first"
SERVICE = Service(
    title="NASA ADS",
    variable="READNEXT_ADS_URL",
    usual="https://api.adsabs.harvard.edu",
    key_place=KeyPlace("NASA ADS", "ADS_API_TOKEN", "READNEXT_ADS_KEY_COMMAND", "ads"),
    header="Authorization",
    scheme="Bearer",
    needs_key=True,
    keys="free at https://ui.adsabs.harvard.edu/user/settings/token",
)

_SIZE = 200
_FIXED = {"fl": FIELDS, "rows": str(_SIZE), "sort": "date desc,bibcode desc"}


def parse(rest: str) -> PagedSource:
    """Return the source ``ads:rest``; InputError if there is no query."""
    text = " ".join(rest.split())
    if not text:
        raise InputError(f"ads:{rest}: names nothing; there are {HELP}")

    def asked(run: Run) -> dict[str, str]:
        if run.start is None:
            return _FIXED | {"q": text}
        return _FIXED | {"q": text, "fq": f"entdate:[{run.start.isoformat()} TO *]"}

    return PagedSource(f"ads:{text}", LISTING, asked)


def _at(position: str, run: Run) -> dict[str, str]:
    del run
    return {"start": position or "0"}


def _follow(answer: Answer) -> Next:
    response = object_of(object_of(answer.document).get("response"))
    total = count_in(response, "numFound")
    return total, next_offset(answer.position, answer.count, total, _SIZE)


LISTING = Listing(
    SERVICE,
    "/v1/search/query",
    LAYOUT,
    record,
    _at,
    _follow,
    Policy(spacing=0.5, rate_limit="ads"),
)
