"""Finds the libraries of a user: Zotero's, and bibliography files in usual folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from readnext_adapters.libraries.zotero.folders import find_database

_SUFFIXES = (".bib", ".ris", ".enw")
_FOLDERS = ("Documents", "Papers", "papers", "Library", "Bibliography", "bib", "texmf")
_DEEPEST = 3  # levels below a usual folder
_MOST_ENTRIES = 20_000  # entries of folders that are looked at
_SKIPPED = frozenset(("node_modules", "site-packages", "venv", "Zotero"))
ZOTERO = "zotero:"


@dataclass(frozen=True, slots=True)
class FoundLibrary:
    """A library as a command takes it, and what to call it."""

    name: str
    what: str
    size: int


def found_libraries(here: Path, home: Path) -> list[FoundLibrary]:
    """Return the libraries of this user: Zotero's first, then files, the largest first.

    The current folder and the usual ones in the home folder are looked at, not the
    whole disk.
    """
    found = []
    if database := find_database():
        what = f"Zotero, {database}"
        found.append(FoundLibrary(ZOTERO, what, database.stat().st_size))
    files = {path.resolve(): path for path in _files(here, home)}
    sized = [(_size(path), path) for path in files.values()]
    for size, path in sorted(sized, key=lambda one: (-one[0], str(one[1]))):
        if size:
            found.append(
                FoundLibrary(str(path), f"{path}, {size / 1000:,.0f} kB", size)
            )
    return found


def _files(here: Path, home: Path) -> Iterator[Path]:
    """The bibliography files in the usual folders."""
    left = [_MOST_ENTRIES]
    yield from _within(here, 1, left)
    yield from _within(home, 0, left)
    for name in _FOLDERS:
        yield from _within(home / name, _DEEPEST, left)


def _within(folder: Path, depth: int, left: list[int]) -> Iterator[Path]:
    """The files of a folder, down to a depth, as long as there are entries `left`."""
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError:
        return
    for entry in entries:
        left[0] -= 1
        if left[0] < 0:
            return
        if entry.name.startswith(".") or entry.name in _SKIPPED:
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                if depth:
                    yield from _within(Path(entry.path), depth - 1, left)
            elif entry.name.lower().endswith(_SUFFIXES) and entry.is_file():
                yield Path(entry.path)
        except OSError:
            continue


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
