"""OAI-PMH documents of any repository in the format ``oai_dc``, Dublin Core.

The protocol is http://www.openarchives.org/OAI/openarchivesprotocol.html. Repositories
differ in what they put into a field: descriptions are abstracts or citations, sources
journals or ISSNs, identifiers addresses or DOIs. arXiv's documents are another format.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element

from readnext.paper import Gone, Paper, Problem
from readnext_adapters.catalogs.arxiv import oai as arxiv_oai
from readnext_adapters.catalogs.arxiv.document import (
    ArxivDocument,
    Texts,
    whole_file,
)
from readnext_adapters.catalogs.arxiv.oai_frame import parse_frame
from readnext_adapters.catalogs.arxiv.record import Item
from readnext_adapters.catalogs.feed_venue import journal_name
from readnext_adapters.parsing.abstract_frame import Framed, read_description
from readnext_adapters.parsing.author_list import parse_author_list
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.foundids import find_doi
from readnext_adapters.parsing.htmltext import html_text
from readnext_adapters.parsing.ids_in_links import arxiv_in_links, doi_in_links
from readnext_adapters.parsing.links_to_code import code_link
from readnext_adapters.parsing.title_labels import clean_title
from readnext_adapters.parsing.written_dates import written_date
from readnext_adapters.parsing.xmltree import local_name

SUFFIXES: tuple[str, ...] = (".xml",)

_ROOT = re.compile(r"<(?:[\w.-]+:)?OAI-PMH\b", re.IGNORECASE)
_NOTICES = re.compile(r"editorial|erratum|annotation|front ?matter|coverpage", re.I)
_LONGEST_KEYWORD = 100


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is another than arXiv's document.

    >>> detect("<OAI-PMH><request>https://zenodo.org/oai2d</request><ListRecords>")
    True
    """
    begins = head.lstrip("\ufeff \t\r\n").startswith("<")
    return begins and _ROOT.search(head) is not None and not arxiv_oai.detect(head)


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved document; an invalid record is a problem.

    Raises InputError if the file is too large to be read at once.
    """
    del as_of  # Dublin Core states its years
    data = whole_file(stream, name)
    if not data.strip():
        return
    document = parse(data, name)
    for item in document.items:
        if isinstance(item, Gone):
            item = Problem(name, f"{item.id}: deleted by its repository")
        yield item
    for _, said in document.errors:
        yield Problem(name, f"the repository reports an error: {said or 'unknown'}")
    if document.broken:
        yield document.broken


def parse(data: bytes, name: str) -> ArxivDocument:
    """Parse a document; one without records is valid.

    Deleted records become `Gone`.
    """
    return parse_frame(data, name, _item, clean)


def _item(element: Element, where: str) -> Item:
    parts = {local_name(child): child for child in element}
    header, metadata = parts.get("header"), parts.get("metadata")
    id_ = clean(Texts(header).first("identifier")) if header is not None else ""
    if header is not None and header.get("status", "").strip().lower() == "deleted":
        if id_:
            return Gone(_id(id_, None, (), ""))
        return Problem(where, "a deleted record without an identifier")
    body = next(iter(metadata), None) if metadata is not None else None
    if body is None or local_name(body) not in ("dc", "qualifieddc"):
        why = "no metadata" if body is None else f"unrecognised format: {body.tag[:80]}"
        return Problem(where, f"{id_ or 'a record'} left out: {why}")
    return _paper(Texts(body), id_, where)


def _paper(texts: Texts, id_: str, where: str) -> Paper | Problem:
    title = next(filter(None, map(html_text, texts.all("title"))), "")
    if not title:
        return Problem(where, f"{id_ or 'a record'}: no title; left out")
    titled = clean_title(title)
    people = parse_author_list(map(html_text, texts.all("creator")))
    links = [clean(one) for one in texts.all("identifier")]
    addresses = [
        one for one in links if one.lower().startswith(("http://", "https://"))
    ]
    stated = [one for one in links if one not in addresses]
    doi = find_doi(stated, addresses) or doi_in_links(addresses)
    described = _description(texts.all("description"), title)
    kinds = " ".join(texts.all("type"))
    return Paper(
        id=_id(id_, doi, addresses, title),
        title=titled.title,
        authors=people.names,
        authors_cut=people.cut,
        labs=people.labs,
        abstract=described.abstract,
        venue=_venue(texts) or journal_name(described.venue),
        date=_date(texts),
        url=next(iter(addresses), f"https://doi.org/{doi}" if doi else None),
        doi=doi,
        arxiv=arxiv_in_links([*links, *texts.all("relation"), doi or ""]),
        keywords=tuple(dict.fromkeys(_keywords(texts))),
        code=code_link(described.abstract),
        pdf=next((x for x in addresses if x.lower().endswith(".pdf")), None),
        notice=titled.notice or _NOTICES.search(kinds) is not None,
    )


def _id(id_: str, doi: str | None, addresses: Sequence[str], title: str) -> str:
    named = id_ or doi or next(iter(addresses), title)
    return named if named.lower().startswith("oai:") else f"oai:{named}"


def _description(texts: Sequence[str], title: str) -> Framed:
    """The longest abstract among the descriptions; others are citations and notes."""
    found = [read_description(text, title) for text in texts if text.strip()]
    return max(found, key=lambda one: len(one.abstract), default=Framed())


def _venue(texts: Texts) -> str:
    """The journal that a source names: "Bogs; Vol. 12 No. 3 (2026); 1-10"."""
    for text in (*texts.all("source"), *texts.all("ispartof")):
        if name := journal_name(html_text(text).partition(";")[0]):
            return name
    return ""


def _date(texts: Texts) -> str | None:
    """The first day: a record also has the days of its changes."""
    stated = [*texts.all("issued"), *texts.all("date")]
    days = sorted(filter(None, map(written_date, stated)))
    exact = [day for day in days if days and day.startswith(days[0])]
    return max(exact, key=len, default=None)


def _keywords(texts: Texts) -> Iterator[str]:
    for text in texts.all("subject"):
        for word in re.split(r"\s*[;|]\s*", html_text(text)):
            if word and len(word) <= _LONGEST_KEYWORD and "://" not in word:
                yield word
