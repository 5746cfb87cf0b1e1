"""What `import readnext` offers of the adapters: opening libraries and catalogs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readnext.catalog.store import Catalog
from readnext.paper import Entry, Problem
from readnext_adapters.opening.chosen_catalog import open_chosen
from readnext_adapters.opening.library import read_library as read_items


def read_library(
    source: str | Path, problems: list[Problem] | None = None
) -> list[Entry]:
    """Return the entries of a library, in any format that readnext reads.

    `source` is a file, "-" for standard input, or "zotero:" and the like for a live
    Zotero. Problems of single entries are appended to `problems`. Raises InputError if
    the library cannot be read at all, NetworkError if it cannot be fetched.
    """
    entries: list[Entry] = []
    for item in read_items(str(source)):
        if isinstance(item, Entry):
            entries.append(item)
        elif problems is not None:
            problems.append(item)
    return entries


@contextmanager
def open_catalog(
    path: str | Path | None = None, problems: list[Problem] | None = None
) -> Iterator[Catalog]:
    """Open a catalog folder, or a file of papers as a temporary catalog.

    Without a `path`, it is the user's own catalog, or the starter catalog while that is
    empty. Problems of single papers of a file are appended to `problems`. Raises
    CatalogError or InputError if it cannot be used.
    """
    with open_chosen(None if path is None else Path(path)) as chosen:
        if problems is not None:
            problems.extend(chosen.problems)
        yield chosen.catalog
