"""dblp: the publications of a venue of computer science, or of a search.

dblp knows only the year of a publication: each run lists the years since the last one.
It has no abstracts; other sources of the same papers add them. dblp asks for one
request every second or two. READNEXT_DBLP_URL names a mirror.
"""

from __future__ import annotations

import re

from readnext.errors import InputError, NetworkError
from readnext_adapters.catalogs.dblp import LAYOUT, record
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
    whole,
)

HELP = (
    "dblp:conf/icse or dblp:journals/tse (a venue by its key), dblp:WORDS (computer "
    "science, without abstracts); this year's at first"
)
SERVICE = Service("dblp", "READNEXT_DBLP_URL", "https://dblp.org")

_VENUE = re.compile(
    r"(?:venue\s*[:=]\s*)?(?:https?://dblp\.org/)?(?:streams/|db/)?"
    r"((?:conf|journals|series)/[\w-]{1,50})(?:/(?:index\.html)?)?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"venue\s*[:=]\s*(\S.*)", re.IGNORECASE)
_SIZE = 500
_MOST = 10_000  # dblp's limit for the hits of one search


def parse(rest: str) -> PagedSource:
    """Return the source ``dblp:rest``; InputError if there is no query.

    >>> parse("https://dblp.org/db/conf/icse/index.html").name
    'dblp:conf/icse'
    """
    text = " ".join(rest.split())
    if not text:
        raise InputError(f"dblp:{rest}: names nothing; there are {HELP}")
    name = words = text
    if venue := _VENUE.fullmatch(text):
        name, words = venue[1].lower(), f"streamid:{venue[1].lower()}:"
    elif named := _NAMED.fullmatch(text):
        name, words = f"venue:{named[1]}", f"venue:{named[1].replace(' ', '_')}:"

    def at(position: str, run: Run) -> dict[str, str]:
        year, offset = _place(position, run)
        return {"q": f"{words} year:{year}:", "f": str(offset)}

    listing = Listing(
        SERVICE,
        "/search/publ/api",
        LAYOUT,
        record,
        at,
        _follow,
        _POLICY,
        parts=True,
        first_run="this year",
    )
    return PagedSource(f"dblp:{name}", listing, lambda _: _FIXED)


_POLICY = Policy(spacing=2.0, rate_limit="dblp")
_FIXED = {"format": "json", "h": str(_SIZE), "c": "0"}


def _place(position: str, run: Run) -> tuple[int, int]:
    """The year that is listed, and how many of its publications came before."""
    year, _, offset = position.partition(".")
    first = (run.start or run.begun).year
    return min(max(whole(year), first), run.begun.year), whole(offset)


def _follow(answer: Answer) -> Next:
    year, offset = _place(answer.position, answer.run)
    hits = object_of(object_of(object_of(answer.document).get("result")).get("hits"))
    total = count_in(hits, "@total")
    expected = min(total or 0, _MOST)
    if offset + answer.count < expected and not answer.count:
        raise NetworkError(
            f"dblp counts {expected} publications of {year} and returned only {offset}"
        )
    after = next_offset(str(offset), answer.count, total and expected, _SIZE)
    if after:
        return None, f"{year}.{after}"
    return None, f"{year + 1}.0" if year < answer.run.begun.year else ""
