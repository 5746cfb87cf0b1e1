"""arXiv's Atom and RSS: responses of its query API, and daily announcements.

The forms are those of https://info.arxiv.org/help/api/user-manual.html,
https://info.arxiv.org/help/atom_specifications.html and rss_specifications.html. They
are parsed strictly: a lenient feed parser would hide a truncated response.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from readnext.numbers import whole_number
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.arxiv.arxiv_text import arxiv_text
from readnext_adapters.catalogs.arxiv.document import (
    ArxivDocument,
    Texts,
    elements,
    file_items,
    whole_file,
)
from readnext_adapters.catalogs.arxiv.people import (
    People,
    from_line,
    tidy_name,
)
from readnext_adapters.catalogs.arxiv.record import ArxivRecord, paper_id, to_paper
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.xmltree import local_name

SUFFIXES: tuple[str, ...] = ()

_FEED = re.compile(r"<(?:[\w.-]+:)?(?:feed|rss)\b", re.IGNORECASE)
_ARXIV = re.compile(
    r"arxiv\.org/schemas/atom|updates on arXiv\.org|<id>https?://arxiv\.org/api/",
    re.IGNORECASE,
)
_ROOTS = {"feed", "rss"}
_TAGS = {"entry", "item", "totalresults"}
_ANNOUNCED = re.compile(
    r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<kind>[\w-]+)\s*(?:Abstract:)?\s*"
)
_ERROR = re.compile(r"arxiv\.org/api/errors|^Error$")


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is a feed of arXiv's.

    >>> detect('<feed xmlns:arxiv="http://arxiv.org/schemas/atom"><id>')
    True
    >>> detect('<rss version="2.0"><channel><title>A Weblog</title>')
    False
    """
    begins = head.lstrip("\ufeff \t\r\n").startswith("<")
    return begins and bool(_FEED.search(head)) and bool(_ARXIV.search(head))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a saved feed; an invalid entry is a problem.

    Raises InputError if the file is too large to be read at once.
    """
    del as_of  # arXiv states its years
    if data := whole_file(stream, name):
        yield from file_items(parse(data, name), name)


def parse(
    data: bytes, name: str, announced: frozenset[str] | None = None
) -> ArxivDocument:
    """Parse a feed; an empty one is valid.

    With `announced`, papers with another kind of announcement are left out.
    """
    document = ArxivDocument()
    for element in elements(data, name, _TAGS, _ROOTS, document):
        texts = Texts(element)
        if local_name(element) == "totalresults":
            document.total = _number(element.text or "")
            continue
        document.entries += 1
        where = f"{name}:item {document.entries}"
        said = texts.first("summary", "description")
        if _is_error(texts):
            document.errors.append(("", arxiv_text(said)[:300]))
        elif announced is None or _kind(texts, said) in announced | {""}:
            document.items.append(to_paper(_record(element, texts, said), where))
    return document


def _is_error(texts: Texts) -> bool:
    return any(_ERROR.search(texts.first(key).strip()) for key in ("id", "title"))


def _kind(texts: Texts, said: str) -> str:
    """What a paper is announced as: new, cross, replace, replace-cross, or ""."""
    notice = _ANNOUNCED.match(said)
    kind = texts.first("announce_type") or (notice["kind"] if notice else "")
    return kind.strip().lower()


def _record(element: Element, texts: Texts, said: str) -> ArxivRecord:
    notice = _ANNOUNCED.match(said)
    ids = [*texts.all("id"), *texts.all("guid"), *texts.all("link"), *_links(element)]
    ids += [f"arXiv:{notice['id']}"] if notice else []
    kind = _kind(texts, said)
    # Announcements have their own date, which is close to that of a new paper.
    dated = texts.first("published", "pubdate") if kind in ("", "new") else ""
    return ArxivRecord(
        id=next(filter(None, map(paper_id, ids)), ""),
        title=texts.first("title"),
        people=_people(element, texts),
        abstract=said[notice.end() :] if notice else said,
        comments=texts.first("comment"),
        journal=texts.first("journal_ref", "journal_reference"),
        doi=texts.first("doi"),
        categories=_categories(element),
        date=dated,
    )


def _links(element: Element) -> Iterator[str]:
    return (one.get("href", "") for one in element if local_name(one) == "link")


def _categories(element: Element) -> str:
    """The categories: the primary one, which the query API names, before the others."""
    found: dict[str, None] = {}
    for wanted in ("primary_category", "category"):
        for one in element:
            if local_name(one) == wanted:
                found[(one.get("term") or one.text or "").strip()] = None
    # Classes of MSC and ACM are listed as categories too, several in one.
    return " ".join(name for name in found if name and not re.search(r"[\s;,\d]", name))


def _people(element: Element, texts: Texts) -> People:
    """The authors of the query API, each with labs, or of an announcement."""
    authors = [Texts(one) for one in element if local_name(one) == "author"]
    named = [tidy_name(arxiv_text(one.first("name"))) for one in authors]
    if names := tuple(filter(None, named)):
        labs = (arxiv_text(lab) for one in authors for lab in one.all("affiliation"))
        return People(names, distinct_labs(filter(None, labs)))
    return from_line(", ".join(texts.all("creator")))


def _number(text: str) -> int | None:
    return whole_number(text) if len(text.strip()) < 12 else None
