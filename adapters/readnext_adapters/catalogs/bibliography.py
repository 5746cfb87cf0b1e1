"""Any BibTeX file as a catalog: its entries are the papers to choose from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from readnext.convert import as_paper
from readnext.paper import Entry, Paper, Problem
from readnext_adapters.libraries import bibtex

SUFFIXES: tuple[str, ...] = bibtex.SUFFIXES
detect = bibtex.detect


def read(stream: BinaryIO, name: str, as_of: dt.date) -> Iterator[Paper | Problem]:
    """Yield the entries that have a title as papers."""
    del as_of  # a bibliography states its years
    data = stream.read()
    for entry in bibtex.read(data, name) if data.strip() else ():
        if not isinstance(entry, Entry):
            yield entry
        elif entry.title:
            yield as_paper(entry)
        else:
            yield Problem(entry.where, f"{entry.key}: no title; left out")
