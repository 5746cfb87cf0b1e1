"""Opens a source file of a catalog, compressed or plain, and parses it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from readnext.errors import InputError
from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import (
    BY_LINE,
    CATALOG_FORMATS,
    CatalogFormat,
    detect_format,
)
from readnext_adapters.catalogs.bibliography import papers_of
from readnext_adapters.catalogs.knownlines import KnownLines
from readnext_adapters.libraries.zotero.sqlitecopy import is_database
from readnext_adapters.parsing.foreign import refuse_foreign
from readnext_adapters.parsing.open import ByteStream, LineReader, open_stream

if TYPE_CHECKING:
    pass


def read_source(
    path: str,
    as_of: dt.date,
    kind: str | None = None,
    lines: KnownLines | None = None,
) -> Iterator[Paper | Problem]:
    """Yield the items of a source file of a catalog, "-" being standard input.

    The format is `kind`, a key of `CATALOG_FORMATS`, or detected. In a format of one
    record per line, lines that are in `lines` are skipped. A compressed file that ends
    early yields what came before and then a problem. Zotero's database is recognised by
    its name only. Raises InputError at once if there is nothing to read or the format
    is unknown.
    """
    if path != "-" and kind is None and is_database(Path(path)):
        # Other files do not need SQLite, which takes time to load.
        from readnext_adapters.libraries.zotero.database import read_database

        # Read at once, so that a damaged one is refused at once.
        return papers_of(list(read_database(Path(path), path)))
    if path != "-" and kind in (None, "mail") and Path(path).is_dir():
        # Other files do not need the parsers of mail.
        from readnext_adapters.catalogs.mail.messages import read_maildir
        from readnext_adapters.parsing.mail_messages import is_maildir

        if is_maildir(Path(path)):
            return read_maildir(Path(path), path)
    source = open_stream(path)
    try:
        reader = _reader(source, kind)
    except InputError:
        source.close()
        raise
    by_line = any(reader is CATALOG_FORMATS[name] for name in BY_LINE)
    return read_with(reader, source, as_of, lines if by_line else None)


def _reader(source: ByteStream, kind: str | None) -> CatalogFormat | None:
    """Return the format of a file; None if damage left nothing to read."""
    start = source.head()
    refuse_foreign(start, source.label)
    head = start.decode(errors="replace")
    if not head.strip():
        if source.problem:
            return None
        raise InputError(f"{source.label}: the file is empty")
    kind = kind or detect_format(head, source.suffix)
    try:
        return CATALOG_FORMATS[kind or ""]
    except KeyError:
        known = ", ".join(sorted(CATALOG_FORMATS))
        fault = f"no such format: {kind}" if kind else "unrecognised format"
        raise InputError(f"{source.label}: {fault}; the formats are {known}") from None


def read_with(
    reader: CatalogFormat | None,
    source: ByteStream,
    as_of: dt.date,
    lines: KnownLines | None = None,
) -> Iterator[Paper | Problem]:
    """Yield the items of an open file, and a problem if it is truncated."""
    with closing(source):
        if reader:
            # A separate variable: garbage collection of the buffer would close the
            # file.
            buffer = LineReader(source)
            stream = cast(BinaryIO, buffer)
            if lines is not None:  # such a format reads only line by line
                stream = cast(BinaryIO, lines.new_only(buffer))
            yield from reader.read(stream, source.label, as_of)
            yield from buffer.problems
        if source.problem:
            yield source.problem
        elif source.changed():
            yield Problem(source.label, "changed while it was read; read it again")
