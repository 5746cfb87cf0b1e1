"""Documents of arXiv's OAI-PMH interface, in all its metadata formats.

The protocol is http://www.openarchives.org/OAI/openarchivesprotocol.html, the formats
are described at https://info.arxiv.org/help/oa/index.html. Only ``arXivRaw`` has the
dates of all versions.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.arxiv.arxiv_text import arxiv_text
from readnext_adapters.catalogs.arxiv.document import (
    ArxivDocument,
    Texts,
    file_items,
    whole_file,
)
from readnext_adapters.catalogs.arxiv.oai_frame import parse_frame
from readnext_adapters.catalogs.arxiv.people import (
    People,
    from_line,
    natural,
)
from readnext_adapters.catalogs.arxiv.record import (
    ArxivRecord,
    Item,
    paper_id,
    removed,
    to_paper,
)
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.xmltree import local_name

SUFFIXES: tuple[str, ...] = ()

_ROOT = re.compile(r"<(?:[\w.-]+:)?OAI-PMH\b", re.IGNORECASE)
# Signs of arXiv's own documents; other repositories may mention arXiv.
_ARXIV = re.compile(
    r"<request\b[^<]{0,500}\barxiv\.org|oai:arxiv\.org:|arxiv\.org/OAI/"
    r"|<(?:[\w.-]+:)?arXiv(?:Raw|Old)?[\s>]",
    re.IGNORECASE,
)
_SOMEONES = re.compile(r"oai_dc|<(?:[\w.-]+:)?(?:identifier|request)\b", re.IGNORECASE)
_WITHDRAWN_SOURCE = "I"


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is arXiv's OAI-PMH document.

    >>> detect('<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>')
    True
    >>> detect("<OAI-PMH><request>https://zenodo.org/oai2d</request><ListRecords>")
    False
    """
    begins = head.lstrip("\ufeff \t\r\n").startswith("<")
    if not begins or not _ROOT.search(head):
        return False
    return bool(_ARXIV.search(head)) or not _SOMEONES.search(head)


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved document; an invalid record is a problem.

    Raises InputError if the file is too large to be read at once.
    """
    del as_of  # arXiv states its years
    if data := whole_file(stream, name):
        yield from file_items(parse(data, name), name)


def parse(data: bytes, name: str) -> ArxivDocument:
    """Parse a document; one without records is valid.

    Deleted records become `Gone`.
    """
    return parse_frame(data, name, _item, arxiv_text)


def _item(element: Element, where: str) -> Item:
    parts = {local_name(child): child for child in element}
    header, metadata = parts.get("header"), parts.get("metadata")
    heads = Texts(header) if header is not None else None
    id_ = paper_id(heads.first("identifier")) if heads else ""
    status = header.get("status", "") if header is not None else ""
    if status.strip().lower() == "deleted":
        return removed(id_) if id_ else Problem(where, "deleted, without an arXiv id")
    body = next(iter(metadata), None) if metadata is not None else None
    reader = _FORMATS.get(local_name(body)) if body is not None else None
    if body is None or reader is None:
        why = "no metadata" if body is None else f"unrecognised format: {body.tag[:80]}"
        return Problem(where, f"{id_ or 'a record'} left out: {why}")
    record = reader(body)
    record.id = record.id or id_
    if not record.categories and heads:
        record.categories = " ".join(filter(None, map(_category, heads.all("setspec"))))
    return to_paper(record, where)


def _common(texts: Texts) -> ArxivRecord:
    """The common fields of arXiv's own formats."""
    return ArxivRecord(
        id=paper_id(texts.first("id")),
        title=texts.first("title"),
        abstract=texts.first("abstract"),
        comments=texts.first("comments"),
        journal=texts.first("journal-ref"),
        doi=texts.first("doi"),
        categories=texts.first("categories"),
        date=texts.first("created"),
    )


def _arxiv(body: Element) -> ArxivRecord:
    """Format ``arXiv``: authors in parts; "created" may be that of any version."""
    record = _common(Texts(body))
    people = [
        Texts(author)
        for child in body
        if local_name(child) == "authors"
        for author in child
        if local_name(author) == "author"
    ]
    named = [
        natural(
            *(arxiv_text(one.first(key)) for key in ("keyname", "forenames", "suffix"))
        )
        for one in people
    ]
    labs = (arxiv_text(lab) for one in people for lab in one.all("affiliation"))
    names = tuple(filter(None, named))
    record.people = People(names, distinct_labs(filter(None, labs)))
    return record


def _raw(body: Element) -> ArxivRecord:
    """Formats ``arXivRaw``, with all versions, and ``arXivOld``, without."""
    texts = Texts(body)
    record = _common(texts)
    record.people = from_line(texts.first("authors"))
    versions = [child for child in body if local_name(child) == "version"]
    stated = {one.get("version", "").strip(): Texts(one) for one in versions}
    if stated:
        first, *_ = stated.values()
        *_, last = stated.values()
        record.date = stated.get("v1", first).first("date")
        record.withdrawn = _WITHDRAWN_SOURCE in last.first("source_type")
    return record


def _dublin_core(body: Element) -> ArxivRecord:
    """Format ``oai_dc``: all versions' dates, descriptions and ids without labels."""
    texts = Texts(body)
    descriptions = [*texts.all("description"), "", ""]
    ids = texts.all("identifier")
    dois = [one[4:] for one in ids if one.lower().startswith("doi:")]
    others = [one for one in ids if not one.lower().startswith(("doi:", "http"))]
    links = [one for one in ids if one.lower().startswith("http")]
    return ArxivRecord(
        id=next(filter(None, map(paper_id, links)), ""),
        title=texts.first("title"),
        people=People(tuple(filter(None, map(_turned, texts.all("creator"))))),
        abstract=descriptions[0],
        comments=descriptions[1].strip().removeprefix("Comment:"),
        journal=next(iter(others), ""),
        doi=next(iter(dois), ""),
        date=min(texts.all("date"), default=""),
    )


def _turned(name: str) -> str:
    """A name given as "Family Suffix, Given" in natural order."""
    family, _, given = arxiv_text(name).partition(",")
    return natural(family.strip(), given.strip())


def _category(set_: str) -> str:
    """The category of a set, "" for a group.

    >>> _category("cs:cs:LG"), _category("physics:hep-th"), _category("cs")
    ('cs.LG', 'hep-th', '')
    """
    return ".".join(set_.strip().split(":")[1:])


_FORMATS = {"arxiv": _arxiv, "arxivraw": _raw, "arxivold": _raw, "dc": _dublin_core}
