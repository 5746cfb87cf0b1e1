"""Any library as a catalog: its entries are the papers to choose from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from readnext.library.convert import as_paper
from readnext.paper import Entry, Paper, Problem
from readnext_adapters.libraries import LibraryReader
from readnext_adapters.parsing.largest import read_whole


class Bibliography:
    """Reads the files of a library's format as a catalog."""

    def __init__(self, reader: LibraryReader) -> None:
        self.SUFFIXES = reader.SUFFIXES
        self._reader = reader

    def detect(self, head: str, /) -> bool:
        """Tell from a file's first characters whether it has this format."""
        return self._reader.detect(head)

    def read(
        self, stream: BinaryIO, name: str, as_of: dt.date, /
    ) -> Iterator[Paper | Problem]:
        """Yield the entries that have a title as papers.

        Raises InputError if there is more than is read of a library.
        """
        del as_of  # a bibliography states its years
        data = read_whole(stream, name)
        if data.strip():
            yield from papers_of(self._reader.read(data, name))


def papers_of(entries: Iterable[Entry | Problem]) -> Iterator[Paper | Problem]:
    """Yield the entries that have a title as papers, the others as problems."""
    for entry in entries:
        if not isinstance(entry, Entry):
            yield entry
        elif entry.title:
            yield as_paper(entry)
        else:
            yield Problem(entry.where, f"{entry.key}: no title; left out")
