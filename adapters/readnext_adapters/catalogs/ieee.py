"""Responses of the IEEE Xplore Metadata Search API.

Papers are under ``articles`` (https://developer.ieee.org/docs).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO

from readnext.matching.ids import parse_doi
from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.catalogs.json_response import (
    finished,
    list_under,
    read_responses,
)
from readnext_adapters.parsing.affiliations import institution
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jats import abstract_text
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.markup import strip_markup

SUFFIXES: tuple[str, ...] = (".json",)

_LIST = re.compile(r'"articles"\s*:\s*\[')
_OWN = re.compile(r'"(?:total_records|article_number|publication_title|html_url)"\s*:')
_OPEN = "OPEN_ACCESS"


def detect(head: str) -> bool:
    """Tell whether a text is a response of IEEE Xplore.

    >>> detect('{"total_records": 1, "articles": [{"article_number": "1"}]}')
    True
    """
    return bool(_LIST.search(head) and _OWN.search(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved response."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one article, and its problem, if any."""
    fields = Fields(item, [])
    yield from finished(_paper(fields), where, fields.complaints)


def _is_item(item: Object) -> bool:
    return "article_number" in item


LAYOUT = Layout(list_under("articles"), _is_item, "articles")


def _paper(fields: Fields) -> Paper | None:
    title, number = strip_markup(fields.text("title")), _number(fields)
    if not title or not number:
        missing = "number" if title else "title"
        fields.complaints.insert(0, f"an article without {missing} is left out")
        return None
    people = list(fields.inner("authors").each("authors"))
    terms = fields.inner("index_terms")
    free = fields.text("access_type").upper() == _OPEN
    return Paper(
        id=f"ieee:{number}",
        title=title,
        authors=tuple(filter(None, (one.text("full_name") for one in people))),
        labs=distinct_labs(
            institution(place) for one in people if (place := one.text("affiliation"))
        ),
        abstract=abstract_text(fields.text("abstract")),
        venue=strip_markup(fields.text("publication_title")),
        date=fields.date("insert_date") if _is_year(fields) else _date(fields),
        url=fields.link("html_url") or f"https://ieeexplore.ieee.org/document/{number}",
        doi=fields.parsed("doi", parse_doi),
        keywords=terms.inner("author_terms").distinct("terms"),
        popularity=Popularity(citations=fields.count("citing_paper_count")),
        pdf=fields.link("pdf_url") if free else None,
    )


def _number(fields: Fields) -> str:
    """The number of an article, a text or an integer."""
    value = fields.record.get("article_number")
    return str(value) if isinstance(value, int) else fields.text("article_number")


def _date(fields: Fields) -> str | None:
    return fields.date("publication_date") or fields.date("publication_year")


def _is_year(fields: Fields) -> bool:
    """Whether only the year of publication is stated, that of the day of entry."""
    stated, entered = _date(fields), fields.date("insert_date")
    return bool(stated and entered and entered.startswith(stated))
