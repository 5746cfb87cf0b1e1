"""One item of RDF to an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readnext.dates import loose_date
from readnext.matching.ids import parse_isbn, parse_issn
from readnext.paper import Author, Entry
from readnext_adapters.libraries.arxivtags import split_tags
from readnext_adapters.libraries.rdfgraph import Node
from readnext_adapters.libraries.zoteroextra import first_of, parse_extra
from readnext_adapters.libraries.zoteroitem import AUTHORS
from readnext_adapters.parsing.entrytypes import entry_type
from readnext_adapters.parsing.foundids import find_arxiv, find_doi
from readnext_adapters.parsing.personnames import parse_person, person
from readnext_adapters.parsing.readtags import read_by_tags

_TITLES = ("title", "name", "headline")
_DATES = ("date", "issued", "datepublished", "created", "datecreated", "copyrightyear")
_LINKS = ("identifier", "uri", "url", "sameas", "doi")
_ABSTRACTS = ("abstract", "description")


def entry_of_node(node: Node, where: str, collections: Iterable[str]) -> Entry:
    """Return the entry that a node describes."""
    extra = parse_extra("\n".join(node.lines("description")))
    around = _containers(node)
    ids = [text for one in (node, *around) for text in one.texts(*_LINKS)]
    own = [text for text in ids if re.match(r"(?:info:)?doi|10\.", text, re.IGNORECASE)]
    links = [text for text in (*node.texts(*_LINKS), node.id) if _is_link(text)]
    doi = find_doi([*own, *extra.get("doi", ())], links)
    keywords, auto_keywords = _tags(node)
    return Entry(
        key=node.text("citationkey") or first_of(extra, "citation-key"),
        type=entry_type(node.text("itemtype") or node.kind),
        title=node.text(*_TITLES) or first_of(extra, "title"),
        authors=_authors(node),
        editors=_people(node, "editors", "editor"),
        date=_date(node, around) or loose_date(first_of(extra, "issued", "date")),
        doi=doi,
        arxiv=_arxiv(
            node,
            [*extra.get("arxiv", ()), *extra.get("eprint", ())],
            [*links, doi or "", *ids],
        ),
        isbn=_isbn(node, around),
        url=next(iter(links), None),
        abstract=_abstract(node),
        venue=_venue(node, around),
        keywords=keywords,
        collections=tuple(dict.fromkeys(collections)),
        where=where,
        auto_keywords=auto_keywords,
        read=read_by_tags((*keywords, *auto_keywords)),
        language=_language(node),
        volume=_first_of((node, *around), "volume"),
        number=_first_of((node, *around), "number", "issuenumber"),
        edition=node.text("edition"),
        pages=node.text("pages"),
        issn=parse_issn(next((text for text in ids if text.startswith("ISSN")), "")),
    )


def _first_of(nodes: Iterable[Node], *names: str) -> str:
    """The first text that one of several nodes has."""
    return next((text for node in nodes if (text := node.text(*names))), "")


def _is_link(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _containers(node: Node) -> list[Node]:
    """What the item is a part of: an issue, the journal of that issue."""
    found = node.nodes("ispartof")
    return found + [part for inner in found for part in inner.nodes("ispartof")]


def _authors(node: Node) -> tuple[Author, ...]:
    for role in AUTHORS:
        if found := _people(node, f"{role}s", role, f"{role}list"):
            return found
    return ()


def _people(node: Node, *names: str) -> tuple[Author, ...]:
    described = (_person(one) for one in node.nodes(*names))
    people = tuple(author for author in described if author)
    if people:
        return people
    written = (text for text in node.texts(*names) if not _is_link(text))
    return tuple(author for text in written if (author := parse_person(text)))


def _person(node: Node) -> Author | None:
    family = node.text("surname", "familyname", "family_name", "lastname")
    given = node.text("givenname", "firstname", "given_name")
    if given and family:
        return person(family, given)
    if name := family or given:
        return Author(literal=name) if " " in name else person(name, "")
    return parse_person(node.text("name", "value", "label") or node.own_text)


def _date(node: Node, around: list[Node]) -> str | None:
    texts = (text for one in (node, *around) for text in one.texts(*_DATES))
    return next((date for text in texts if (date := loose_date(text))), None)


def stated_dates(node: Node) -> list[str]:
    """Return the texts that state when an item appeared."""
    return node.texts(*_DATES)


def _tags(node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Subjects as texts are the reader's tags; Zotero marks the automatic ones."""
    marked = (one for one in node.nodes("subject") if one.kind == "automatictag")
    automatic = dict.fromkeys(one.text("value") for one in marked)
    names = ("subject", "about", "keywords")
    own = [text for text in node.texts(*names) if not _is_link(text)]
    return split_tags((tag for tag in own if tag not in automatic), automatic)


def _arxiv(node: Node, own: list[str], others: list[str]) -> str | None:
    names = ("archivelocation", "archiveid", "number")
    texts = [*node.texts(*names), *node.texts("ispartof")]
    return find_arxiv([*own, *node.texts("archiveid")], [*others, *texts, *own])


def _isbn(node: Node, around: list[Node]) -> str | None:
    texts = [
        text
        for one in (node, *around)
        for text in one.texts("isbn13", "isbn", "isbn10", "identifier")
    ]
    values = (
        t for t in texts if "isbn" in t.lower() or not re.search(r"[a-z/]", t, re.I)
    )
    return next((isbn for text in values if (isbn := parse_isbn(text))), None)


def _abstract(node: Node) -> str:
    """The abstract; Zotero's `description` is its Extra field, others' is not."""
    names = ("abstract",) if node.text("itemtype") else _ABSTRACTS
    return node.text(*names)


def _venue(node: Node, around: list[Node]) -> str:
    inside = sorted(around, key=lambda part: part.kind == "series")
    places = [*inside, *node.nodes("presentedat"), *node.nodes("publisher")]
    titles = (place.text("title", "name") for place in places)
    texts = (text for text in node.texts("ispartof") if not _is_link(text))
    return next(filter(None, titles), "") or next(texts, "")


def _language(node: Node) -> str:
    """The language as the file writes it; of an address the last part."""
    language = node.text("language", "inlanguage")
    return language.rstrip("/").rpartition("/")[2] if _is_link(language) else language
