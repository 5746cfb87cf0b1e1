"""Items as Zotero's web and local API give them (``format=json``), in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readnext.paper import Entry, Problem
from readnext_adapters.libraries.zoteroitem import (
    data_of,
    entry_of_item,
    is_work,
    with_unread_date,
)
from readnext_adapters.libraries.zoterosigns import NO_SIGNS, signs_of
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.entrykeys import with_keys
from readnext_adapters.parsing.jsonitems import JsonItem, Layout, read_document
from readnext_adapters.parsing.jsonvalues import Object, object_of, text_of

SUFFIXES: tuple[str, ...] = (".zotero.json",)

_BEGINS = re.compile(r"\s*\[?\s*\{")
_WRAPPED = re.compile(r'"data"\s*:\s*\{\s*"key"\s*:')
_BARE = re.compile(r'\s*\[?\s*\{\s*"(?:key|itemType|version)"\s*:')
# Lists of Zotero's types and fields look alike, but are no items.
_CONTENT = re.compile(r'"(?:creators|title|note|parentItem|dateAdded)"\s*:')
_TYPE = re.compile(r'"itemType"\s*:\s*"[a-zA-Z-]+"')


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it holds items of Zotero's API.

    >>> detect('[{"key": "AB", "data": {"key": "AB", "itemType": "note", "note": ""}}]')
    True
    """
    head = head.removeprefix("\ufeff")
    kind = _WRAPPED.search(head) or _BARE.match(head)
    typed = _TYPE.search(head) and _CONTENT.search(head)
    return bool(_BEGINS.match(head) and kind and typed)


def read(data: bytes, name: str) -> Iterator[Entry | Problem]:
    """Yield the works of a file; files and highlights count towards their work."""
    decoded = decode_bytes(data)
    yield from (Problem(name, note) for note in decoded.notes)
    layout = Layout(_listed, _is_item, "Zotero items")
    document = read_document(decoded.text, name, layout)
    yield from with_keys(_entries(document.items, name))


def _listed(document: object) -> list[object] | None:
    if isinstance(document, list):
        return document
    return [document] if _is_item(object_of(document)) else None


def _is_item(fields: Object) -> bool:
    return "itemType" in _data(fields)


def _data(fields: Object) -> Object:
    """Return the item itself, which the API wraps together with links."""
    return data_of(fields) or fields


def _entries(items: list[JsonItem | Problem], name: str) -> Iterator[Entry | Problem]:
    found = [_data(item.fields) for item in items if isinstance(item, JsonItem)]
    signs = signs_of((text_of(data.get("key")), data) for data in found)
    alone = 0
    for item in items:
        if isinstance(item, Problem):
            yield item
            continue
        data = _data(item.fields)
        if is_work(data):
            sign = signs.get(text_of(data.get("key")), NO_SIGNS)
            made = entry_of_item(data, item.where, signs=sign)
            yield from with_unread_date(made, data)
        else:
            alone += not data.get("parentItem")
    if alone:
        yield Problem(name, f"standalone notes and files, ignored: {alone}")
