"""Responses of the Astrophysics Data System (ADS, SciX).

Documents are under ``response.docs``, identified by their bibcodes
(https://ui.adsabs.harvard.edu/help/api/api-docs.html).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.matching.names import catalog_name
from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.catalogs.hal import solr_docs
from readnext_adapters.catalogs.json_response import finished, read_responses
from readnext_adapters.catalogs.repositories import is_repository
from readnext_adapters.parsing.affiliations import institution
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jats import abstract_text
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, first_text
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_people

SUFFIXES: tuple[str, ...] = (".json",)

# The fields of a document that are used; others are not requested.
FIELDS = (
    "bibcode,title,author,aff,author_count,abstract,doi,identifier,pubdate,date,entdate,"
    "pub,doctype,keyword,arxiv_class,reference,citation_count"
)
_OWN = re.compile(r'"(?:bibcode|recid)"\s*:')
_DOCS = re.compile(r'"docs"\s*:\s*\[')
_NO_PAPERS = frozenset(
    "erratum obituary newsletter proposal catalog software pressrelease talk"
    " bookreview editorial circular misc".split()
)
_NO_DAY = re.compile(r"(-00)+\Z")
_MOST_LABS = 50
_ABSENT = "-"


def detect(head: str) -> bool:
    """Tell whether a text is a response of ADS.

    >>> detect('{"response": {"docs": [{"bibcode": "2026ApJ...900....1F"}]}}')
    True
    """
    return bool(_DOCS.search(head) and _OWN.search(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved response."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one document, and its problem, if any."""
    fields = Fields(item, [])
    if fields.text("doctype") in _NO_PAPERS:
        return
    yield from finished(_paper(fields), where, fields.complaints)


def _is_item(item: Object) -> bool:
    return "bibcode" in item


LAYOUT = Layout(solr_docs, _is_item, "documents")


def _paper(fields: Fields) -> Paper | None:
    title, bibcode = (
        strip_markup(first_text(fields.record, "title")),
        fields.text("bibcode"),
    )
    if not title or not bibcode:
        missing = "bibcode" if title else "title"
        fields.complaints.insert(0, f"a document without {missing} is left out")
        return None
    doi = parse_doi(first_text(fields.record, "doi"))
    names = fields.texts("author")
    count = fields.count("author_count")
    return Paper(
        id=f"ads:{bibcode}",
        title=title,
        authors=tuple(map(catalog_name, parse_people(names))),
        authors_cut=bool(count and count > len(names)),
        labs=_labs(fields),
        abstract=abstract_text(fields.text("abstract")),
        venue=_venue(fields),
        date=_date(fields),
        url=f"https://ui.adsabs.harvard.edu/abs/{bibcode}",
        doi=doi,
        arxiv=_arxiv(fields) or (parse_arxiv(doi) if doi else None),
        categories=fields.distinct("arxiv_class"),
        keywords=fields.distinct("keyword"),
        popularity=Popularity(citations=fields.count("citation_count")),
        references=tuple(f"ads:{code}" for code in fields.distinct("reference")),
    )


def _labs(fields: Fields) -> tuple[str, ...]:
    """The institutions; those of one author are parted by semicolons."""
    places = (place for text in fields.texts("aff") for place in text.split(";"))
    found = (institution(p) for p in places if p.strip() and p.strip() != _ABSENT)
    return distinct_labs(filter(None, found))[:_MOST_LABS]


def _venue(fields: Fields) -> str:
    name = fields.text("pub")
    return "" if is_repository(name.removesuffix(" e-prints")) else name


def _date(fields: Fields) -> str | None:
    """The date of publication, whose unknown parts ADS writes as 00.

    `entdate` is the day on which ADS added a paper, more exact within one month.
    """
    stated = _NO_DAY.sub("", fields.text("pubdate"))
    entered = fields.date("entdate")
    if stated and entered and entered.startswith(stated):
        return entered
    if stated and entered and entered < stated:
        return entered
    known = Fields({"date": stated}, fields.complaints).date() if stated else None
    return known or fields.date("date")


def _arxiv(fields: Fields) -> str | None:
    named = (t for t in fields.texts("identifier") if t.lower().startswith("arxiv:"))
    return next(filter(None, map(parse_arxiv, named)), None)
