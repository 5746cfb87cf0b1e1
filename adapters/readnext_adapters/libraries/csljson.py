"""CSL JSON, the exchange format of citation processors; Crossref writes it too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from readnext.paper import Entry, Problem
from readnext_adapters.libraries.csldates import texts_in
from readnext_adapters.libraries.cslitem import entry_of_csl, foreign_fields
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.entrykeys import with_keys
from readnext_adapters.parsing.jsonitems import JsonItem, Layout, read_document
from readnext_adapters.parsing.jsonvalues import Object, list_of, object_of
from readnext_adapters.parsing.unread_dates import unread_date

SUFFIXES: tuple[str, ...] = (".json", ".csljson")

_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast"
    " chapter classic collection dataset document entry entry-dictionary"
    " entry-encyclopedia event figure graphic hearing interview legal_case legislation"
    " manuscript map motion_picture musical_score pamphlet paper-conference patent"
    " performance periodical personal_communication post post-weblog regulation report"
    " review review-book software song speech standard thesis treaty webpage"
    " journal-article book-chapter proceedings-article posted-content".split()
)
_OWN = frozenset(("issued", "container-title", "citation-key", "publisher-place"))
# Fields of other services' JSON, whose types and titles look alike.
_FOREIGN = frozenset(
    "itemType creators paperId authorships paper upvotes labs popularity".split()
)
# The first fields of an item that does not end within the head.
_BEGINS = re.compile(
    r"\s*\[?\s*\{\s*\"(?:id|type|citation-key|author)\"\s*:\s*[\"\d\[]"
)
_TYPE = re.compile(r'"type"\s*:\s*"([\w-]+)"')


def detect(head: str) -> bool:
    """Tell from a file's first characters whether it is CSL JSON.

    >>> detect('[{"id": "a", "type": "book", "title": "B"}]'), detect('[{"id": 1}]')
    (True, False)
    """
    head = head.lstrip("\ufeff \t\r\n")
    opened = re.match(
        r"\[\s*(?=\{)|(?=\{)|\{\s*\"(?:items|references)\"\s*:\s*\[\s*", head
    )
    if not opened:
        return False
    try:
        first, _ = json.JSONDecoder(strict=False).raw_decode(head, opened.end())
    except (ValueError, RecursionError):
        return _begins(head)
    listed = opened.end() > 0
    return isinstance(first, dict) and _is_item(first) and (listed or _alone(first))


def _begins(head: str) -> bool:
    """Judge an item that is cut off or damaged by its first fields."""
    types = _TYPE.findall(head[:20_000])
    plain = not any(f'"{name}"' in head[:20_000] for name in _FOREIGN)
    return plain and bool(_BEGINS.match(head)) and any(t in _TYPES for t in types)


def _is_item(fields: Object) -> bool:
    """Tell whether an object looks like an item of CSL."""
    if not _FOREIGN.isdisjoint(fields):
        return False
    known = str(fields.get("type")) in _TYPES or not _OWN.isdisjoint(fields)
    named = any(
        not {"family", "given", "literal"}.isdisjoint(object_of(name))
        for name in list_of(fields.get("author"))[:1]
    )
    return known or (named and "title" in fields)


def _alone(fields: Object) -> bool:
    """Tell an item from the first line of a JSON Lines catalog."""
    return str(fields.get("type")) in _TYPES and not _OWN.isdisjoint(fields)


def read(data: bytes, name: str) -> Iterator[Entry | Problem]:
    """Yield the items of a file in their order; an object alone is one item."""
    decoded = decode_bytes(data)
    yield from (Problem(name, note) for note in decoded.notes)
    document = read_document(decoded.text, name, Layout(_listed, _is_item, "CSL items"))
    items = [x for x in document.items if isinstance(x, JsonItem)]
    foreign = [found for item in items if (found := foreign_fields(item.fields))]
    if foreign and len(foreign) == len(items):
        yield from (x for x in document.items if isinstance(x, Problem))
        yield Problem(name, _foreign(foreign))
        return
    yield from with_keys(x for item in document.items for x in _entries(item))


def _foreign(found: list[list[str]]) -> str:
    names = ", ".join(dict.fromkeys(name for fields in found for name in fields))
    items = f"{len(found)} items have" if len(found) > 1 else "one item has"
    return (
        f"JSON, but not CSL JSON: its {items} {names}, where CSL has author,"
        " container-title and issued; export the library as RIS or BibTeX"
    )


def _entries(item: JsonItem | Problem) -> Iterator[Entry | Problem]:
    """Yield the entry of an item, if it is one, and what was wrong with it."""
    if isinstance(item, Problem):
        yield item
    elif foreign := foreign_fields(item.fields):
        why = f"not an item of CSL: it has {', '.join(foreign)}"
        yield Problem(item.where, f"{why} instead of author and issued")
    elif entry := entry_of_csl(item.fields, item.where):
        yield entry
        if entry.date is None:
            issued = texts_in(item.fields.get("issued"))
            yield from unread_date(issued, item.where, entry.key)
    else:
        yield Problem(item.where, "an object without any field of CSL")


def _listed(document: object) -> list[object] | None:
    if isinstance(document, list):
        return document
    fields = object_of(document)
    for name in ("items", "references"):
        if isinstance(inner := fields.get(name), list):
            return inner
    return [fields] if _is_item(fields) else _by_id(fields)


def _by_id(fields: Object) -> list[object] | None:
    """The items of an object that has them by their ids."""
    items = [object_of(value) for value in fields.values()]
    return list(fields.values()) if items and all(map(_is_item, items)) else None
