"""A library of a running Zotero with the papers of a fixture."""

from __future__ import annotations

from pathlib import Path

from readnext.paper import Entry
from readnext_adapters.libraries import bibtex
from tests.adapters.zoteroapi import Library
from tests.conftest import FIXTURES

FIRST = FIXTURES / "libraries" / "generalization.bib"


def reading_library(path: Path = FIRST) -> Library:
    """A bibliography as items of Zotero, with keys of Zotero."""
    library = Library("/api/users/0", page=None)
    for number, entry in enumerate(bibtex.read(path.read_bytes(), "x")):
        if isinstance(entry, Entry):
            people = [
                {"creatorType": "author", "name": author.name}
                for author in entry.authors
            ]
            library.item(
                f"AAAA{number:04d}".translate(str.maketrans("01", "XY")),
                entry.title,
                creators=people,
                date=entry.date or "",
                abstractNote=entry.abstract,
                dateAdded="2026-01-01T00:00:00Z",
            )
    return library
