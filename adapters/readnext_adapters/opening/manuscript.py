"""Opens a manuscript and the files that it includes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path

from readnext.errors import InputError
from readnext.files import read_file
from readnext.library.manuscript import Citation
from readnext.paper import Problem
from readnext_adapters.manuscripts import MANUSCRIPT_FORMATS, ManuscriptFormat
from readnext_adapters.manuscripts.found import Bibliography, IncludedFile
from readnext_adapters.parsing.encodings import decode_bytes

_LARGEST = 1 << 26


def read_draft(path: Path) -> Iterator[Citation | Problem]:
    """Yield the citations of a manuscript and of the files that it includes.

    These are read if they are in the manuscript's folder or below, each once; an
    unreadable one is a problem. Raises InputError if the manuscript itself cannot be
    read, or has an unrecognised format.
    """
    return (one for one in _found_in(path) if not isinstance(one, Bibliography))


def draft_texts(path: Path) -> dict[Path, str]:
    """Return the texts of a manuscript and of the files that it includes, by file.

    Raises InputError if the manuscript itself cannot be read.
    """
    texts: dict[Path, str] = {}
    for _ in _found_in(path, texts):
        pass
    return texts


def _found_in(
    path: Path, texts: dict[Path, str] | None = None
) -> Iterator[Citation | Bibliography | Problem]:
    reader = _reader(path)
    try:
        text = _text(path)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    return _read(reader, path, text, {} if texts is None else texts)


def read_bibliographies(path: Path) -> tuple[list[Path], list[str]]:
    """Return the libraries that a manuscript names, and the names of missing ones.

    Their names are relative to the manuscript's folder, as for LaTeX and Pandoc. Raises
    InputError if the manuscript cannot be read.
    """
    there: dict[Path, Path] = {}
    missing: dict[str, None] = {}
    for found in _found_in(path):
        if isinstance(found, Bibliography):
            files = (path.parent / name for name in found.names)
            if file := next(filter(_is_file, files), None):
                there.setdefault(file.resolve(), file)
            else:
                missing[found.names[0]] = None
    return list(there.values()), list(missing)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False  # not a valid file name


def _reader(path: Path) -> ManuscriptFormat:
    suffix = path.suffix.lower()
    for _, reader in MANUSCRIPT_FORMATS.usable():
        if suffix in reader.SUFFIXES:
            return reader
    known = ", ".join(
        s for _, reader in MANUSCRIPT_FORMATS.usable() for s in reader.SUFFIXES
    )
    raise InputError(f"{path}: not a manuscript by its suffix; readnext reads {known}")


def _text(path: Path) -> str:
    return decode_bytes(read_file(path, _LARGEST)).text


def _read(
    reader: ManuscriptFormat, path: Path, text: str, texts: dict[Path, str]
) -> Iterator[Citation | Bibliography | Problem]:
    """Yield what the files have; their texts are put into a table."""
    seen = {path.resolve()}
    waiting = deque([(path, text)])
    while waiting:
        file, text = waiting.popleft()
        texts[file] = text
        for found in reader.read(text, str(file)):
            if not isinstance(found, IncludedFile):
                yield found
                continue
            part = _find(found, path.parent, file.parent)
            if isinstance(part, Problem):
                yield part
            elif part.resolve() not in seen:
                seen.add(part.resolve())
                try:
                    waiting.append((part, _text(part)))
                except OSError as error:
                    yield Problem(str(part), error.strerror or str(error))


def _find(part: IncludedFile, root: Path, folder: Path) -> Path | Problem:
    """Return the included file: LaTeX resolves names from the manuscript's folder."""
    outside = False
    for base in dict.fromkeys((root, folder)):
        for name in part.names:
            try:
                path = base / name
                if not path.is_file():
                    continue
                if path.resolve().is_relative_to(root.resolve()):
                    return path
            except (OSError, ValueError, RuntimeError):
                continue  # not a valid file name
            outside = True
    why = "lies outside of the manuscript's folder" if outside else "is not there"
    return Problem(part.where, f"{part.names[-1]} {why}; its citations are ignored")
