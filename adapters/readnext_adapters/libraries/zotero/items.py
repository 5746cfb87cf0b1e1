"""Converts items and their files to entries.

An **item** is a work; its **children** are files, whose children in turn are
annotations. Children are not entries; they contain signs of reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readnext.paper import Entry, Problem
from readnext_adapters.libraries.zoteroitem import (
    entry_of_item,
    is_work,
    with_unread_date,
)
from readnext_adapters.libraries.zoterosigns import NO_SIGNS, Signs, signs_of
from readnext_adapters.libraries.zoterotree import collection_paths
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.entrykeys import with_keys
from readnext_adapters.parsing.jsonvalues import Object, list_of, text_of


@dataclass(frozen=True, slots=True)
class ZoteroItem:
    """One object of a Zotero library: `data` is in the form of the API.

    `name` is the key of an entry without a citation key.
    """

    key: str
    data: Object
    name: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection; `parent` is the key of the one it is in, or ""."""

    key: str
    name: str
    parent: str = ""


def entries_of(
    items: Iterable[ZoteroItem], collections: Iterable[Collection], label: str
) -> Iterator[Entry | Problem]:
    """Yield an entry, or a problem, for each item that is a work and not deleted.

    They come in the order in which they were added to the library. `where` is
    ``label:KEY``, with the key by which Zotero knows the item.
    """
    names = {one.key: (clean(one.name), one.parent) for one in collections}
    paths = collection_paths(names, rooted=True)
    found = [item for item in items if not item.data.get("deleted")]
    found.sort(key=lambda item: (str(item.data.get("dateAdded")), item.key))
    signs = signs_of((item.key, item.data) for item in found)
    yield from with_keys(
        made
        for item in found
        if is_work(item.data)
        for made in with_unread_date(
            _entry(item, paths, signs, label.rstrip(":")), item.data
        )
    )


def _entry(
    item: ZoteroItem, paths: Mapping[str, str], signs: Mapping[str, Signs], label: str
) -> Entry | Problem:
    inside = map(text_of, list_of(item.data.get("collections")))
    return entry_of_item(
        item.data,
        f"{label}:{item.key}",
        key=item.name or item.key,
        collections=[paths[key] for key in inside if key in paths],
        signs=signs.get(item.key, NO_SIGNS),
    )
