"""Responses of INSPIRE's API: the literature of high-energy physics.

Records are under ``hits.hits``, each under ``metadata``
(https://github.com/inspirehep/rest-api-doc).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from readnext.matching.ids import parse_arxiv, parse_doi
from readnext.matching.names import catalog_name
from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.catalogs.json_response import finished, read_responses
from readnext_adapters.parsing.fields import Fields
from readnext_adapters.parsing.jats import abstract_text
from readnext_adapters.parsing.jsonitems import Layout
from readnext_adapters.parsing.jsonvalues import Object, object_of
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_people

SUFFIXES: tuple[str, ...] = (".json",)

# The fields of a record that are used; others are not requested.
FIELDS = (
    "control_number,titles,authors.full_name,authors.affiliations.value,author_count,"
    "corporate_author,collaborations.value,abstracts,dois.value,arxiv_eprints,"
    "publication_info,earliest_date,preprint_date,keywords.value,keywords.schema,"
    "inspire_categories.term,references.reference.dois,references.reference.arxiv_eprint,"
    "references.record,document_type,deleted,withdrawn,citation_count"
)
_HITS = re.compile(r'"hits"\s*:\s*\{\s*"(?:hits|total)"\s*:')
_OWN = re.compile(
    r'"(?:inspire_categories|arxiv_eprints|control_number|earliest_date)"\s*:'
    r"|inspirehep\.net"
)
_RECORD = re.compile(r"/(\d+)/?$")
_MOST_LABS = 50  # a collaboration's list of hundreds says nothing of a paper


def detect(head: str) -> bool:
    """Tell whether a text is a response of INSPIRE.

    >>> detect('{"hits": {"hits": [{"metadata": {"control_number": 1}}]}}')
    True
    """
    listed = _HITS.search(head) or '"metadata"' in head
    return bool(listed and _OWN.search(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved response."""
    del as_of  # the dates have years
    yield from read_responses(stream, name, LAYOUT, record)


def record(item: Object, where: str) -> Iterator[Paper | Problem]:
    """Yield the paper of one record, and its problem, if any."""
    whole = item.get("metadata")
    fields = Fields(whole if isinstance(whole, dict) else item, [])
    if fields.record.get("deleted") is True:
        return
    yield from finished(_paper(fields, item), where, fields.complaints)


def _listed(answer: object) -> list[object] | None:
    if isinstance(answer, list):
        return answer
    fields = object_of(answer)
    hits = object_of(fields.get("hits")).get("hits")
    if isinstance(hits, list):
        return hits
    return [fields] if _is_item(fields) else None


def _is_item(item: Object) -> bool:
    return "titles" in object_of(item.get("metadata", item))


LAYOUT = Layout(_listed, _is_item, "records")


def _paper(fields: Fields, item: Object) -> Paper | None:
    title = next(filter(None, (t.text("title") for t in fields.each("titles"))), "")
    number = str(fields.record.get("control_number") or item.get("id") or "")
    if not title or not number.isdecimal():
        missing = "number" if title else "title"
        fields.complaints.insert(0, f"a record without {missing} is left out")
        return None
    eprints = list(fields.each("arxiv_eprints"))
    people = list(fields.each("authors"))
    count = fields.count("author_count")
    names = _authors(fields, people)
    return Paper(
        id=f"inspire:{number}",
        title=strip_markup(title),
        authors=names,
        author_count=count if count and count > len(names) else None,
        authors_cut=bool(count and count > len(people)),
        labs=_labs(people),
        abstract=_abstract(fields),
        venue=_venue(fields),
        date=fields.date("earliest_date") or fields.date("preprint_date"),
        url=f"https://inspirehep.net/literature/{number}",
        doi=_doi(fields),
        arxiv=next(filter(None, (one.arxiv("value") for one in eprints)), None),
        categories=tuple(
            dict.fromkeys(c for one in eprints for c in one.texts("categories"))
        ),
        keywords=tuple(dict.fromkeys(_keywords(fields))),
        references=tuple(dict.fromkeys(_references(fields))),
        popularity=Popularity(citations=fields.count("citation_count")),
        withdrawn=fields.record.get("withdrawn") is True,
    )


def _authors(fields: Fields, people: list[Fields]) -> tuple[str, ...]:
    """The authors, or the collaboration where none is named."""
    names = filter(None, (person.text("full_name") for person in people))
    found = tuple(map(catalog_name, parse_people(names)))
    bodies = (one.text("value") for one in fields.each("collaborations"))
    groups = (f"{name} Collaboration" for name in bodies if name)
    return found or fields.texts("corporate_author") or tuple(groups)


def _labs(people: list[Fields]) -> tuple[str, ...]:
    places = chain.from_iterable(one.each("affiliations") for one in people)
    labs = distinct_labs(filter(None, (place.text("value") for place in places)))
    return labs[:_MOST_LABS]


def _abstract(fields: Fields) -> str:
    """ArXiv's abstract before others, which may be the publisher's with its heading."""
    found = [
        (one.text("source"), one.text("value")) for one in fields.each("abstracts")
    ]
    found.sort(key=lambda one: one[0].lower() != "arxiv")
    return next((abstract_text(text) for _, text in found if text), "")


def _venue(fields: Fields) -> str:
    for place in fields.each("publication_info"):
        if name := place.text("journal_title"):
            return name
    return ""


def _doi(fields: Fields) -> str | None:
    return next(
        filter(None, (one.parsed("value", parse_doi) for one in fields.each("dois"))),
        None,
    )


def _keywords(fields: Fields) -> Iterator[str]:
    for one in fields.each("keywords"):
        if (word := one.text("value")) and one.text("schema") != "JACOW":
            yield word


def _references(fields: Fields) -> Iterator[str]:
    """One id of each cited paper, the one most common in catalogs."""
    for cited in fields.each("references"):
        stated = cited.inner("reference")
        arxiv = parse_arxiv(stated.text("arxiv_eprint"), bare=True)
        dois = map(parse_doi, stated.texts("dois"))
        linked = _RECORD.search(cited.inner("record").text("$ref"))
        name = arxiv or next(filter(None, dois), None)
        if name or linked:
            yield name or f"inspire:{linked[1] if linked else ''}"
