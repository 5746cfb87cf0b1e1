"""The files that `readnext batch` writes, named after the libraries."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path, PurePath, PurePosixPath

import click

from readnext.errors import OutputError
from readnext_adapters.cli.answer_output import NOTES
from readnext_adapters.cli.options import NewFile


class FolderName(NewFile):
    """A folder that may not exist yet."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)


def files_of(libraries: Sequence[str], folder: Path, form: str) -> dict[str, Path]:
    """Return the file of each library's list, by the library's absolute name.

    Files are arranged as the libraries are below the folder that all of these are in.
    Raises UsageError if there is no library, two of them have the same file or one is
    not a file, and OutputError if a list would replace a library.
    """
    if not libraries:
        raise click.UsageError("name a LIBRARY, or a file of their names by --from")
    suffix = _suffix(form)
    names = [_name(library) for library in libraries]
    parts = [_parts(name) for name in names]
    common = _common([one[:-1] for one in parts])
    files: dict[str, Path] = {}
    owners: dict[Path, str] = {}
    for name, one in zip(names, parts, strict=True):
        path = folder.joinpath(*one[common:]).with_suffix(suffix)
        if path in owners:
            raise click.UsageError(
                f"{owners[path]} and {name} would both be written to {path}; leave one "
                "out, or rename it"
            )
        owners[path] = name
        files[name] = path
    _refuse_to_overwrite(files)
    return files


def _suffix(form: str) -> str:
    from readnext_adapters.exports import EXPORT_FORMATS

    if form == NOTES:
        raise click.UsageError("notes are a folder a list; choose another format")
    suffixes = EXPORT_FORMATS[form].SUFFIXES
    return suffixes[0] if suffixes else ".txt"


def absolute(path: str | Path) -> str:
    """Return a path from the root, with its links: other computers have them, too."""
    return os.path.normpath(Path(path).absolute())


def _name(library: str) -> str:
    """A library's name for other processes."""
    if library == "-" or library.startswith("zotero:"):
        raise click.UsageError(f"{library}: a batch reads files and URLs")
    scheme, separator, rest = library.partition("://")
    if separator:
        return f"{scheme}://{posixpath.normpath(rest)}"
    return absolute(library)


def _parts(name: str) -> tuple[str, ...]:
    """The folders that a library is in, and its file name; all are plain names."""
    scheme, separator, rest = name.partition("://")
    if separator:
        rest = posixpath.normpath(f"/{rest}")  # nothing is above the first folder
        return (scheme, *PurePosixPath(rest).parts[1:])
    return ("local", *PurePath(name).parts[1:])  # the first one is the root


def _common(folders: Sequence[tuple[str, ...]]) -> int:
    """How many folders are the same at the beginning of all paths."""
    pairs = zip(min(folders), max(folders), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _refuse_to_overwrite(files: dict[str, Path]) -> None:
    for path in files.values():
        if absolute(path) in files:
            raise OutputError(f"{path}: is a library; name another folder")
