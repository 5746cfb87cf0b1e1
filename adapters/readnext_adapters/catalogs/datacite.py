"""Responses of DataCite's API: works of repositories, with DOIs.

Works are under ``data``, each under ``attributes``
(https://support.datacite.org/docs/api). Data sets and software are no papers.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.dates import parse_date
from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.matching.names import catalog_name
from readnext.paper import Author, Paper, Popularity, Problem
from readnext_adapters.catalogs.json_response import finished, read_responses
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jats import abstract_text
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, object_of
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_person

SUFFIXES: tuple[str, ...] = (".json",)

_OWN = re.compile(r'"type"\s*:\s*"dois"')
_PAPERS = frozenset(
    "text preprint journalarticle conferencepaper book bookchapter dissertation report"
    " datapaper peerreview other".split()
) - {"peerreview", "other"}
_CITED = frozenset(("References", "Cites"))
_DATES = ("Available", "Issued", "Submitted", "Created")


def detect(head: str) -> bool:
    """Tell whether a text is a response of DataCite.

    >>> detect('{"data": [{"id": "10.5555/a", "type": "dois", "attributes": {}}]}')
    True
    """
    return bool(_OWN.search(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the works of a saved response."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one work, and its problem, if any."""
    fields = Fields(item, []).inner("attributes")
    kind = fields.inner("types").text("resourceTypeGeneral").lower()
    if kind and kind not in _PAPERS:
        return
    yield from finished(_paper(fields), where, fields.complaints)


def _listed(answer: object) -> list[object] | None:
    data = object_of(answer).get("data")
    if isinstance(data, dict):
        return [data]
    return data if isinstance(data, list) else None


def _is_item(item: Object) -> bool:
    return "attributes" in item


LAYOUT = Layout(_listed, _is_item, "works")


def _paper(fields: Fields) -> Paper | None:
    titles = (one.text("title") for one in fields.each("titles"))
    title = strip_markup(next(filter(None, titles), ""))
    doi = fields.parsed("doi", parse_doi)
    if not title or not doi:
        missing = "title" if doi else "DOI"
        fields.complaints.insert(0, f"a work without {missing} is left out")
        return None
    people = list(fields.each("creators"))
    subjects = (one.text("subject") for one in fields.each("subjects"))
    return Paper(
        id=f"datacite:{doi}",
        title=title,
        authors=tuple(filter(None, map(_author, people))),
        labs=distinct_labs(lab for one in people for lab in _labs(one.record)),
        abstract=_abstract(fields),
        venue=fields.inner("container").text("title"),
        date=_date(fields),
        url=fields.link("url") or f"https://doi.org/{doi}",
        doi=doi,
        arxiv=parse_arxiv(doi),
        keywords=tuple(dict.fromkeys(filter(None, subjects))),
        popularity=Popularity(citations=fields.count("citationCount")),
        references=tuple(dict.fromkeys(_references(fields))),
    )


def _author(person: Fields) -> str:
    family, given = person.text("familyName"), person.text("givenName")
    if family and given:
        return catalog_name(Author(family, given))
    name = person.text("name")
    if person.text("nameType") == "Organizational":
        return name
    named = parse_person(name)
    return catalog_name(named) if named else ""


def _labs(person: Object) -> Iterator[str]:
    """The affiliations, as texts or as objects with names."""
    value = person.get("affiliation")
    for place in value if isinstance(value, list) else ():
        name = place if isinstance(place, str) else object_of(place).get("name")
        if isinstance(name, str) and name:
            yield name


def _abstract(fields: Fields) -> str:
    for one in fields.each("descriptions"):
        if one.text("descriptionType") == "Abstract" and (
            text := one.text("description")
        ):
            return abstract_text(text)
    return ""


def _date(fields: Fields) -> str | None:
    stated = {
        one.text("dateType"): parse_date(str(one.record.get("date") or "")[:60])
        for one in fields.each("dates")
    }
    found = [day for kind in _DATES if (day := stated.get(kind))]
    exact = [day for day in found if len(day) == 10]
    return next(iter([*exact, *found]), None) or fields.date("publicationYear")


def _references(fields: Fields) -> Iterator[str]:
    for one in fields.each("relatedIdentifiers"):
        if one.text("relationType") not in _CITED:
            continue
        text = one.text("relatedIdentifier")
        kind = one.text("relatedIdentifierType").lower()
        found = parse_doi(text) if kind == "doi" else None
        arxiv = parse_arxiv(text) if kind == "arxiv" else None
        if name := arxiv or (parse_arxiv(found) if found else None) or found:
            yield name
