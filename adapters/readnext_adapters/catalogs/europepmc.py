"""Responses of Europe PMC's search: PubMed, PubMed Central and preprints.

Results are under ``resultList.result``, whole with ``resultType=core``
(https://europepmc.org/RestfulWebService).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from readnext.matching.ids import parse_arxiv, parse_doi, slug_id
from readnext.matching.names import catalog_name
from readnext.numbers import whole_number
from readnext.paper import Author, Paper, Popularity, Problem
from readnext_adapters.catalogs.json_response import XmlForm, finished, read_either
from readnext_adapters.catalogs.pubmed import NOTICES, RETRACTED
from readnext_adapters.catalogs.repositories import is_repository
from readnext_adapters.parsing.affiliations import institution
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jats import abstract_text
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, object_of
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_people

SUFFIXES: tuple[str, ...] = (".json", ".xml")

_LISTS = (
    "author authorAffiliation pubType keyword meshHeading fullTextUrl commentCorrection"
)
_XML = XmlForm("result", frozenset(_LISTS.split()))
_XML_HEAD = re.compile(r"<responseWrapper\b")

_SIGNS = re.compile(r'"(?:resultList|hitCount|nextCursorMark)"\s*:')
_ITEM = re.compile(r'"(?:authorString|pmcid|firstPublicationDate|journalInfo)"\s*:')


def detect(head: str) -> bool:
    """Tell whether a text is a response of Europe PMC.

    >>> detect('{"version": "6.9", "hitCount": 1, "resultList": {"result": []}}')
    True
    """
    if _XML_HEAD.search(head):
        return True
    return len(set(_SIGNS.findall(head))) > 1 or len(set(_ITEM.findall(head))) > 2


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved response."""
    del as_of  # the dates have years
    yield from read_either(stream, name, LAYOUT, record, _XML)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one result, and its problem, if any."""
    fields = Fields(item, [])
    yield from finished(_paper(fields), where, fields.complaints)


def _listed(answer: object) -> list[object] | None:
    if isinstance(answer, list):
        return answer
    fields = object_of(answer)
    found = object_of(fields.get("resultList")).get("result")
    if isinstance(found, list):
        return found
    if "resultList" in fields or fields.get("hitCount") == 0:
        return []
    result = fields.get("result")  # a single article
    return [result] if isinstance(result, dict) else None


def _is_item(item: Object) -> bool:
    return "title" in item and "source" in item


LAYOUT = Layout(_listed, _is_item, "papers")


def _paper(fields: Fields) -> Paper | None:
    title = strip_markup(fields.text("title")).removesuffix(".")
    if not title:
        fields.complaints.insert(0, "a paper without title is left out")
        return None
    doi = fields.parsed("doi", parse_doi)
    kinds = {x.lower() for x in fields.inner("pubTypeList").texts("pubType")}
    people = list(fields.inner("authorList").each("author"))
    return Paper(
        id=_id(fields) or slug_id(title),
        title=title,
        authors=tuple(filter(None, map(_author, people))) or _author_string(fields),
        labs=distinct_labs(chain.from_iterable(map(_labs, people))),
        abstract=abstract_text(fields.text("abstractText")),
        venue=_venue(fields),
        date=fields.date("firstPublicationDate") or fields.date("pubYear"),
        url=_page(fields, doi),
        doi=doi,
        arxiv=parse_arxiv(doi) if doi else None,
        keywords=tuple(dict.fromkeys(_keywords(fields))),
        popularity=Popularity(citations=_citations(fields)),
        withdrawn=RETRACTED in kinds,
        pdf=_pdf(fields),
        notice=bool(kinds & NOTICES),
        corrects=tuple(dict.fromkeys(_corrected(fields))),
    )


def _id(fields: Fields) -> str:
    pmid = fields.text("pmid")
    if pmid.isdecimal():
        return f"pubmed:{pmid}"
    source, id_ = fields.text("source"), fields.id()
    return f"europepmc:{source}:{id_}" if source and id_ else ""


def _author(person: Fields) -> str:
    if family := person.text("lastName"):
        given = person.text("firstName") or person.text("initials")
        return catalog_name(Author(family, given))
    full = person.text("fullName")
    named = parse_people([full]) if full else ()
    return catalog_name(named[0]) if named else person.text("collectiveName")


def _author_string(fields: Fields) -> tuple[str, ...]:
    """Authors in short results: "Fern I, Berg J"."""
    names = fields.text("authorString").removesuffix(".").split(", ")
    return tuple(map(catalog_name, parse_people(filter(None, names))))


def _labs(person: Fields) -> Iterator[str]:
    details = person.inner("authorAffiliationDetailsList")
    found = [one.text("affiliation") for one in details.each("authorAffiliation")]
    for text in found or [person.text("affiliation")]:
        if text:
            yield institution(text)


def _venue(fields: Fields) -> str:
    names = (
        fields.inner("journalInfo").inner("journal").text("title"),
        fields.text("journalTitle"),
        fields.inner("bookOrReportDetails").text("publisher"),
    )
    return next((name for name in names if name and not is_repository(name)), "")


def _page(fields: Fields, doi: str | None) -> str | None:
    if doi:
        return f"https://doi.org/{doi}"
    source, id_ = fields.text("source"), fields.id()
    return f"https://europepmc.org/article/{source}/{id_}" if source and id_ else None


def _citations(fields: Fields) -> int | None:
    """The number of citations, a text in XML."""
    value = fields.record.get("citedByCount")
    if isinstance(value, str):
        return whole_number(value)
    return fields.count("citedByCount")


def _pdf(fields: Fields) -> str | None:
    """The address of an open full text."""
    for link in fields.inner("fullTextUrlList").each("fullTextUrl"):
        free = link.text("availabilityCode") in ("OA", "F")
        if free and link.text("documentStyle") == "pdf":
            return link.link("url")
    return None


def _keywords(fields: Fields) -> Iterator[str]:
    yield from fields.inner("keywordList").texts("keyword")
    for heading in fields.inner("meshHeadingList").each("meshHeading"):
        if name := heading.text("descriptorName"):
            yield name


def _corrected(fields: Fields) -> Iterator[str]:
    """The ids of the papers that an erratum is for."""
    for one in fields.inner("commentCorrectionList").each("commentCorrection"):
        id_, source = one.id(), one.text("source")
        if one.text("type").lower() == "erratum for" and source and id_:
            medline = source == "MED" and id_.isdecimal()
            yield f"pubmed:{id_}" if medline else f"europepmc:{source}:{id_}"
