"""Europe PMC: what a search finds in PubMed, PubMed Central and preprints.

The query may use fields, e.g. ``TITLE:peat AND SRC:PPR``
(https://europepmc.org/searchsyntax). Papers are listed by the day on which Europe PMC
added them. No key is needed. READNEXT_EUROPEPMC_URL names a mirror.
"""

from __future__ import annotations

import re

from readnext.errors import InputError
from readnext_adapters.catalogs.europepmc import LAYOUT, record
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

HELP = (
    "europepmc:QUERY, europepmc:journal:ISSN, europepmc:journal:NAME (PubMed and "
    "preprints); 30 days back at first"
)
SERVICE = Service(
    "Europe PMC",
    "READNEXT_EUROPEPMC_URL",
    "https://www.ebi.ac.uk/europepmc/webservices/rest",
)

_JOURNAL = re.compile(r"journal\s*[:=]\s*[\"“]?(\S.*?)[\"”]?", re.IGNORECASE)
_ISSN = re.compile(r"(\d{4})-?(\d{3}[\dXx])")
_FIXED = {"resultType": "core", "format": "json", "pageSize": "100"}


def parse(rest: str) -> PagedSource:
    """Return the source ``europepmc:rest``; InputError if there is no query.

    >>> parse("journal:00280836").name, parse(" peat  moss").name
    ('europepmc:journal:0028-0836', 'europepmc:peat moss')
    """
    text = " ".join(rest.split())
    name, query = text, text
    if journal := _JOURNAL.fullmatch(text):
        issn = _ISSN.fullmatch(journal[1])
        title = f"{issn[1]}-{issn[2].upper()}" if issn else journal[1].replace('"', "")
        name, query = f"journal:{title}", f'{"ISSN" if issn else "JOURNAL"}:"{title}"'
    if not text:
        raise InputError(f"europepmc:{rest}: names nothing; there are {HELP}")

    def asked(run: Run) -> dict[str, str]:
        if run.start is None:
            return _FIXED | {"query": query}
        # Clocks and time zones differ: the day after today is included.
        days = f"[{run.start.isoformat()} TO {run.begun.year + 1}-12-31]"
        return _FIXED | {"query": f"({query}) AND CREATION_DATE:{days}"}

    return PagedSource(f"europepmc:{name}", LISTING, asked)


def _at(position: str, run: Run) -> dict[str, str]:
    del run
    return {"cursorMark": position or "*"}


def _follow(answer: Answer) -> Next:
    fields = object_of(answer.document)
    return count_in(fields, "hitCount"), text_in(fields, "nextCursorMark")


LISTING = Listing(
    SERVICE,
    "/search",
    LAYOUT,
    record,
    _at,
    _follow,
    Policy(spacing=0.5, rate_limit="europepmc"),
)
