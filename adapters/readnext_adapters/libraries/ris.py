"""RIS, which nearly every reference manager and publisher can write.

Written by hand, since rispy (0.10) leaves out a record that no ``ER`` ends, all of
a file with one space before the hyphens, and all but the first of a repeated tag.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from readnext.dates import loose_date
from readnext.matching.ids import parse_isbn, parse_issn
from readnext.paper import Author, Entry, Problem
from readnext_adapters.libraries.arxivtags import split_tags
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.entrykeys import with_keys
from readnext_adapters.parsing.entrytypes import entry_type
from readnext_adapters.parsing.foundids import find_arxiv, find_doi
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.mixed_formats import bibtex_within
from readnext_adapters.parsing.personnames import parse_people
from readnext_adapters.parsing.readtags import read_by_tags
from readnext_adapters.parsing.taggedlines import Grammar, TaggedRecord, read_records
from readnext_adapters.parsing.unread_dates import unread_date

SUFFIXES: tuple[str, ...] = (".ris",)

_TYPE = re.compile(r"^[ \t\ufeff]*TY {1,3}-(?: |\t|$)", re.MULTILINE)
_STRICT = re.compile(
    r"[ \t\ufeff]*(?P<tag>[A-Z][A-Z0-9]) {2,3}-(?:[ \t](?P<value>.*))?\s*$"
)
# Some programs write one space only, or none behind the hyphen. Where none of the
# file's records is written as the format asks for, that is taken for a tag too.
_LOOSE = re.compile(r"[ \t\ufeff]*(?P<tag>[A-Z][A-Z0-9])[ \t]{1,3}-(?P<value>.*)$")
# "ER" alone ends a record where the next record, or nothing, follows.
_BARE_END = re.compile(
    r"^[ \t]*ER[ \t]*-?[ \t]*$(?=\s*(?:\Z|[ \t\ufeff]*TY\b)|[ \t]*\n\s*?\n[A-Z\d])",
    re.MULTILINE,
)
_TITLES = ("TI", "T1", "CT")
_PEOPLE = ("AU", "A1")
# A record without any of these has little of its own.
_TELLING = (*_TITLES, *_PEOPLE, "BT", "DO")
_VENUES = ("JF", "JO", "T2", "BT", "JA", "J2", "J1", "C3", "T3")
_DATES = ("PY", "Y1", "DA", "C6")
_LONGEST_KEY = 100
_BOOKS = frozenset(("BOOK", "EBOOK", "EDBOOK"))


def detect(head: str) -> bool:
    r"""Tell from a file's first characters whether it is RIS.

    >>> detect("1.\nTY  - JOUR\nTI  - Moss"), detect("A list:\nTYPE - none")
    (True, False)
    """
    return bool(_TYPE.search(head))


def read(data: bytes, name: str) -> Iterator[Entry | Problem]:
    """Yield the records of a file; one that begins or ends badly has a problem."""
    decoded = decode_bytes(data)
    yield from (Problem(f"{name}:1", note) for note in decoded.notes)
    yield from with_keys(_items(decoded.text, name))
    yield from bibtex_within(decoded.text, name)


def _items(text: str, name: str) -> Iterator[Entry | Problem]:
    line = _STRICT if re.search(r"^[ \t\ufeff]*TY {2}-", text, re.M) else _LOOSE
    grammar = Grammar(line, first="TY", last="ER", titles=_TITLES)
    text = _BARE_END.sub("ER  - ", text)
    records = list(_joined(read_records(text, grammar)))
    labels = Counter(record.first("LB") for record, _ in records)
    for record, why in records:
        where = f"{name}:{record.line}"
        entry = entry_of_record(record, where)
        labelled = not record.first("ID") and labels[record.first("LB")] > 1
        yield replace(entry, key="") if labelled else entry
        yield from (Problem(where, one) for one in why)
        if entry.date is None:
            yield from unread_date(record.all(*_DATES), where, entry.key)
    if not records:
        yield Problem(f"{name}:1", "no RIS record was found")


def _joined(
    records: Iterator[TaggedRecord],
) -> Iterator[tuple[TaggedRecord, list[str]]]:
    """Yield the records with their faults; some that TY begins are parts of others.

    So is what no ER parts from a type alone before it, or from a record with a
    title, where it has neither title nor authors itself.
    """
    last: TaggedRecord | None = None
    why: list[str] = []
    titled = bare = False
    for record in records:
        telling = bool(record.first(*_TELLING))
        if last and (bare or (titled and not telling)):
            last.values += record.values
            last.closed = record.closed
            titled |= telling
            bare = bare and _is_bare(record)
            why = [*_faults(last), "TY is repeated within the record"]
        else:
            if last:
                yield last, [*why, "the record is never ended (no ER)"]
            last, why, titled = record, _faults(record), telling
            bare = _is_bare(record)
        if last.closed:
            yield last, why
            last = None
    if last:
        yield last, [*why, "the record is never ended (no ER)"]


def _is_bare(record: TaggedRecord) -> bool:
    """Tell whether a record holds nothing but its type."""
    return all(tag == "TY" for tag, _ in record.values)


def _faults(record: TaggedRecord) -> list[str]:
    begins = record.values[:1] and record.values[0][0] == "TY"
    return [] if begins else ["the record does not begin with TY"]


def entry_of_record(record: TaggedRecord, where: str) -> Entry:
    """Return the entry of a record."""
    kind = record.first("TY")
    doi = _doi(record)
    links = [x for v in record.all("UR", "L1", "L2", "L3", "LK") for x in _links(v)]
    keywords, auto_keywords = split_tags(_keywords(record))
    notes = record.all("N1", "AN", "M1", "M3", "ID", "C1", "JO", "JF", "T2", "PB", "SP")
    return Entry(
        key=strip_markup(record.first("ID", "LB"))[:_LONGEST_KEY],
        type=entry_type(strip_markup(kind)),
        title=_title(record),
        authors=_authors(record),
        editors=_editors(record),
        date=_date(record),
        doi=doi,
        arxiv=find_arxiv([], [*links, doi or "", *notes]),
        isbn=parse_isbn(record.first("SN")),
        url=next((link for link in links if link.startswith("http")), None),
        abstract=strip_markup(record.first("AB", "N2")),
        venue=_venue(record, kind),
        keywords=keywords,
        where=where,
        auto_keywords=auto_keywords,
        read=read_by_tags((*keywords, *auto_keywords)),
        language=strip_markup(record.first("LA")),
        volume=strip_markup(record.first("VL")),
        number=strip_markup(record.first("IS", "M1")),
        edition=strip_markup(record.first("ET")),
        pages=strip_markup(record.first("SP")),
        issn=parse_issn(record.first("SN")),
    )


def _title(record: TaggedRecord) -> str:
    titles = record.all(*_TITLES) or [record.first("BT", "ST", "TT")]
    return strip_markup(titles[0])


def _authors(record: TaggedRecord) -> tuple[Author, ...]:
    # Some files say each author twice, as AU and as A1; others mix the two. Two people
    # of one name may both be authors.
    first, second = (parse_people(record.all(tag)) for tag in _PEOPLE)
    if not first or not second or set(second) <= set(first):
        return first or second
    if set(first) <= set(second):
        return second
    return tuple(dict.fromkeys(parse_people(record.all(*_PEOPLE))))


def _editors(record: TaggedRecord) -> tuple[Author, ...]:
    return parse_people(record.all("ED", "A2"))


def _venue(record: TaggedRecord, kind: str) -> str:
    if kind in _BOOKS:
        return strip_markup(record.first("T2", "T3"))
    return strip_markup(record.first(*_VENUES) or record.first("PB"))


def _date(record: TaggedRecord) -> str | None:
    """Return the most exact of the dates that agree with the first one's year.

    What is no year of our time may be part of something else.
    """
    found = [loose_date(v) for tag in _DATES for v in record.all(tag)]
    dates = sorted(filter(None, found), key=lambda date: date < "1000")
    same = [date for date in dates if date[:4] == dates[0][:4]]
    return max(same, key=len, default=None)


def _doi(record: TaggedRecord) -> str | None:
    others = record.all("M3", "L3", "UR", "L1", "N1", "C7", "AN", "M1")
    return find_doi(record.all("DO", "DI"), others)


def _links(value: str) -> list[str]:
    return [part for part in re.split(r"[;\s]+(?=https?:)|\s+", value) if part]


def _keywords(record: TaggedRecord) -> list[str]:
    """One tag a line; some programs put all of them on one."""
    values = record.all("KW")
    lines = [line for value in values for line in value.split("\n")]
    if len(values) == 1:
        lines = [word for line in lines for word in re.split(r"[;,]", line)]
    return [strip_markup(word) for word in lines]
