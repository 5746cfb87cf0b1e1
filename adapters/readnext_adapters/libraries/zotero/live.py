"""Reads a live library ``zotero:...``: from the program, its database or the web."""

from __future__ import annotations

from collections.abc import Iterator

from readnext.errors import (
    InputError,
    NetworkError,
    OfflineError,
    StatusError,
    UnreachableError,
)
from readnext.paper import Entry, Problem
from readnext_adapters.libraries.zotero.database import read_database
from readnext_adapters.libraries.zotero.folders import (
    DATABASE,
    data_folders,
    find_database,
)
from readnext_adapters.libraries.zotero.livelibrary import (
    LiveLibrary,
    parse_live_library,
)
from readnext_adapters.libraries.zotero.local import SETTING, read_local
from readnext_adapters.libraries.zotero.paging import Tick
from readnext_adapters.libraries.zotero.web import read_web


def read_live(name: str, tick: Tick) -> Iterator[Entry | Problem]:
    """Yield the entries of a live Zotero library; `tick` counts what is fetched.

    If the program does not respond, its database is read instead. Raises InputError
    or NetworkError if neither is available, or the library is incomplete.
    """
    library = parse_live_library(name)
    if library.web:
        return read_web(library, tick)
    try:
        return read_local(library, tick)
    except NetworkError as error:
        if path := find_database():
            return read_database(path, str(path), group=library.group, own=True)
        raise _nowhere(library, error) from error


def _nowhere(library: LiveLibrary, error: NetworkError) -> Exception:
    """The error if neither the program nor its database is available."""
    label = library.label.rstrip(":")
    folders = " or ".join(str(folder) for folder in data_folders())
    missing = f"no {DATABASE} was found in {folders}"
    if isinstance(error, StatusError) and error.status == 403:
        return InputError(
            f"{label}: Zotero has its local API disabled, and {missing}; tick {SETTING}"
        )
    if isinstance(error, StatusError) and error.status == 404:
        return InputError(f"{label}: Zotero has no such library ({error})")
    if isinstance(error, OfflineError):
        return InputError(
            f"{label}: {missing}, and Zotero cannot be queried since "
            "--offline was given"
        )
    if isinstance(error, UnreachableError):
        return InputError(
            f"{label}: Zotero does not respond, and {missing}; start Zotero and "
            f"tick {SETTING}, or give the path of its {DATABASE}"
        )
    return error
