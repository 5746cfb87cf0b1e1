"""Reading a file of records as a task: by name in, prepared papers out."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from readnext.catalog.prepared import Prepared
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs.knownlines import KnownLines
from readnext_adapters.opening.catalog import read_source


@dataclass(frozen=True, slots=True)
class File:
    """A file of records; `known` are the hashes of its lines that need no reading."""

    path: str
    known: array[int]


@dataclass(frozen=True, slots=True)
class FileRecords:
    """What a file has: its items in their order, which lines, and papers prepared."""

    items: Sequence[Paper | Problem]
    lines: KnownLines
    prepared: Prepared


def read_file(file: File, as_of: dt.date, form: str | None) -> FileRecords:
    """Read a file; see `readnext_adapters.opening.catalog.read_source`."""
    lines = KnownLines()
    lines.known = frozenset(file.known)
    items = list(read_source(file.path, as_of, form, lines))
    lines.known = frozenset()  # it need not be sent back
    papers = [item for item in items if isinstance(item, Paper)]
    return FileRecords(items, lines, Prepared.of(papers))
