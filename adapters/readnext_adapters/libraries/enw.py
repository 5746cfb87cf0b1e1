"""EndNote's tagged format (.enw, also called Refer), as Google Scholar writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext.dates import loose_date
from readnext.matching.ids import parse_isbn, parse_issn
from readnext.paper import Entry, Problem
from readnext_adapters.libraries.arxivtags import split_tags
from readnext_adapters.parsing.entrytypes import entry_type
from readnext_adapters.parsing.foundids import find_arxiv, find_doi
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_people
from readnext_adapters.parsing.readtags import read_by_tags
from readnext_adapters.parsing.taggedlines import Grammar, TaggedRecord, read_entries

SUFFIXES: tuple[str, ...] = (".enw", ".refer")

_GRAMMAR = Grammar(
    re.compile(
        r"[ \t\ufeff]*%(?P<tag>[0-9A-Za-z@!$&()*+<=>?\[\]^~#])"
        r"(?:[ \t](?P<value>.*))?\s*$"
    ),
    first="0",
    titles=("T", "!"),
    dates=("D", "8"),
)
_HEAD = re.compile(r"^[ \t\ufeff]*%0[ \t]+[A-Z]", re.MULTILINE)
_TAGS = re.compile(r"^[ \t\ufeff]*%([ATDJBIVNPUXK])[ \t]+\S", re.MULTILINE)


def detect(head: str) -> bool:
    r"""Tell from a file's first characters whether it is EndNote's tagged format.

    >>> detect("%0 Journal Article\n%T On Moss\n"), detect("% a comment\n%T")
    (True, False)
    """
    tags = set(_TAGS.findall(head))
    return "T" in tags and (bool(_HEAD.search(head)) or len(tags) > 2)


def read(data: bytes, name: str) -> Iterator[Entry | Problem]:
    """Yield the records of a file in their order."""
    none = "no EndNote record was found"
    return read_entries(data, name, _GRAMMAR, _entry, none, labels=True)


def _entry(record: TaggedRecord, where: str) -> Entry:
    links = [part for value in record.all("U", ">") for part in value.split()]
    doi = find_doi(record.all("R"), [*links, *record.all("M", "Z", "1")])
    keywords, auto_keywords = split_tags(_keywords(record))
    texts = record.all("J", "B", "@", "P", "V", "Z", "M", "I", "R")
    kind = entry_type(strip_markup(record.first("0")))
    # A book's publisher is no venue, as in RIS.
    publisher = () if kind == "book" else ("I",)
    return Entry(
        key=strip_markup(record.first("F"))[:100],
        type=kind,
        title=strip_markup(record.first("T", "!")),
        authors=parse_people(record.all("A")),
        editors=parse_people(record.all("E")),
        date=_date(record),
        doi=doi,
        arxiv=find_arxiv([], [*links, doi or "", *texts]),
        isbn=parse_isbn(record.first("@")),
        url=next((link for link in links if link.startswith("http")), None),
        abstract=strip_markup(record.first("X")),
        venue=strip_markup(record.first("J", "B", "S", *publisher)),
        keywords=keywords,
        where=where,
        auto_keywords=auto_keywords,
        read=read_by_tags((*keywords, *auto_keywords)),
        language=strip_markup(record.first("G")),
        volume=strip_markup(record.first("V")),
        number=strip_markup(record.first("N")),
        edition=strip_markup(record.first("7")),
        pages=strip_markup(record.first("P")),
        issn=parse_issn(record.first("@")),
    )


def _date(record: TaggedRecord) -> str | None:
    """Return the year of %D, with month and day where %8 has that year."""
    year = loose_date(record.first("D"))
    full = loose_date(record.first("8")) or loose_date(
        f"{record.first('8')} {record.first('D')}"
    )
    return full if full and (not year or full.startswith(year)) else year


def _keywords(record: TaggedRecord) -> list[str]:
    words = [word for value in record.all("K") for word in re.split(r"[;,\n]", value)]
    return [strip_markup(word) for word in words]
