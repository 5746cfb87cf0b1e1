"""Crossref: the works of journals, of a publisher's DOI prefix, or of a search.

Works are listed by the day on which their DOIs were registered. No key is needed; with
READNEXT_CONTACT, requests carry a mail address, as Crossref asks
(https://www.crossref.org/documentation/retrieve-metadata/rest-api/). The environment's
READNEXT_CROSSREF_URL names a mirror.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from readnext.errors import InputError
from readnext.matching.names import fold
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.crossref import FIELDS, LAYOUT, record
from readnext_adapters.catalogs.json_response import RecordParser
from readnext_adapters.http import Policy
from readnext_adapters.parsing.jsonvalues import Object, list_of, object_of, text_of
from readnext_adapters.sources.journals import journal_named
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
    "crossref:ISSN (a journal), crossref:journal:NAME, crossref:prefix:10.2139 (a "
    "publisher, here SSRN), crossref:WORDS (the best 400); 30 days back at first"
)
SERVICE = Service("Crossref", "READNEXT_CROSSREF_URL", "https://api.crossref.org")

_ISSN = re.compile(r"(?:issn\s*[:=]?\s*)?(\d{4})-?(\d{3}[\dXx])", re.IGNORECASE)
_NEARLY_ISSN = re.compile(
    r"(?:issn\s*[:=]?\s*)?[\dXx]{2,9}[-–][\dXx]{1,9}", re.IGNORECASE
)
_PREFIX = re.compile(r"(?:prefix\s*[:=]\s*)?(10\.\d{4,9})/?", re.IGNORECASE)
_JOURNAL = re.compile(r"journal\s*[:=]\s*[\"“]?(\S.*?)[\"”]?", re.IGNORECASE)
_DOI = re.compile(r"(?:doi:\s*)?10\.\d{4,9}/\S+", re.IGNORECASE)
_ROWS = "100"
# A search finds all works with any of its words; only the first ones fit.
_BEST = 400
_MOST_OF_NAME = 1000


def parse(rest: str) -> PagedSource:
    """Return the source ``crossref:rest``; InputError if it names nothing.

    A journal whose ISSN is known by its name is the source of that ISSN.

    >>> parse("00280836").name, parse("prefix:10.2139/").name
    ('crossref:0028-0836', 'crossref:prefix:10.2139')
    """
    text = " ".join(rest.split())
    numbers = [_ISSN.fullmatch(part.strip()) for part in re.split(r"[,+]", text)]
    if issns := [f"{found[1]}-{found[2].upper()}" for found in numbers if found]:
        if len(issns) < len(numbers):
            raise InputError(
                f"crossref:{text}: not a list of ISSNs, as 0028-0836 is one"
            )
        filters = ",".join(f"issn:{issn}" for issn in issns)
        return _source("+".join(issns), {}, filters)
    if prefix := _PREFIX.fullmatch(text):
        return _source(f"prefix:{prefix[1]}", {}, f"prefix:{prefix[1]}")
    if _DOI.fullmatch(text):
        raise InputError(f"crossref:{text}: that is one work; give an ISSN or a prefix")
    if _NEARLY_ISSN.fullmatch(text):
        raise InputError(f"crossref:{text}: not an ISSN, which has 8 digits: 0028-0836")
    if journal := _JOURNAL.fullmatch(text):
        if known := journal_named(journal[1]):
            return parse(known.issn)
        query = {"query.container-title": journal[1]}
        listing = replace(LISTING, record=_only(journal[1]))
        return _source(f"journal:{journal[1]}", query, "", _MOST_OF_NAME, listing)
    if not text:
        raise InputError(f"crossref:{rest}: names nothing; there are {HELP}")
    return _source(text, {"query": text}, "", _BEST)


def _source(
    name: str,
    query: dict[str, str],
    filters: str,
    most: int | None = None,
    listing: Listing | None = None,
) -> PagedSource:
    def asked(run: Run) -> dict[str, str]:
        since = f"from-created-date:{run.start.isoformat()}" if run.start else ""
        both = ",".join(filter(None, (filters, since)))
        given = {"filter": both} if both else {}
        return {"rows": _ROWS, "select": FIELDS} | query | given

    return PagedSource(f"crossref:{name}", listing or LISTING, asked, most)


def _only(journal: str) -> RecordParser:
    """A parser that leaves out works of other journals, which a search finds too."""
    wanted = fold(journal)

    def parsed(item: Object, where: str) -> Iterator[Paper | Problem]:
        names = map(text_of, list_of(item.get("container-title")))
        if wanted in map(fold, names):
            yield from record(item, where)

    return parsed


def _at(position: str, run: Run) -> dict[str, str]:
    del run
    return {"cursor": position or "*"}


def _follow(answer: Answer) -> Next:
    message = object_of(object_of(answer.document).get("message"))
    return count_in(message, "total-results"), text_in(message, "next-cursor")


LISTING = Listing(
    SERVICE,
    "/works",
    LAYOUT,
    record,
    _at,
    _follow,
    Policy(attempts=6, spacing=1.0, rate_limit="crossref"),
)
