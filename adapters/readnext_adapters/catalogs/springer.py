"""Responses of the Springer Nature Metadata API.

Papers are under ``records`` (https://dev.springernature.com/docs/api-endpoints/meta-api/).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.matching.ids import parse_doi
from readnext.matching.names import catalog_name
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.json_response import (
    finished,
    list_under,
    read_responses,
)
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jats import abstract_text
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, list_of, object_of
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_people

SUFFIXES: tuple[str, ...] = (".json",)

_LIST = re.compile(r'"records"\s*:\s*\[')
_OWN = re.compile(r'"(?:apiMessage|publicationName|creators|contentType)"\s*:')


def detect(head: str) -> bool:
    """Tell whether a text is a response of Springer Nature.

    >>> detect('{"apiMessage": "", "records": [{"identifier": "doi:10.5555/a"}]}')
    True
    """
    return bool(_LIST.search(head) and _OWN.search(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved response."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one record, and its problem, if any."""
    fields = Fields(item, [])
    yield from finished(_paper(fields), where, fields.complaints)


def _is_item(item: Object) -> bool:
    return "identifier" in item and "title" in item


LAYOUT = Layout(list_under("records"), _is_item, "records")


def _paper(fields: Fields) -> Paper | None:
    title = strip_markup(fields.text("title"))
    doi = parse_doi(fields.text("doi")) or parse_doi(fields.text("identifier"))
    if not title or not doi:
        missing = "title" if doi else "DOI"
        fields.complaints.insert(0, f"a record without {missing} is left out")
        return None
    names = filter(None, (one.text("creator") for one in fields.each("creators")))
    return Paper(
        id=f"springer:{doi}",
        title=title,
        authors=tuple(map(catalog_name, parse_people(names))),
        abstract=abstract_text(_abstract(fields.record)),
        venue=strip_markup(fields.text("publicationName")),
        date=fields.date("onlineDate") or fields.date("publicationDate"),
        url=f"https://doi.org/{doi}",
        doi=doi,
        keywords=tuple(dict.fromkeys(_keywords(fields.record))),
        pdf=_pdf(fields),
    )


def _abstract(item: Object) -> str:
    """The abstract, a text or an object of headings and paragraphs."""
    value = item.get("abstract")
    parts = object_of(value).get("p") if isinstance(value, dict) else value
    return " ".join(part for part in list_of(parts) if isinstance(part, str))


def _keywords(item: Object) -> Iterator[str]:
    for key in ("keyword", "subjects"):
        for word in list_of(item.get(key)):
            text = word if isinstance(word, str) else object_of(word).get("term")
            if isinstance(text, str) and text.strip():
                yield strip_markup(text)


def _pdf(fields: Fields) -> str | None:
    """The address of the full text, if anybody may read it."""
    if fields.record.get("openaccess") not in (True, "true"):
        return None
    for link in fields.each("url"):
        if link.text("format") == "pdf":
            return link.link("value")
    return None
