"""Responses of Semantic Scholar's Academic Graph API.

Papers are in a list (``/paper/batch``), under ``data`` (searches, in which references
and citations are wrapped once more), under ``recommendedPapers``, or alone; any field
but the id can be null (https://api.semanticscholar.org/api-docs/graph).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.matching.ids import parse_arxiv, parse_doi, slug_id
from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.catalogs.json_response import error_of, finished, read_responses
from readnext_adapters.catalogs.repositories import is_repository
from readnext_adapters.parsing.abstract_frame import clean_abstract
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, object_of
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.markup import strip_markup

SUFFIXES: tuple[str, ...] = (".json",)
PAGE = "https://www.semanticscholar.org/paper/"

_BEGINS = re.compile(r"\s*[\[{]")
_SIGN = re.compile(
    r'"(?:paperId|authorId|recommendedPapers|citedPaper|citingPaper)"\s*:|"snippet"\s*:'
    r'|\A\s*\{\s*"(?:error"\s*:\s*"[^"]*"\s*\}\s*\Z|total"\s*:\s*\d+\s*,\s*"offset"\s*:)'
)
_OWN_ID = re.compile(r'\A\s*\{\s*"id"\s*:')
_NOTICES = frozenset(("Editorial", "News"))
_WRAPPERS = ("citedPaper", "citingPaper")


def detect(head: str) -> bool:
    """Tell whether a text is a response of Semantic Scholar.

    >>> detect('{"total": 1, "data": [{"paperId": "ab", "title": "A"}]}')
    True
    >>> detect('{"id": "1", "title": "A", "paperId": "ab"}')
    False
    """
    head = head.removeprefix("\ufeff")
    known = _BEGINS.match(head) and _SIGN.search(head)
    return bool(known) and not _OWN_ID.match(head)


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved response; authors, snippets, errors are problems."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one item, also of a citation, and its problem, if any."""
    complaints: list[str] = []
    if error := error_of(item):
        yield Problem(where, f"no paper: the service answered with an error: {error}")
    elif "snippet" in item:
        yield Problem(where, "a snippet of a paper, not the paper; left out")
    elif "authorId" in item and "paperId" not in item:
        yield Problem(where, "an author, not a paper; left out")
    else:
        fields = Fields(item, complaints)
        wrapper = next((name for name in _WRAPPERS if name in item), None)
        paper = _paper(fields.inner(wrapper) if wrapper else fields)
        yield from finished(paper, where, complaints)


def _listed(answer: object) -> list[object] | None:
    if isinstance(answer, list):
        return answer
    fields = object_of(answer)
    for name in ("data", "recommendedPapers"):
        found = fields.get(name)
        if isinstance(found, list):
            return found
    if _is_item(fields) or error_of(fields):
        return [fields]
    return [] if "total" in fields or "offset" in fields else None


def _is_item(item: Object) -> bool:
    return not item.keys().isdisjoint(("paperId", "authorId", "snippet", *_WRAPPERS))


LAYOUT = Layout(_listed, _is_item, "papers")


def _paper(fields: Fields) -> Paper | None:
    id_ = fields.text("paperId")
    title = strip_markup(fields.text("title"))
    if not title:
        fields.complaints.insert(0, "a paper without title is left out")
        return None
    known = fields.inner("externalIds")
    doi = known.parsed("DOI", parse_doi)
    return Paper(
        id=f"s2:{id_}" if id_ else slug_id(title),
        title=title,
        authors=tuple(filter(None, (a.text("name") for a in fields.each("authors")))),
        labs=distinct_labs(
            lab for a in fields.each("authors") for lab in a.texts("affiliations")
        ),
        abstract=clean_abstract(strip_markup(fields.text("abstract"))),
        venue=_venue(fields),
        date=fields.date("publicationDate") or fields.date("year"),
        url=_url(fields, id_),
        doi=doi,
        arxiv=known.arxiv("ArXiv") or (parse_arxiv(doi) if doi else None),
        categories=_categories(fields),
        references=tuple(dict.fromkeys(_references(fields))),
        popularity=Popularity(citations=fields.count("citationCount")),
        pdf=fields.inner("openAccessPdf").link("url"),
        notice=_is_notice(fields),
    )


def _is_notice(fields: Fields) -> bool:
    kinds = set(fields.texts("publicationTypes"))
    return bool(kinds) and kinds <= _NOTICES


def _venue(fields: Fields) -> str:
    names = (
        fields.text("venue"),
        fields.inner("publicationVenue").text("name"),
        fields.inner("journal").text("name"),
    )
    return next((name for name in names if name and not is_repository(name)), "")


def _url(fields: Fields, id_: str) -> str | None:
    if link := fields.link("url"):
        return link
    if id_ and " " not in id_:
        return PAGE + id_
    return fields.inner("openAccessPdf").link("url")


def _categories(fields: Fields) -> tuple[str, ...]:
    found = [*fields.texts("fieldsOfStudy")]
    found += (field.text("category") for field in fields.each("s2FieldsOfStudy"))
    return tuple(dict.fromkeys(filter(None, found)))


def _references(fields: Fields) -> Iterator[str]:
    """One id of each cited paper, the one most common in catalogs."""
    for cited in fields.each("references"):
        known = cited.inner("externalIds")
        arxiv = known.arxiv("ArXiv")
        doi = None if arxiv else known.parsed("DOI", parse_doi)
        id_ = "" if arxiv or doi else cited.text("paperId")
        name = arxiv or doi or (f"s2:{id_}" if id_ else "")
        if name:
            yield name
