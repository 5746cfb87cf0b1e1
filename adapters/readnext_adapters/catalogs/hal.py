"""Responses of HAL's search, the open archive of French research.

Documents are under ``response.docs``; the names of fields end in their types
(https://api.archives-ouvertes.fr/docs/search).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.json_response import finished, read_responses
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jats import abstract_text
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, first_text, object_of
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.markup import strip_markup

SUFFIXES: tuple[str, ...] = (".json",)

# The fields of a document that are used; others are not requested.
FIELDS = (
    "halId_s,docid,title_s,subTitle_s,en_title_s,authFullName_s,labStructName_s,"
    "abstract_s,en_abstract_s,doiId_s,arxivId_s,journalTitle_s,conferenceTitle_s,"
    "bookTitle_s,publicationDate_s,producedDate_s,submittedDate_s,uri_s,keyword_s,"
    "fileMain_s,docType_s"
)
_OWN = re.compile(r'"(?:halId_s|uri_s|label_s|authFullName_s|title_s|docType_s)"\s*:')
_DOCS = re.compile(r'"docs"\s*:\s*\[')
# Pictures, recordings, software and records of whole proceedings are no papers.
_NO_PAPERS = frozenset(
    ("IMG", "VIDEO", "SON", "MAP", "SOFTWARE", "PROCEEDINGS", "ISSUE")
)


def detect(head: str) -> bool:
    """Tell whether a text is a response of HAL.

    >>> detect('{"response": {"numFound": 1, "docs": [{"uri_s": "https://hal.science/a"}]}}')
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
    if first_text(item, "docType_s") in _NO_PAPERS:
        return
    yield from finished(_paper(fields), where, fields.complaints)


def solr_docs(answer: object) -> list[object] | None:
    """Return the documents in a response of Solr, None if there is no list."""
    docs = object_of(object_of(answer).get("response")).get("docs")
    return docs if isinstance(docs, list) else None


def _is_item(item: Object) -> bool:
    return "title_s" in item or "label_s" in item


LAYOUT = Layout(solr_docs, _is_item, "documents")


def _paper(fields: Fields) -> Paper | None:
    item = fields.record
    title = strip_markup(first_text(item, "en_title_s", "title_s", "label_s"))
    id_ = first_text(item, "halId_s", "docid")
    link = first_text(item, "uri_s")
    if not title or not (id_ or link):
        missing = "id" if title else "title"
        fields.complaints.insert(0, f"a document without {missing} is left out")
        return None
    doi = parse_doi(first_text(item, "doiId_s"))
    dates = (fields.date(key) for key in ("publicationDate_s", "producedDate_s"))
    return Paper(
        id=f"hal:{id_ or link.rpartition('/')[2]}",
        title=title,
        authors=fields.texts("authFullName_s"),
        labs=distinct_labs(fields.texts("labStructName_s")),
        abstract=abstract_text(first_text(item, "en_abstract_s", "abstract_s")),
        venue=first_text(item, "journalTitle_s", "conferenceTitle_s", "bookTitle_s"),
        date=next(filter(None, dates), None) or fields.date("submittedDate_s"),
        url=link or f"https://hal.science/{id_}",
        doi=doi,
        arxiv=parse_arxiv(first_text(item, "arxivId_s"), bare=True)
        or (parse_arxiv(doi) if doi else None),
        pdf=fields.link("fileMain_s"),
        keywords=fields.distinct("keyword_s"),
    )
