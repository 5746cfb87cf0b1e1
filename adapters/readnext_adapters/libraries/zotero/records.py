"""The objects of Zotero's API as items and collections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readnext.paper import Entry, Problem
from readnext_adapters.libraries.zotero.betterbibtex import CitationKeys
from readnext_adapters.libraries.zotero.items import Collection, ZoteroItem, entries_of
from readnext_adapters.libraries.zotero.paging import ZoteroObject
from readnext_adapters.libraries.zoteroitem import data_of
from readnext_adapters.parsing.jsonvalues import object_of, text_of

# The user's own library has this number in every database of Zotero.
_OWN = 1


def read_records(
    items: Iterable[ZoteroObject],
    collections: Iterable[ZoteroObject],
    label: str,
    keys: CitationKeys | None = None,
) -> Iterator[Entry | Problem]:
    """Yield entries and problems for the items of a library.

    `keys` are the citation keys that Better BibTeX keeps apart.
    """
    found: list[ZoteroItem] = []
    for number, record in enumerate(items, 1):
        item = _item(record, keys or {})
        if item is None:
            where = f"{label.rstrip(':')}:{record.get('key') or number}"
            yield Problem(where, "an item without data was ignored")
        else:
            found.append(item)
    yield from entries_of(found, _collections(collections), label)


def _item(record: ZoteroObject, keys: CitationKeys) -> ZoteroItem | None:
    data, key = data_of(record), record.get("key")
    if not data or not isinstance(key, str):
        return None
    return ZoteroItem(key, data, keys.get((_OWN, key), ""))


def _collections(records: Iterable[ZoteroObject]) -> Iterator[Collection]:
    for record in records:
        data = object_of(record.get("data"))
        key, name = text_of(record.get("key")), text_of(data.get("name"))
        if key and name and not data.get("deleted"):
            yield Collection(key, name, text_of(data.get("parentCollection")))
