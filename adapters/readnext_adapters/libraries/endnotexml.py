"""EndNote's XML export, also as other programs write it for EndNote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from readnext.dates import loose_date
from readnext.matching.ids import parse_isbn, parse_issn
from readnext.paper import Entry, Problem
from readnext_adapters.libraries.arxivtags import split_tags
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.entrykeys import with_keys, without_common_labels
from readnext_adapters.parsing.entrytypes import entry_type
from readnext_adapters.parsing.foundids import find_arxiv, find_doi
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_people
from readnext_adapters.parsing.readtags import read_by_tags
from readnext_adapters.parsing.unread_dates import unread_date
from readnext_adapters.parsing.xmltree import local_name, read_elements

SUFFIXES: tuple[str, ...] = (".xml",)

_RECORD = re.compile(
    r"<record\b[^>]*>.{0,3000}?<(?:ref-type|contributors|rec-number|reference_type)\b",
    re.IGNORECASE | re.DOTALL,
)
_TITLES = ("title", "short-title", "translated-title")
_VENUES = ("secondary-title", "full-title", "abbr-1", "alt-title", "tertiary-title")
_PLACES = (*_VENUES, "publisher")  # as in RIS, of all but books
_SECONDS = range(1, 2**34)


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is EndNote's XML.

    >>> detect("<xml><records><record><rec-number>1</rec-number>")
    True
    >>> detect("<records><record><leader/>")
    False
    """
    begins = head.lstrip("\ufeff \t\r\n").startswith("<")
    return begins and bool(_RECORD.search(head))


def read(data: bytes, name: str) -> Iterator[Entry | Problem]:
    """Yield the records of a file in their order."""
    decoded = decode_bytes(data)
    yield from (Problem(name, note) for note in decoded.notes)
    yield from with_keys(without_common_labels(_items(decoded.text, name)))


def _items(text: str, name: str) -> Iterator[Entry | Problem]:
    number = 0
    for element in read_elements(text, name, {"record"}):
        if isinstance(element, Problem):
            yield element
        else:
            number += 1
            fields = _Fields(element)
            entry = _entry(fields, f"{name}:item {number}")
            yield entry
            if entry.date is None:
                yield from unread_date(fields.all("year"), entry.where, entry.key)
    if not number:
        yield Problem(name, "no EndNote record was found")


class _Fields:
    """The texts of a record by the names of their elements."""

    def __init__(self, record: Element) -> None:
        self.texts: dict[str, list[str]] = {}
        self.kind = ""
        for element in record.iter():
            # Version 7 and older wrote SECONDARY_TITLE for secondary-title.
            name = local_name(element).replace("_", "-")
            if name in ("style", "record"):
                continue
            if name in ("ref-type", "reference-type"):
                self.kind = element.get("name", "")
            # An author says only by what it stands in whether it is an editor.
            parts = list(element) if name.endswith("authors") else [element]
            found = ["".join(_texts(part)).strip() for part in parts]
            self.texts.setdefault(name, []).extend(found)

    def first(self, *names: str) -> str:
        """Return the first text that one of the elements has, or ""."""
        return next((strip_markup(t) for n in names for t in self.all(n)), "")

    def all(self, *names: str) -> list[str]:
        """Return all texts of these elements."""
        return [t for name in names for t in self.texts.get(name, ()) if t]


def _texts(element: Element) -> Iterator[str]:
    """The text of an element and of its styled parts, not of other elements."""
    yield element.text or ""
    for part in element:
        if local_name(part) == "style":
            yield from part.itertext()
        yield part.tail or ""


def _entry(fields: _Fields, where: str) -> Entry:
    links = [part for value in fields.all("url") for part in value.split()]
    others = fields.all("notes", "custom7", "accession-num", "work-type")
    doi = find_doi(fields.all("electronic-resource-num", "doi"), [*links, *others])
    words = fields.all("keyword") or fields.all("keywords")
    keywords, auto_keywords = split_tags(_keywords(words))
    texts = fields.all(*_PLACES, "pages", "volume", "number", "notes")
    kind = entry_type(strip_markup(fields.kind))
    return Entry(
        key=fields.first("label")[:100],
        type=kind,
        title=fields.first(*_TITLES),
        authors=parse_people(fields.all("authors")),
        editors=parse_people(fields.all("secondary-authors")),
        date=_date(fields),
        doi=doi,
        arxiv=find_arxiv([], [*links, doi or "", *texts]),
        isbn=parse_isbn(fields.first("isbn")),
        url=next((link for link in links if link.startswith("http")), None),
        abstract=fields.first("abstract"),
        venue=fields.first(*(_VENUES if kind == "book" else _PLACES)),
        keywords=keywords,
        added=_added(fields.first("added-to-library")),
        where=where,
        auto_keywords=auto_keywords,
        read=read_by_tags((*keywords, *auto_keywords)),
        language=fields.first("language"),
        volume=fields.first("volume"),
        number=fields.first("number"),
        edition=fields.first("edition"),
        pages=fields.first("pages"),
        issn=parse_issn(fields.first("isbn")),
    )


def _date(fields: _Fields) -> str | None:
    """Return the year, with month and day where the other date can have that year."""
    year = loose_date(fields.first("year"))
    day = fields.first("date")
    full = loose_date(day)
    if year and (full is None or len(full) <= 5 or not full.startswith(year)):
        full = loose_date(f"{day} {year}")
    return full if full and (not year or full.startswith(year)) else year


def _keywords(words: Iterable[str]) -> list[str]:
    split = (word for text in words for word in re.split(r"[;\n\r]", text))
    return [strip_markup(word) for word in split]


def _added(seconds: str) -> str | None:
    """Return the day of a time stamp in seconds, as EndNote 20 and newer write it."""
    if not re.fullmatch(r"\d{9,11}", seconds) or int(seconds) not in _SECONDS:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
