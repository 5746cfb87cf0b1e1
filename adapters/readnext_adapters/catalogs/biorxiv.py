"""Responses of the API of bioRxiv and medRxiv, also saved as files.

The format is that of https://api.biorxiv.org/details/biorxiv/help: a list of
messages, and the collection, one object for each version of a preprint.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from readnext.catalog.candidates import says_withdrawn
from readnext.dates import loose_date
from readnext.matching.ids import parse_doi
from readnext.matching.names import catalog_name
from readnext.numbers import whole_number
from readnext.paper import Paper, Problem
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.jsonitems import (
    Document,
    JsonItem,
    Layout,
    read_document,
)
from readnext_adapters.parsing.jsonvalues import Object, first_text, object_of
from readnext_adapters.parsing.largest import read_whole
from readnext_adapters.parsing.links_to_code import code_link
from readnext_adapters.parsing.personnames import parse_people

SUFFIXES: tuple[str, ...] = (".json",)

NAMES = {"biorxiv": "bioRxiv", "medrxiv": "medRxiv"}
_BEGINS = re.compile(r"\s*\{\s*\"(?:messages|collection)\"\s*:\s*\[")
_OWN = re.compile(r'"(?:messages|server|jatsxml|author_corresponding)"\s*:')
_CATEGORY_BREAK = re.compile(r"[\s_]+")


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is such a response.

    >>> detect('{"messages": [{"status": "ok"}], "collection": []}')
    True
    """
    head = head.removeprefix("\ufeff")
    return bool(_BEGINS.match(head) and _OWN.search(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the preprints of a saved response, each in its latest version.

    Raises InputError if the file is larger than the limit for libraries.
    """
    del as_of  # dates are whole
    data = read_whole(stream, name)
    if data.strip():
        decoded = decode_bytes(data)
        yield from (Problem(name, note) for note in decoded.notes)
        yield from papers_of(read_answer(decoded.text, name).items)


def read_answer(text: str, name: str) -> Document:
    """Return the items of a response and, if it is valid, the whole of it."""
    return read_document(text, name, Layout(_listed, _is_item, "preprints"))


def papers_of(
    items: Iterable[JsonItem | Problem], server: str = ""
) -> Iterator[Paper | Problem]:
    """Yield the preprints of a response, each once in its latest version."""
    newest: dict[str, tuple[int, int, Paper]] = {}
    for place, item in enumerate(items):
        found = item if isinstance(item, Problem) else _paper(item, server)
        if isinstance(found, Problem) or isinstance(item, Problem):
            yield found
            continue
        version = version_of(item.fields)
        first, known, _ = newest.get(found.id, (place, -1, found))
        if version >= known:
            newest[found.id] = (first, version, found)
    yield from (paper for _, _, paper in sorted(newest.values(), key=lambda x: x[0]))


def version_of(fields: Object) -> int:
    """Return the number of a version, 0 if there is none."""
    return whole_number(first_text(fields, "version")[:6]) or 0


def _listed(document: object) -> list[object] | None:
    found = object_of(document).get("collection")
    # Without posts, the service leaves the collection out or empty.
    if found is None and "messages" in object_of(document):
        return []
    return found if isinstance(found, list) else None


def _is_item(fields: Object) -> bool:
    return "doi" in fields and "title" in fields


def _paper(item: JsonItem, server: str) -> Paper | Problem:
    fields = item.fields
    doi, title = parse_doi(first_text(fields, "doi")), first_text(fields, "title")
    missing = " and ".join(k for k, v in (("DOI", doi), ("title", title)) if not v)
    if missing:
        said = doi or title or "?"
        return Problem(item.where, f"{said}: a preprint without {missing} is left out")
    server = server or first_text(fields, "server").lower()
    server = server if server in NAMES else "biorxiv"
    abstract = first_text(fields, "abstract")
    lab = first_text(fields, "author_corresponding_institution")
    return Paper(
        id=f"{server}:{doi}",
        title=title,
        authors=_authors(fields),
        labs=(lab,) if lab else (),
        abstract=abstract,
        venue=NAMES[server],
        date=loose_date(first_text(fields, "date")),
        url=f"https://www.{server}.org/content/{doi}v{version_of(fields) or 1}",
        # That of the journal's version would make the record of the preprint look
        # like one of a published paper.
        doi=doi,
        categories=_categories(fields),
        code=code_link(abstract),
        withdrawn=_is_withdrawn(fields, title, abstract),
    )


def _authors(fields: Object) -> tuple[str, ...]:
    """The authors' names; the service writes "Berg, I.; Sand, M. K."."""
    named = first_text(fields, "authors").split(";")
    return tuple(map(catalog_name, parse_people(filter(None, named))))


def _categories(fields: Object) -> tuple[str, ...]:
    text = clean(_CATEGORY_BREAK.sub(" ", first_text(fields, "category")))
    return (text,) if text else ()


def _is_withdrawn(fields: Object, title: str, abstract: str) -> bool:
    kind = first_text(fields, "type").lower()
    said = says_withdrawn(title) or says_withdrawn(abstract)
    return "withdraw" in kind or "retract" in kind or said
