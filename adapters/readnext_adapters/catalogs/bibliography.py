"""Any library as a catalog: its entries are the candidates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from readnext.library.convert import as_paper
from readnext.matching.ids import slug_id
from readnext.paper import Entry, Paper, Problem
from readnext_adapters.libraries import LibraryFormat
from readnext_adapters.parsing.largest import read_whole

# The number of a record in its file, also as EndNote's BibTeX has it ("RN12"): another
# file, and the same one later, has another record of that number. Longer ones are ids.
_RUNNING = re.compile(r"\[?(?:RN|ref|bib|cit)?[-_. ]?\d{1,6}(?:-\d+)?]?", re.IGNORECASE)
_TELLING = 3  # words of a title that only one work has, other than "Editorial"


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
    titled = set[str]()
    for entry in entries:
        if not isinstance(entry, Entry):
            yield entry
        elif not entry.title:
            yield Problem(entry.where, f"{entry.key}: no title; left out")
        elif _RUNNING.fullmatch(entry.key):
            paper = as_paper(entry)
            paper = replace(paper, id=_id_of(paper, titled))
            titled.add(paper.id)
            yield paper
        else:
            yield as_paper(entry)


def _id_of(paper: Paper, titled: Container[str]) -> str:
    """An id made of a title, and of more where several works may have the title."""
    id_ = slug_id(paper.title)
    if len(paper.title.split()) >= _TELLING and id_ not in titled:
        return id_
    more = (*paper.authors[:1], str(paper.year or ""))
    return slug_id(" ".join((paper.title, *more)))
