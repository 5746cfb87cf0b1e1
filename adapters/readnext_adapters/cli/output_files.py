"""Refusing to write over what a command reads: no output replaces an input."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from readnext.errors import OutputError
from readnext.settings import history_file, settings_file, user_catalog

# The format of the libraries that an export format adds to.
_SYNTAX = {"bibtex": "bibtex", "biblatex": "bibtex", "csljson": "csljson", "ris": "ris"}


def refuse_to_overwrite(
    output: Path | None,
    *,
    libraries: Sequence[str] = (),
    manuscript: Path | None = None,
    catalog: Path | None = None,
    model: Path | None = None,
    form: str = "",
) -> None:
    """Raise OutputError if a file to be written is one that a command reads.

    Files are compared as the system does, whatever links lead to them. The settings,
    the history and the user's own catalog are never written over either, nor is any
    library by a list in the export format `form`, unless that adds to it.
    """
    if output is None:
        return
    _refuse_bad_folder(output)
    for path, what in _inputs(libraries, manuscript, catalog, model):
        if is_same_file(output, path):
            raise OutputError(f"{output}: is {what}; name another file")
    for folder in (catalog, user_catalog()):
        if folder is not None and folder.is_dir() and _is_within(output, folder):
            raise OutputError(
                f"{output}: is in the catalog's folder {folder}; name another file"
            )
    if form:
        _refuse_library(output, form)


def _refuse_bad_folder(output: Path) -> None:
    """Raise OutputError, before any work is done, where no file can be written."""
    folder = output.absolute().parent
    if not folder.is_dir():
        raise OutputError(f"{output}: no such folder: {folder}")
    writable = os.access(output if output.exists() else folder, os.W_OK)
    if not writable:
        raise OutputError(f"{output}: you may not write to it; check its permissions")


def _refuse_library(output: Path, form: str) -> None:
    """Raise OutputError for a library that would be replaced, or cannot be added to.

    That of the command is one of `_inputs`; this one was not named.
    """
    from readnext_adapters.exports.extend_file import is_extended, refuse_encoding
    from readnext_adapters.opening.library import format_of_file

    if not output.is_file() or not (found := format_of_file(output)):
        return
    adds = is_extended(form, output)
    if adds and _SYNTAX.get(form, found) == found:
        refuse_encoding(output)
        return
    how = f"; --format {found} adds to it" if is_extended(found, output) else ""
    raise OutputError(
        f"{output}: is a library in {found} format, which "
        f"{'this one does not fit' if adds else 'would be replaced'}: "
        f"name another file{how}"
    )


def is_same_file(one: Path, other: Path) -> bool:
    """Tell whether two names are one file: by links of either kind, or not made yet."""
    try:
        if one.exists() and other.exists():
            return one.samefile(other)
        return one.resolve() == other.resolve()
    except (OSError, RuntimeError, ValueError):
        return False  # not the name of a file that could be read


def _inputs(
    libraries: Sequence[str],
    manuscript: Path | None,
    catalog: Path | None,
    model: Path | None,
) -> Iterator[tuple[Path, str]]:
    """Yield the files that a command reads, and what each is to the user."""
    yield from ((Path(name), "your library") for name in libraries if name != "-")
    named = [
        (manuscript, "the manuscript of --draft"),
        (catalog, "the catalog"),
        (model, "the model of --model"),
        (settings_file(), "your settings file"),
        (history_file(), "your history"),
    ]
    yield from ((path, what) for path, what in named if path is not None)


def _is_within(output: Path, folder: Path) -> bool:
    try:
        return output.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return False
