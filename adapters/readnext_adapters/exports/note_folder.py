"""Writing notes into a folder, for example that of an Obsidian vault."""

from __future__ import annotations

import re
from pathlib import Path

from readnext.errors import OutputError
from readnext.files import read_file, replace_file
from readnext.suggestion import Answer
from readnext_adapters.exports.notes import Note, id_in, notes, refreshed

_LARGEST = 1 << 22  # bytes of a note
_UNSAFE = re.compile(r"[^\w.+@-]+")
_LONGEST = 100  # characters of a name


def write_notes(folder: Path, answer: Answer) -> tuple[int, int]:
    """Write a note for each paper that has none; return how many have one by now.

    The numbers are those of new notes and of those that were there, which are
    refreshed, see `readnext_adapters.exports.notes`. Notes are known by the id of their
    paper, whatever their files are called. Each file is replaced as a whole. Raises
    OutputError.
    """
    try:
        folder.mkdir(exist_ok=True)
        there = _notes_in(folder)
        names = {path.name.casefold() for path in folder.iterdir()}
        known = 0
        for note in notes(answer):
            path = there.get(note.id)
            if path is None:
                path = folder / _free(note.name, names)
                names.add(path.name.casefold())
                replace_file(path, note.text)
                continue
            known += 1
            _refresh(path, note)
    except OSError as error:
        raise OutputError(
            f"{error.filename or folder}: {error.strerror or error}"
        ) from error
    return len(answer.suggestions) - known, known


def _notes_in(folder: Path) -> dict[str, Path]:
    """The notes in a folder by the ids of their papers; others are left out."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.md")):
        if path.is_file() and path.stat().st_size <= _LARGEST:
            found.setdefault(id_in(read_file(path, _LARGEST)), path)
    found.pop("", None)
    return found


def _free(name: str, names: set[str]) -> str:
    """A name of a file that is not taken, whatever the case of its letters."""
    stem = _UNSAFE.sub("-", name).strip("-.")[:_LONGEST] or "paper"
    number = 1
    while (
        found := f"{stem}{f'-{number}' if number > 1 else ''}.md"
    ).casefold() in names:
        number += 1
    return found


def _refresh(path: Path, note: Note) -> None:
    existing = read_file(path, _LARGEST)
    now = refreshed(existing, note)
    if now != existing:
        replace_file(path, now)
