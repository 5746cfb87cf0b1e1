"""The ACL Anthology's own files: one XML file per collection, e.g. ``2024.acl``.

The format is that of https://github.com/acl-org/acl-anthology, folder ``data/xml``: a
collection holds volumes; a volume holds a description, its front matter and papers.
Front matter is skipped and counted in one problem per file. Affiliations are labs.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree.ElementTree import Element

from readnext.dates import iso_date, parse_month
from readnext.matching.ids import parse_doi
from readnext.matching.names import catalog_name
from readnext.paper import Author, Paper, Problem
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.labs import distinct_labs
from readnext_adapters.parsing.largest import read_whole
from readnext_adapters.parsing.links_to_code import code_link
from readnext_adapters.parsing.xmltree import local_name, walk

SUFFIXES: tuple[str, ...] = (".xml",)

# Files from before 2019 hold one volume each, with full paper numbers.
_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*"
    r"<(?:collection\s+id\s*=\s*[\"'][\w.-]+[\"'](?:\s*/>|\s*>\s*(?:<!--.*?-->\s*)*<(?:volume|event))"
    r"|volume\s+id\s*=\s*[\"'][A-Z]\d\d[\"']\s*>\s*<paper)",
    re.DOTALL,
)
_ID = re.compile(r"[\w.]+-[\w.]+")
_NEW = re.compile(r"\d{4}\.")
_YEAR = re.compile(r"\d{4}")


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is a collection.

    >>> detect("<collection id='2022.naloma'><volume id='1'>"), detect("<collection/>")
    (True, False)
    """
    return bool(_ROOT.match(head.removeprefix("\ufeff")))


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the papers of a collection.

    Raises InputError if the file is larger than the limit for libraries.
    """
    del as_of  # volumes state their years
    data = read_whole(stream, name)
    return read_collection(data, name) if data.strip() else iter(())


def read_collection(data: bytes, name: str) -> Iterator[Paper | Problem]:
    """Yield the papers of a collection in their order."""
    decoded = decode_bytes(data)
    yield from (Problem(name, note) for note in decoded.notes)
    parser = _CollectionParser(name)
    for step in walk(decoded.text, name):
        found = step if isinstance(step, Problem) else parser.take(*step)
        if found:
            yield found
    if parser.fronts:
        why = f"front matter of volumes, ignored: {parser.fronts}"
        yield Problem(name, why)
    elif not parser.papers:
        yield Problem(name, "a collection without papers")


class _CollectionParser:
    """The state while a collection is parsed: the current volume, and counts."""

    def __init__(self, name: str) -> None:
        self.papers = self.fronts = 0
        self._name = name
        self._collection = ""
        self._volume = _Volume("", "")

    def take(self, event: str, element: Element) -> Paper | Problem | None:
        """Process the start or end of an element; return a paper or problem, if any."""
        id_ = element.get("id", "")
        match event, local_name(element):
            case "start", "collection":
                self._collection = id_
            case "start", "volume":
                self._volume = _Volume(self._collection, id_)
            case "end", "meta":
                self._volume = self._volume.described(element)
            case "end", "frontmatter":
                self.fronts += 1
            case "end", "paper":
                found = self._paper(element, id_)
                element.clear()
                return found
        return None

    def _paper(self, element: Element, id_: str) -> Paper | Problem | None:
        if self._volume.is_front(id_):
            self.fronts += 1
            return None
        self.papers += 1
        return _paper(element, self._volume, f"{self._name}:item {self.papers}")


@dataclass(frozen=True, slots=True)
class _Volume:
    """What a volume states of all its papers."""

    collection: str
    id: str
    venue: str = ""
    date: str | None = None

    def described(self, meta: Element) -> _Volume:
        """Return the volume with the data of its description."""
        venue = _text(meta, "booktitle") or _text(meta, "journal-title")
        return _Volume(self.collection, self.id, venue, _date(meta))

    def is_front(self, paper: str) -> bool:
        """Tell whether a paper is front matter, which formerly had the number 0.

        >>> _Volume("", "P07").is_front("1000"), _Volume("", "P07").is_front("1010")
        (True, False)
        """
        two = self.id.startswith("W") or self.id == "C69"
        return paper == "0" or (
            not self.collection and paper.endswith("00" if two else "000")
        )

    def name_of(self, paper: str) -> str:
        """Return the Anthology's id of a paper, "" if it cannot be determined.

        >>> _Volume("2022.naloma", "1").name_of("3"), _Volume("P19", "1").name_of("7")
        ('2022.naloma-1.3', 'P19-1007')
        >>> _Volume("W19", "4").name_of("12"), _Volume("", "P07").name_of("1001")
        ('W19-0412', 'P07-1001')
        """
        if not paper or not (self.collection or self.id):
            return ""
        if not self.collection:
            return f"{self.id}-{paper:0>4}"
        numbers = self.id.isdecimal() and paper.isdecimal()
        if _NEW.match(self.collection) or not numbers:
            return f"{self.collection}-{self.id}.{paper}"
        # https://github.com/acl-org/acl-anthology, bin/anthology/utils.py: volumes
        # of many workshops have two digits, and so have their papers.
        workshops = self.collection.startswith("W") or self.collection == "C69"
        if workshops or (self.collection == "D19" and int(self.id) >= 5):
            return f"{self.collection}-{int(self.id):02}{int(paper):02}"
        return f"{self.collection}-{int(self.id)}{int(paper):03}"


def _paper(element: Element, volume: _Volume, where: str) -> Paper | Problem:
    link = _text(element, "url")
    id_ = clean(volume.name_of(element.get("id", "")))
    if not id_ and _ID.fullmatch(link):
        id_ = link
    title = _text(element, "title")
    missing = " and ".join(k for k, v in (("id", id_), ("title", title)) if not v)
    if missing:
        return Problem(where, f"{id_ or title}: a paper without {missing} is left out")
    abstract = _text(element, "abstract")
    return Paper(
        id=f"acl:{id_}",
        title=title,
        authors=tuple(filter(None, map(_name, element.findall("author")))),
        labs=_labs(element),
        abstract=abstract,
        venue=_text(element, "booktitle") or volume.venue,
        date=_date(element) or volume.date,
        url=f"https://aclanthology.org/{id_}/",
        doi=parse_doi(_text(element, "doi")),
        code=code_link(abstract),
        withdrawn=any(element.find(x) is not None for x in ("retracted", "removed")),
    )


def _text(element: Element, tag: str) -> str:
    found = element.find(tag)
    return "" if found is None else clean("".join(_pieces(found)))


def _pieces(element: Element) -> Iterator[str]:
    """The texts in an element; mathematics between dollar signs."""
    yield element.text or ""
    for child in element:
        if child.tag == "tex-math":
            yield f"${''.join(child.itertext()).strip()}$"
        else:
            yield from _pieces(child)
        yield child.tail or ""


def _name(author: Element) -> str:
    given, family = (clean(_text(author, part)) for part in ("first", "last"))
    return catalog_name(Author(family, given)) or clean(author.text or "")


def _labs(element: Element) -> tuple[str, ...]:
    """The affiliations of all authors, without duplicates."""
    affiliations = (
        clean(part)
        for affiliation in element.iterfind("author/affiliation")
        for part in "".join(affiliation.itertext()).split(";")
    )
    return distinct_labs(filter(None, affiliations))


def _date(element: Element) -> str | None:
    year = _YEAR.search(_text(element, "year"))
    month = parse_month(_text(element, "month"))
    return iso_date(int(year[0]), month) if year else None
