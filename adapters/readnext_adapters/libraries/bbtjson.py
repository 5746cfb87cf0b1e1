"""Better BibTeX JSON, the most complete export of a Zotero library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from readnext.paper import Entry, Problem
from readnext_adapters.libraries.zoteroitem import (
    entry_of_item,
    is_work,
    with_unread_date,
)
from readnext_adapters.libraries.zoterosigns import Signs, time_day
from readnext_adapters.libraries.zoterotree import collection_paths
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.entrykeys import with_keys
from readnext_adapters.parsing.jsonitems import JsonItem, Layout, read_document
from readnext_adapters.parsing.jsonvalues import Object, list_of, object_of, text_of

SUFFIXES: tuple[str, ...] = (".bbtjson",)

_LABEL = re.compile(r'"Better ?BibTeX JSON"|"config"\s*:\s*\{\s*"id"\s*:\s*"36a3b0b5-')
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_TYPE = re.compile(r'"(?:itemType|creators|itemID)"\s*:')


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is Better BibTeX JSON.

    >>> detect('{"config": {"label": "BetterBibTeX JSON"}, "items": []}')
    True
    """
    if not head.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    return bool(_LABEL.search(head) or (_ITEMS.search(head) and _TYPE.search(head)))


def read(data: bytes, name: str) -> Iterator[Entry | Problem]:
    """Yield the items of a file; one problem counts standalone notes and files."""
    decoded = decode_bytes(data)
    yield from (Problem(name, note) for note in decoded.notes)
    layout = Layout(_listed, _is_item, "Zotero items")
    document = read_document(decoded.text, name, layout)
    yield from with_keys(_entries(document.items, document.whole, name))


def _listed(document: object) -> list[object] | None:
    items = object_of(document).get("items")
    return items if isinstance(items, list) else None


def _is_item(fields: Object) -> bool:
    return "itemType" in fields


def _entries(
    items: list[JsonItem | Problem], whole: Object, name: str
) -> Iterator[Entry | Problem]:
    places = _places(whole.get("collections"))
    alone = 0
    for item in items:
        if isinstance(item, Problem):
            yield item
        elif is_work(item.fields):
            yield from with_unread_date(_entry(item, places), item.fields)
        else:
            alone += not item.fields.get("parentItem")
    if alone:
        yield Problem(name, f"standalone notes and files, ignored: {alone}")


def _entry(item: JsonItem, places: Mapping[str, list[str]]) -> Entry | Problem:
    names = (text_of(item.fields.get(x)) for x in ("itemID", "itemKey", "key"))
    paths = [path for key in names if key for path in places.get(key, ())]
    files = [object_of(file) for file in list_of(item.fields.get("attachments"))]
    marks = sum(len(list_of(file.get("annotations"))) for file in files)
    days = (time_day(file.get("lastRead")) for file in files)
    signs = Signs(max(filter(None, days), default=None), marks)
    return entry_of_item(item.fields, item.where, collections=paths, signs=signs)


def _places(collections: object) -> dict[str, list[str]]:
    """Return the paths of the collections that hold each item, by the item's id."""
    by_key = {key: object_of(x) for key, x in object_of(collections).items()}
    names = {
        key: (text_of(fields.get("name")), text_of(fields.get("parent")))
        for key, fields in by_key.items()
    }
    places: dict[str, list[str]] = {}
    for key, path in collection_paths(names).items():
        for item in list_of(by_key[key].get("items")):
            places.setdefault(text_of(item), []).append(path)
    return places
