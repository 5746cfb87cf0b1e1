"""Readers of the sources of a catalog.

A reader is a module with the names of `CatalogReader`; `READERS` is the registry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import (
    acl,
    author_listing,
    biorxiv,
    daily_papers,
    feed,
    hfpapers,
    jsonl,
    openalex,
    s2,
)
from readnext_adapters.catalogs.arxiv import feed as arxiv_feed
from readnext_adapters.catalogs.arxiv import oai as arxiv_oai
from readnext_adapters.catalogs.arxiv import snapshot as arxiv_snapshot
from readnext_adapters.catalogs.bibliography import Bibliography
from readnext_adapters.libraries import READERS as LIBRARY_READERS


class CatalogReader(Protocol):
    """One format of a catalog source."""

    SUFFIXES: tuple[str, ...]

    def detect(self, head: str, /) -> bool:
        """Tell from a file's first characters whether it has this format."""

    def read(
        self, stream: BinaryIO, name: str, as_of: dt.date, /
    ) -> Iterator[Paper | Problem]:
        """Yield every item of the decompressed file `name`, paper or problem.

        `as_of` is the newest day on which a date without a year can lie.
        """


READERS: dict[str, CatalogReader] = {
    "jsonl": jsonl,
    "author-listing": author_listing,
    "daily-papers": daily_papers,
    "arxiv-oai": arxiv_oai,
    "arxiv-feed": arxiv_feed,
    "arxiv-snapshot": arxiv_snapshot,
    "hfpapers": hfpapers,
    "openalex": openalex,
    "s2": s2,
    "acl": acl,
    "biorxiv": biorxiv,
    "feed": feed,
    **{name: Bibliography(reader) for name, reader in LIBRARY_READERS.items()},
}


# Formats of one record a line, whose readers ask for one line after the other.
BY_LINE = ("jsonl", "arxiv-snapshot")


def detect_format(head: str, suffix: str) -> str | None:
    r"""Return the name of the reader for a file, or None.

    The content decides. The suffix does only where several readers, or none, know
    the content, and where it belongs to one of them alone.

    >>> detect_format("byAK and the research community\n", ".jsonl")
    'daily-papers'
    >>> detect_format("{damaged", ".jsonl"), detect_format("Dear Sir", ".txt")
    ('jsonl', None)
    """
    known = [name for name, reader in READERS.items() if reader.detect(head)]
    named = [x for x in known or READERS if suffix.lower() in READERS[x].SUFFIXES]
    if len(named) == 1 and len(known) != 1:
        return named[0]
    return known[0] if known else None
