"""PubMed's own format (.nbib, MEDLINE).

Written by hand: the package nbib (0.3.2, of 2021) leaves out a last record that no
blank line ends and raises at every line that it does not expect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext.dates import loose_date
from readnext.matching.ids import parse_isbn, parse_issn
from readnext.paper import Author, Entry, Problem
from readnext_adapters.parsing.entrytypes import entry_type
from readnext_adapters.parsing.foundids import find_arxiv, find_doi
from readnext_adapters.parsing.markup import strip_markup
from readnext_adapters.parsing.personnames import parse_people
from readnext_adapters.parsing.taggedlines import Grammar, TaggedRecord, read_entries

SUFFIXES: tuple[str, ...] = (".nbib", ".medline")

_GRAMMAR = Grammar(
    re.compile(r"\ufeff?(?P<tag>[A-Z]{2,4}[0-9]?) {0,3}-(?: (?P<value>.*)|\s*$)"),
    first="PMID",
    titles=("TI", "BTI", "TT"),
    dates=("DP", "DEP"),
)
_HEAD = re.compile(r"^\ufeff?PMID ?- ?\d", re.MULTILINE)
_TAGS = re.compile(
    r"^\ufeff?(OWN |STAT|DCOM|LID |FAU |MH  |CRDT|EDAT|PHST|SO  )- ", re.MULTILINE
)


def detect(head: str) -> bool:
    r"""Tell from a file's first characters whether it is PubMed's format.

    >>> detect("PMID- 123\nOWN - NLM\nTI  - On Moss"), detect("TY  - JOUR\n")
    (True, False)
    """
    return bool(_HEAD.search(head)) or len(set(_TAGS.findall(head))) > 2


def read(data: bytes, name: str) -> Iterator[Entry | Problem]:
    """Yield the records of a file in their order."""
    return read_entries(data, name, _GRAMMAR, _entry, "no PubMed record was found")


def _entry(record: TaggedRecord, where: str) -> Entry:
    pmid = strip_markup(record.first("PMID"))
    doi = _doi(record)
    return Entry(
        key=f"pmid{pmid}" if pmid.isdecimal() else pmid,
        type=entry_type(strip_markup(record.first("PT")) or "Journal Article"),
        title=strip_markup(record.first("TI", "BTI", "TT")).removesuffix("."),
        authors=_authors(record),
        editors=parse_people(record.all("FED") or record.all("ED")),
        date=loose_date(record.first("DP")) or loose_date(record.first("DEP")),
        doi=doi,
        arxiv=find_arxiv([], [doi or "", *record.all("SO", "CI", "JT")]),
        isbn=parse_isbn(record.first("ISBN")),
        url=f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid.isdecimal() else None,
        abstract=strip_markup(record.first("AB")),
        venue=strip_markup(record.first("JT", "TA", "BTI")),
        keywords=tuple(dict.fromkeys(map(strip_markup, record.all("OT")))),
        where=where,
        auto_keywords=_headings(record),
        language=strip_markup(record.first("LA")),
        volume=strip_markup(record.first("VI")),
        number=strip_markup(record.first("IP")),
        edition=strip_markup(record.first("EN")),
        pages=strip_markup(record.first("PG")),
        issn=parse_issn(record.first("IS")),
    )


def _authors(record: TaggedRecord) -> tuple[Author, ...]:
    """Full names where they are given, and the bodies behind them."""
    people = parse_people(record.all("FAU") or record.all("AU"))
    return people + tuple(Author(literal=strip_markup(x)) for x in record.all("CN"))


def _doi(record: TaggedRecord) -> str | None:
    """Return the identifier that is marked as a DOI: ``10.1000/a [doi]``."""
    marked = [v for v in record.all("LID", "AID") if v.endswith("[doi]")]
    return find_doi(marked, record.all("SO"))


def _headings(record: TaggedRecord) -> tuple[str, ...]:
    """Subject headings, which indexers gave; the asterisk marks the main ones."""
    headings = (strip_markup(value).replace("*", "") for value in record.all("MH"))
    return tuple(dict.fromkeys(headings))
