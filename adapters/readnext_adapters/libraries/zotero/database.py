"""Reads a zotero.sqlite, also while Zotero runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from readnext.errors import InputError
from readnext.paper import Entry, Problem
from readnext_adapters.libraries.zotero.betterbibtex import citation_keys
from readnext_adapters.libraries.zotero.items import Collection, ZoteroItem, entries_of
from readnext_adapters.libraries.zotero.sqlitecopy import opened_copy
from readnext_adapters.libraries.zotero.tables import (
    TABLES,
    Data,
    Library,
    missing_table,
    read_collections,
    read_items,
    read_libraries,
)


def read_database(
    path: Path, label: str, *, group: int | None = None, own: bool = False
) -> Iterator[Entry | Problem]:
    """Yield the entries of a zotero.sqlite, even if Zotero is running.

    All its libraries are read, a group's name before its collections; or that of one
    `group`; or only the user's `own`. Feeds are ignored. Raises InputError if the file
    is damaged, is not Zotero's, or has no such group.
    """
    with opened_copy(path, TABLES) as connection:
        if table := missing_table(connection):
            raise InputError(
                f"{label}: a SQLite database, but not one of Zotero 5 or later (the "
                f"table {table} is missing or has other columns); give zotero.sqlite, "
                "or a file that your reference manager exports"
            )
        libraries = _chosen(read_libraries(connection), label, group, own)
        items = read_items(connection)
        collections = read_collections(connection)
    keys, problems = citation_keys(path.parent)
    yield from problems
    for library in libraries:
        root = _root(library) if group is None else None
        inside = [
            ZoteroItem(
                data["key"], _in_root(data, root), keys.get(_place(library, data), "")
            )
            for data in items.get(library.number, ())
        ]
        folders = _below(root, collections.get(library.number, ()))
        place = f"{label}:group/{library.group}" if root else label
        yield from entries_of(inside, folders, place)


def _chosen(
    libraries: Sequence[Library], label: str, group: int | None, own: bool
) -> list[Library]:
    """The requested libraries."""
    if group is None:
        return [lib for lib in libraries if not own or lib.group is None]
    found = [library for library in libraries if library.group == group]
    if not found:
        groups = ", ".join(
            f"{lib.group} ({lib.name})" for lib in libraries if lib.group
        )
        there = f"the groups there are {groups}" if groups else "it holds no group"
        raise InputError(f"{label}: no group {group} in this Zotero; {there}")
    return found


def _place(library: Library, data: Data) -> tuple[int, str]:
    return library.number, data["key"]


def _root(library: Library) -> Collection | None:
    """The top collection of a group, if several libraries are read together."""
    if library.group is None:
        return None
    return Collection(f"group {library.group}", library.name or str(library.group))


def _in_root(data: Data, root: Collection | None) -> Data:
    if root and "collections" not in data:
        data["collections"] = [root.key]
    return data


def _below(
    root: Collection | None, collections: Sequence[Collection]
) -> Sequence[Collection]:
    if root is None:
        return collections
    inner = (Collection(c.key, c.name, c.parent or root.key) for c in collections)
    return [root, *inner]
