"""Formats of libraries.

A format is a module with the names of `LibraryFormat`; `LIBRARY_FORMATS` lists
readnext's own. Other packages add theirs by the entry-point group
``readnext.libraries``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from readnext.paper import Entry, Problem
from readnext_adapters.plugins import Registry


@runtime_checkable
class LibraryFormat(Protocol):
    """One format of a library."""

    SUFFIXES: tuple[str, ...]

    def detect(self, head: str, /) -> bool:
        """Tell from a file's first characters whether it has this format."""

    def read(self, data: bytes, name: str, /) -> Iterator[Entry | Problem]:
        """Yield every item of the file `name`, as an entry or as a problem."""


LIBRARY_FORMATS: Registry[LibraryFormat] = Registry(
    "readnext.libraries",
    {
        "bibtex": "readnext_adapters.libraries.bibtex",
        "bbtjson": "readnext_adapters.libraries.bbtjson",
        "zoterojson": "readnext_adapters.libraries.zoterojson",
        "csljson": "readnext_adapters.libraries.csljson",
        "ris": "readnext_adapters.libraries.ris",
        "enw": "readnext_adapters.libraries.enw",
        "nbib": "readnext_adapters.libraries.nbib",
        "endnotexml": "readnext_adapters.libraries.endnotexml",
        "zoterordf": "readnext_adapters.libraries.zoterordf",
        "zoterocsv": "readnext_adapters.libraries.zoterocsv",
    },
    LibraryFormat,
)


def detect_format(head: str, suffix: str) -> str | None:
    """Return the name of a file's format, or None.

    The content decides; the suffix does only where no format recognises the content.
    Formats of other packages are asked about files that no format of readnext's
    recognises, and about those of a suffix that is theirs alone.
    """
    suffix = suffix.lower()
    own = next((n for n, f in LIBRARY_FORMATS.own() if f.detect(head)), None)
    if own and (not suffix or suffix in LIBRARY_FORMATS[own].SUFFIXES):
        return own
    named = next((n for n, f in LIBRARY_FORMATS.own() if suffix in f.SUFFIXES), None)
    for name, other in () if own and named else LIBRARY_FORMATS.others():
        if other.detect(head) and (not own or suffix in other.SUFFIXES):
            return name
    others = (n for n, f in LIBRARY_FORMATS.others() if suffix in f.SUFFIXES)
    return own or named or next(others, None)
