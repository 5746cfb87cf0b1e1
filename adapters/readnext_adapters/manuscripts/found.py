"""What formats find in a manuscript."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from readnext.library.manuscript import Citation
from readnext.paper import Problem

_NO_KEY = re.compile(r"[\s\\{}#~\"]")
# A macro, or an address of the web.
_NO_FILE = re.compile(r"[\\{}#\0]|^\w+://")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class IncludedFile:
    """A file included by a manuscript, with the names that it may have."""

    names: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Bibliography:
    """A library that a manuscript names, by the names that its file may have."""

    names: tuple[str, ...]
    where: str


Found: TypeAlias = Citation | IncludedFile | Bibliography | Problem


def bibliographies(names: str, where: str) -> Iterator[Bibliography]:
    r"""Yield the files of a list, to whose names BibTeX adds its suffix.

    >>> [b.names for b in bibliographies("refs, more.bib, \\jobname", "")]
    [('refs.bib', 'refs'), ('more.bib',)]
    """
    for name in (one.strip().strip('"') for one in names.split(",")):
        if not name or len(name) > _LONGEST or _NO_FILE.search(name):
            continue
        added = () if name.casefold().endswith(".bib") else (f"{name}.bib",)
        yield Bibliography((*added, name), where)


def citations(keys: str, where: str) -> Iterator[Citation]:
    r"""Yield the keys of a list without invalid ones, e.g. a macro's ``#1``.

    >>> [c.key for c in citations("ash2020, #1,birch:21,, \\key", "")]
    ['ash2020', 'birch:21']
    """
    for key in map(str.strip, keys.split(",")):
        if key and len(key) <= _LONGEST and not _NO_KEY.search(key):
            yield Citation(key, where)


def with_lines(
    matches: Iterable[re.Match[str]],
) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield matches in order, each with its line."""
    line, last = 1, 0
    for match in matches:
        line += match.string.count("\n", last, match.start())
        last = match.start()
        yield line, match
