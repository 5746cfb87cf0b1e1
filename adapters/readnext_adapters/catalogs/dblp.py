"""Responses of dblp's search for publications: computer science, without abstracts.

Publications are under ``result.hits.hit``, each under ``info``; a list of one is the
value itself (https://dblp.org/faq/How+to+use+the+dblp+search+API.html).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.json_response import XmlForm, finished, read_either
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, list_of, object_of
from readnext_adapters.parsing.markup import strip_markup

SUFFIXES: tuple[str, ...] = (".json", ".xml")

_XML = XmlForm("hit", frozenset("author ee venue".split()))
_XML_HEAD = re.compile(r"\A\s*(?:<\?xml[^>]*>)?\s*<result>\s*<query\b")

_ANSWER = re.compile(r'\A\s*\{\s*"result"\s*:\s*\{\s*"(?:query|status|hits)"\s*:')
_OWN = re.compile(r'"@(?:total|computed|code|score)"\s*:')
_HOMONYM = re.compile(r"\s+\d{4}$")
_ARXIV_KEY = re.compile(r"abs-(\d{4})-(\d{4,5})$")
_EDITED = "Editorship"


def detect(head: str) -> bool:
    """Tell whether a text is a response of dblp.

    >>> detect('{"result": {"query": "a", "status": {"@code": "200"}}}')
    True
    """
    head = head.removeprefix("\ufeff")
    known = _ANSWER.match(head) and _OWN.search(head)
    return bool(known or _XML_HEAD.match(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the publications of a saved response."""
    del as_of  # the dates have years
    yield from read_either(stream, name, LAYOUT, record, _XML)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one hit and its problem, if any; proceedings are left out."""
    fields = Fields(item, []).inner("info")
    if fields.text("type") == _EDITED:
        return
    yield from finished(_paper(fields), where, fields.complaints)


def _listed(answer: object) -> list[object] | None:
    result = object_of(object_of(answer).get("result"))
    hits = result.get("hits")
    if not isinstance(hits, dict):
        return None
    return list_of(hits.get("hit"))


def _is_item(item: Object) -> bool:
    return "info" in item


LAYOUT = Layout(_listed, _is_item, "publications")


def _paper(fields: Fields) -> Paper | None:
    title = strip_markup(fields.text("title")).removesuffix(".")
    key = fields.text("key")
    if not title or not key:
        missing = "key" if title else "title"
        fields.complaints.insert(0, f"a publication without {missing} is left out")
        return None
    links = _texts(fields.record, "ee")
    doi = parse_doi(fields.text("doi")) or next(
        filter(None, map(parse_doi, links)), None
    )
    return Paper(
        id=f"dblp:{key}",
        title=title,
        authors=tuple(_authors(fields)),
        venue=_venue(fields, key),
        date=fields.date("year"),
        url=next(iter(links), f"https://dblp.org/rec/{key}"),
        doi=doi,
        arxiv=_arxiv(key, doi, links),
    )


def _texts(record: Object, key: str) -> list[str]:
    return [
        strip_markup(x) for x in list_of(record.get(key)) if isinstance(x, str) and x
    ]


def _authors(fields: Fields) -> Iterator[str]:
    """The authors without the numbers by which dblp tells homonyms apart."""
    for author in list_of(object_of(fields.record.get("authors")).get("author")):
        name = author if isinstance(author, str) else object_of(author).get("text")
        if isinstance(name, str) and name.strip():
            yield _HOMONYM.sub("", strip_markup(name))


def _venue(fields: Fields, key: str) -> str:
    """The venue; CoRR is arXiv."""
    names = _texts(fields.record, "venue")
    return "" if key.startswith("journals/corr/") else next(iter(names), "")


def _arxiv(key: str, doi: str | None, links: list[str]) -> str | None:
    if found := _ARXIV_KEY.search(key):
        return parse_arxiv(f"{found[1]}.{found[2]}", bare=True)
    linked = (parse_arxiv(link) for link in links if "arxiv.org/" in link.lower())
    return (parse_arxiv(doi) if doi else None) or next(filter(None, linked), None)
