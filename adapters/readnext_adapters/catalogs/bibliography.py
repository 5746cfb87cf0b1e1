"""Any library as a catalog: its entries are the candidates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from readnext.library.convert import as_paper
from readnext.paper import Entry, Paper, Problem
from readnext_adapters.libraries import LibraryFormat
from readnext_adapters.parsing.largest import read_whole


class Bibliographies(Mapping[str, "Bibliography"]):
    """The formats of libraries, each as a format of catalogs."""

    def __init__(self, formats: Mapping[str, LibraryFormat]) -> None:
        self._formats = formats
        self._made: dict[str, Bibliography] = {}

    def __getitem__(self, name: str) -> Bibliography:
        if name not in self._made:
            self._made[name] = Bibliography(self._formats[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._formats)

    def __len__(self) -> int:
        return len(self._formats)

    def __contains__(self, name: object) -> bool:
        return name in self._formats


class Bibliography:
    """Reads the files of a library's format as a catalog."""

    def __init__(self, library_format: LibraryFormat) -> None:
        self.SUFFIXES = library_format.SUFFIXES
        self._format = library_format

    def detect(self, head: str, /) -> bool:
        """Tell from a file's first characters whether it has this format."""
        return self._format.detect(head)

    def read(
        self, stream: BinaryIO, name: str, as_of: dt.date, /
    ) -> Iterator[Paper | Problem]:
        """Yield the entries that have a title as papers.

        Raises InputError if the file is larger than the limit for libraries.
        """
        del as_of  # a bibliography states its years
        data = read_whole(stream, name)
        if data.strip():
            yield from papers_of(self._format.read(data, name))


def papers_of(entries: Iterable[Entry | Problem]) -> Iterator[Paper | Problem]:
    """Yield the entries that have a title as papers, the others as problems."""
    for entry in entries:
        if not isinstance(entry, Entry):
            yield entry
        elif entry.title:
            yield as_paper(entry)
        else:
            yield Problem(entry.where, f"{entry.key}: no title; left out")
