"""Opens what the user names as a library and reads it in its format."""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from readnext.convert import as_entry
from readnext.errors import InputError
from readnext.paper import Entry, Paper, Problem
from readnext_adapters.catalogs import READERS as CATALOG_READERS
from readnext_adapters.catalogs import detect_format as detect_catalog
from readnext_adapters.catalogs.foreign import refuse_foreign
from readnext_adapters.catalogs.opening import open_source
from readnext_adapters.libraries import READERS, detect_format
from readnext_adapters.libraries.encodings import decode_bytes

_HEAD = 1 << 16


def read_library(source: str) -> Iterator[Entry | Problem]:
    """Yield the entries of a library and the problems in it.

    `source` is a file, or "-" for standard input. Any format that readnext can read
    is taken, also one of a catalog. Raises InputError if there is nothing to read.
    """
    if source.startswith("zotero:"):
        raise InputError(
            f"{source}: a live Zotero cannot be read yet; export the library as "
            "BibTeX or BibLaTeX and give that file"
        )
    data = _load(source)
    label = "standard input" if source == "-" else source
    head = decode_bytes(data[:_HEAD]).text
    suffix = "" if source == "-" else Path(source).suffix
    if name := _named(head, suffix):
        return READERS[name].read(data, label)
    if name := detect_catalog(head, suffix):
        stream = io.BytesIO(data)
        papers = CATALOG_READERS[name].read(stream, label, dt.date.today())
        return _entries(papers, label)
    known = ", ".join(sorted([*READERS, *CATALOG_READERS]))
    raise InputError(f"{label}: of no known format; readnext reads {known}")


def _named(head: str, suffix: str) -> str | None:
    """The library format; a catalog's content is not overruled by a suffix."""
    name = detect_format(head, suffix)
    if name and not READERS[name].detect(head) and detect_catalog(head, ""):
        return None
    return name


def _load(source: str) -> bytes:
    """All bytes of a file, unpacked, or of standard input."""
    if source == "-":
        data = sys.stdin.buffer.read()
    else:
        if Path(source).is_dir():
            raise InputError(f"{source}: a folder; give the file in it")
        with open_source(source) as stream:
            data = stream.read()
    label = "standard input" if source == "-" else source
    if not data.strip():
        raise InputError(f"{label}: the file is empty")
    refuse_foreign(data, label)
    return data


def _entries(
    papers: Iterator[Paper | Problem], label: str
) -> Iterator[Entry | Problem]:
    """A catalog's papers as entries."""
    for number, paper in enumerate(papers, 1):
        if isinstance(paper, Paper):
            yield as_entry(paper, f"{label}:{number}")
        else:
            yield paper
