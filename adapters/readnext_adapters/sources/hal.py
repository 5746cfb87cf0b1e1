"""HAL: what a search finds in the open archive of French research.

The query may use fields, e.g. ``domain_t:phys`` or ``structAcronym_s:IRISA``
(https://api.archives-ouvertes.fr/docs/search). Documents are listed by the day of their
deposit. No key is needed. READNEXT_HAL_URL names a mirror.
"""

from __future__ import annotations

from readnext.errors import InputError
from readnext_adapters.catalogs.hal import FIELDS, LAYOUT, record
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

HELP = "hal:QUERY (the open archive HAL); 30 days back at first"
SERVICE = Service("HAL", "READNEXT_HAL_URL", "https://api.archives-ouvertes.fr")

# A cursor needs an order by an identifier.
_FIXED = {"wt": "json", "fl": FIELDS, "rows": "100", "sort": "docid asc"}


def parse(rest: str) -> PagedSource:
    """Return the source ``hal:rest``; InputError if there is no query."""
    text = " ".join(rest.split())
    if not text:
        raise InputError(f"hal:{rest}: names nothing; there are {HELP}")

    def asked(run: Run) -> dict[str, str]:
        if run.start is None:
            return _FIXED | {"q": text}
        days = f"submittedDate_tdate:[{run.start.isoformat()}T00:00:00Z TO *]"
        return _FIXED | {"q": text, "fq": days}

    return PagedSource(f"hal:{text}", LISTING, asked)


def _at(position: str, run: Run) -> dict[str, str]:
    del run
    return {"cursorMark": position or "*"}


def _follow(answer: Answer) -> Next:
    fields = object_of(answer.document)
    total = count_in(object_of(fields.get("response")), "numFound")
    return total, text_in(fields, "nextCursorMark")


LISTING = Listing(
    SERVICE,
    "/search/",
    LAYOUT,
    record,
    _at,
    _follow,
    Policy(spacing=0.5, rate_limit="hal"),
)
