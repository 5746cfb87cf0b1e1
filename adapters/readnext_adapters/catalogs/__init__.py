"""Formats of the source files of a catalog.

A format is a module with the names of `CatalogFormat`; `CATALOG_FORMATS` lists
readnext's own, to which every format of a library is added. Other packages add theirs
by the entry-point group ``readnext.catalogs``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, Protocol, runtime_checkable

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.bibliography import Bibliographies
from readnext_adapters.libraries import LIBRARY_FORMATS
from readnext_adapters.plugins import Registry


@runtime_checkable
class CatalogFormat(Protocol):
    """One format of a catalog's source file."""

    SUFFIXES: tuple[str, ...]

    def detect(self, head: str, /) -> bool:
        """Tell from a file's first characters whether it has this format."""

    def read(
        self, stream: BinaryIO, name: str, as_of: dt.date, /
    ) -> Iterator[Paper | Problem]:
        """Yield every item of the decompressed file `name`, paper or problem.

        `as_of` is the latest possible day of a date without a year.
        """


CATALOG_FORMATS: Registry[CatalogFormat] = Registry(
    "readnext.catalogs",
    {
        "crossref": "readnext_adapters.catalogs.crossref",
        "europepmc": "readnext_adapters.catalogs.europepmc",
        "pubmed": "readnext_adapters.catalogs.pubmed",
        "inspire": "readnext_adapters.catalogs.inspire",
        "dblp": "readnext_adapters.catalogs.dblp",
        "hal": "readnext_adapters.catalogs.hal",
        "ads": "readnext_adapters.catalogs.ads",
        "datacite": "readnext_adapters.catalogs.datacite",
        "openreview": "readnext_adapters.catalogs.openreview",
        "ieee": "readnext_adapters.catalogs.ieee",
        "springer": "readnext_adapters.catalogs.springer",
        "jsonl": "readnext_adapters.catalogs.jsonl",
        "author-listing": "readnext_adapters.catalogs.author_listing",
        "daily-papers": "readnext_adapters.catalogs.daily_papers",
        "arxiv-oai": "readnext_adapters.catalogs.arxiv.oai",
        "arxiv-feed": "readnext_adapters.catalogs.arxiv.feed",
        "arxiv-snapshot": "readnext_adapters.catalogs.arxiv.snapshot",
        "hfpapers": "readnext_adapters.catalogs.hfpapers",
        "openalex": "readnext_adapters.catalogs.openalex",
        "s2": "readnext_adapters.catalogs.s2",
        "acl": "readnext_adapters.catalogs.acl",
        "biorxiv": "readnext_adapters.catalogs.biorxiv",
        "feed": "readnext_adapters.catalogs.feed",
        "jsonfeed": "readnext_adapters.catalogs.jsonfeed",
        "oai-dc": "readnext_adapters.catalogs.oai_dc",
        "mail": "readnext_adapters.catalogs.mail.messages",
    },
    CatalogFormat,
    derived=Bibliographies(LIBRARY_FORMATS),
)


# Formats of one record per line, which read only line by line.
BY_LINE = ("jsonl", "arxiv-snapshot")
_OWN = (*CATALOG_FORMATS.builtin, *LIBRARY_FORMATS.builtin)
# The suffixes of one of these formats only. Where it recognises the content, the
# others, of which several are slow to import, need not be asked.
OWN_SUFFIXES = {
    ".atom": "feed",
    ".bbtjson": "bbtjson",
    ".bib": "bibtex",
    ".biblatex": "bibtex",
    ".bibtex": "bibtex",
    ".csljson": "csljson",
    ".csv": "zoterocsv",
    ".eml": "mail",
    ".enw": "enw",
    ".jsonl": "jsonl",
    ".mbox": "mail",
    ".mbx": "mail",
    ".medline": "nbib",
    ".nbib": "nbib",
    ".ndjson": "jsonl",
    ".refer": "enw",
    ".ris": "ris",
    ".rss": "feed",
    ".tsv": "zoterocsv",
    ".zotero.json": "zoterojson",
}


def detect_format(head: str, suffix: str) -> str | None:
    r"""Return the name of a file's format, or None.

    The content decides. The suffix does only if several formats, or none, recognise the
    content, and if it belongs to exactly one of them. Formats of other packages are
    asked as `readnext_adapters.libraries.detect_format` says.

    >>> detect_format("byAK and the research community\n", ".jsonl")
    'daily-papers'
    >>> detect_format("{damaged", ".jsonl"), detect_format("Dear Sir", ".txt")
    ('jsonl', None)
    """
    suffix = suffix.lower()
    if (own := OWN_SUFFIXES.get(suffix)) and CATALOG_FORMATS[own].detect(head):
        return own
    known = [name for name in _OWN if CATALOG_FORMATS[name].detect(head)]
    claimed = [name for name in _OWN if suffix in CATALOG_FORMATS[name].SUFFIXES]
    if not known or (suffix and not claimed):
        for name in _others():
            other = CATALOG_FORMATS[name]
            if other.detect(head) and (not known or suffix in other.SUFFIXES):
                return name
    named = [name for name in claimed if not known or name in known]
    if len(named) == 1 and len(known) != 1:
        return named[0]
    if known or claimed:
        return known[0] if known else None
    return next((n for n in _others() if suffix in CATALOG_FORMATS[n].SUFFIXES), None)


def _others() -> list[str]:
    """The formats of other packages that can be loaded."""
    names = [name for name, _ in CATALOG_FORMATS.others()]
    return [*names, *(name for name, _ in LIBRARY_FORMATS.others())]
