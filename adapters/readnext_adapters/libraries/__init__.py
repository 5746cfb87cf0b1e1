"""Readers of the formats in which people keep their libraries.

A reader is a module with the names of `LibraryReader`; `READERS` is the registry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from readnext.paper import Entry, Problem
from readnext_adapters.libraries import (
    bbtjson,
    bibtex,
    csljson,
    endnotexml,
    enw,
    nbib,
    ris,
    zoterocsv,
    zoterojson,
    zoterordf,
)


class LibraryReader(Protocol):
    """One format of a library."""

    SUFFIXES: tuple[str, ...]

    def detect(self, head: str, /) -> bool:
        """Tell from a file's first characters whether it has this format."""

    def read(self, data: bytes, name: str, /) -> Iterator[Entry | Problem]:
        """Yield every item of the file `name`, as an entry or as a problem."""


READERS: dict[str, LibraryReader] = {
    "bibtex": bibtex,
    "bbtjson": bbtjson,
    "zoterojson": zoterojson,
    "csljson": csljson,
    "ris": ris,
    "enw": enw,
    "nbib": nbib,
    "endnotexml": endnotexml,
    "zoterordf": zoterordf,
    "zoterocsv": zoterocsv,
}


def detect_format(head: str, suffix: str) -> str | None:
    """Return the name of the reader for a file, or None.

    The content decides; the suffix does only where no reader knows the content.
    """
    for name, reader in READERS.items():
        if reader.detect(head):
            return name
    suffix = suffix.lower()
    return next((n for n, r in READERS.items() if suffix in r.SUFFIXES), None)
