"""Responses of Crossref's REST API: works of journals, publishers and searches.

A list has its works under ``message.items``, a single work under ``message``
(https://www.crossref.org/documentation/retrieve-metadata/rest-api/). Abstracts are JATS
and often missing. A correction or retraction names the work under ``update-to``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from readnext.dates import iso_date
from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.matching.names import catalog_name
from readnext.pages import page_count
from readnext.paper import Author, Paper, Popularity, Problem
from readnext_adapters.catalogs.json_response import finished, read_responses
from readnext_adapters.catalogs.repositories import is_repository
from readnext_adapters.parsing.affiliations import institution
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jats import abstract_text
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, list_of, object_of
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.markup import strip_markup

SUFFIXES: tuple[str, ...] = (".json",)

# The fields of a work that are used; others are not requested.
FIELDS = (
    "DOI,type,title,subtitle,author,container-title,group-title,abstract,published,"
    "published-online,published-print,issued,posted,created,URL,reference,update-to,"
    "updated-by,is-referenced-by-count,page"
)
_ANSWER = re.compile(r'"message-type"\s*:\s*"work')
_ITEM = re.compile(r'"indexed"\s*:\s*\{\s*"date-(?:parts|time)"')
# Types of records that are neither papers nor books.
_NO_PAPERS = frozenset(
    "component peer-review grant journal journal-issue journal-volume book-series"
    " book-set proceedings-series report-series report-component reference-entry"
    " database".split()
)
_TAKEN_BACK = frozenset(("retraction", "withdrawal", "removal", "partial_retraction"))
_CORRECTED = frozenset(("correction", "corrigendum", "erratum"))
_DATES = ("published-online", "posted", "published", "issued", "published-print")


def detect(head: str) -> bool:
    """Tell whether a text is a response of Crossref with works.

    >>> detect('{"status": "ok", "message-type": "work-list", "message": {}}')
    True
    >>> detect('[{"DOI": "10.5555/a", "type": "article-journal", "title": "A"}]')
    False
    """
    return bool(_ANSWER.search(head) or (_ITEM.search(head) and '"DOI"' in head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the works of a saved response."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one work, and its problem, if any.

    A journal's issue, a component and the like yield nothing.
    """
    fields = Fields(item, [])
    if fields.text("type") not in _NO_PAPERS:
        yield from finished(_paper(fields), where, fields.complaints)


def _updates(item: Object, key: str, kinds: frozenset[str] = frozenset()) -> list[str]:
    """The DOIs of a work's updates, of these kinds or of all."""
    updates = [Fields(one, []) for one in map(object_of, _list(item, key))]
    chosen = (x for x in updates if not kinds or x.text("type").lower() in kinds)
    return [doi for one in chosen if (doi := parse_doi(one.text("DOI")))]


def _listed(answer: object) -> list[object] | None:
    if isinstance(answer, list):
        return answer
    fields = object_of(answer)
    message = object_of(fields.get("message"))
    items = message.get("items")
    if isinstance(items, list):
        return items
    if _is_item(message):
        return [message]
    return [fields] if _is_item(fields) else None


def _is_item(item: Object) -> bool:
    return isinstance(item.get("DOI"), str)


LAYOUT = Layout(_listed, _is_item, "works")


def _paper(fields: Fields) -> Paper | None:
    title = _title(fields.record)
    doi = fields.parsed("DOI", parse_doi)
    if not title or not doi:
        missing = "title" if doi else "DOI"
        fields.complaints.insert(0, f"a work without {missing} is left out")
        return None
    people = list(fields.each("author"))
    return Paper(
        id=f"crossref:{doi}",
        title=title,
        authors=tuple(filter(None, map(_author, people))),
        labs=distinct_labs(chain.from_iterable(map(_labs, people))),
        abstract=abstract_text(fields.text("abstract")),
        venue=_venue(fields.record),
        date=_date(fields.record),
        url=fields.link("URL") or f"https://doi.org/{doi}",
        doi=doi,
        pages=page_count(fields.text("page")),
        arxiv=parse_arxiv(doi),
        references=tuple(dict.fromkeys(_references(fields))),
        popularity=Popularity(citations=fields.count("is-referenced-by-count")),
        withdrawn=bool(_updates(fields.record, "updated-by", _TAKEN_BACK)),
        notice=bool(_updates(fields.record, "update-to")),
        retracts=tuple(_updates(fields.record, "update-to", _TAKEN_BACK)),
        corrects=tuple(_updates(fields.record, "update-to", _CORRECTED)),
    )


def _list(item: Object, key: str) -> list[object]:
    value = item.get(key)
    return value if isinstance(value, list) else []


def _title(item: Object) -> str:
    """The title with its subtitle, which Crossref keeps apart."""
    found = [_first(item, key) for key in ("title", "subtitle")]
    title, subtitle = (strip_markup(text).removesuffix(" *") for text in found)
    known = not subtitle or subtitle.casefold() in title.casefold()
    return title if known or not title else f"{title.rstrip(':')}: {subtitle}"


def _first(item: Object, key: str) -> str:
    return next((x for x in list_of(item.get(key)) if isinstance(x, str) and x), "")


def _author(person: Fields) -> str:
    given, family, suffix = map(person.text, ("given", "family", "suffix"))
    return catalog_name(Author(family, given), suffix) or person.text("name")


def _labs(person: Fields) -> Iterator[str]:
    for place in person.each("affiliation"):
        if name := place.text("name"):
            yield institution(name)


def _venue(item: Object) -> str:
    found = (_first(item, key) for key in ("container-title", "group-title"))
    names = map(strip_markup, found)
    return next((name for name in names if name and not is_repository(name)), "")


def _date(item: Object) -> str | None:
    """The day of publication; a later cover date counts as the day of registration."""
    found = list(filter(None, (_day(item.get(key)) for key in _DATES)))
    created = _day(item.get("created"))
    if not found:
        return created
    best = max(found[:3], key=len) if len(found[0]) < 10 else found[0]
    early = created and (created.startswith(best) or created < best)
    return created if early else best


def _day(value: object) -> str | None:
    parts = object_of(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    numbers = first if isinstance(first, list) else []
    whole = [n for n in numbers[:3] if isinstance(n, int) and not isinstance(n, bool)]
    if not whole or not 1000 <= whole[0] <= 9999:
        return None
    return iso_date(*whole)


def _references(fields: Fields) -> Iterator[str]:
    for cited in _list(fields.record, "reference"):
        doi = object_of(cited).get("DOI")
        if isinstance(doi, str) and (found := parse_doi(doi)):
            yield parse_arxiv(found) or found
