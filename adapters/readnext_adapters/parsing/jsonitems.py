"""The items of a JSON file, also of a damaged or truncated one.

A valid file is parsed at once. In a damaged one, every readable object that looks like
an item is an item; each gap is reported as a problem.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readnext.paper import Problem
from readnext_adapters.parsing.jsonvalues import Object, object_of

# Raw tabs and line ends in texts are common and do no harm.
_DECODER = json.JSONDecoder(strict=False)
_OBJECT = re.compile(r"\{\s*[\"}]")
# How to recognise a damaged object as an item, before its first inner object; what has
# a list of items is a whole document.
_ITEM_HEAD = re.compile(
    r"\A(?![^{]*\"items\"\s*:)[^{]*?\"(?:id|type|itemType|itemID|title)\"\s*:"
)
_HEAD = 400
# Damage everywhere must not cost more than a few passes over the file.
_MOST_GAPS = 300
_MOST_SCANS = 4
_MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class JsonItem:
    """One object of a file's list, and its location (``file:item N``)."""

    where: str
    fields: Object


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a format holds its items, and how to recognise one.

    `listed` returns the list in a whole document, None if there is none.
    """

    listed: Callable[[object], list[object] | None]
    is_item: Callable[[Object], bool]
    what: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file's items and problems, and the whole document if it is valid."""

    items: list[JsonItem | Problem]
    whole: Object


def read_document(text: str, name: str, layout: Layout) -> Document:
    """Return the items of a JSON text in their order; never fails."""
    try:
        document: object = _DECODER.decode(text)
    except RecursionError:
        return Document(list(_salvaged(text, name, layout, "nested too deeply")), {})
    except ValueError as error:
        return Document(list(_salvaged(text, name, layout, str(error))), {})
    listed = layout.listed(document)
    if listed is None:
        why = f"sound JSON, but without a list of {layout.what}"
        return Document([Problem(name, why)], {})
    return Document(list(_items(listed, name, layout)), object_of(document))


def _items(
    listed: list[object], name: str, layout: Layout
) -> Iterator[JsonItem | Problem]:
    odd = 0
    for number, value in enumerate(listed, 1):
        where = f"{name}:item {number}"
        if isinstance(value, dict) and value:
            yield JsonItem(where, value)
            continue
        odd += 1
        if odd <= _MOST_NAMED:
            yield Problem(where, f"{_kind(value)}, not one of the {layout.what}")
    if odd > _MOST_NAMED:
        yield Problem(name, f"{odd - _MOST_NAMED} more that are not {layout.what}")
    if not listed:
        yield Problem(name, f"a list without any {layout.what}")


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "an empty object"
    names = {str: "a text", list: "a list", type(None): "null", bool: "a truth value"}
    return names.get(type(value), "a number")


def _salvaged(
    text: str, name: str, layout: Layout, why: str
) -> Iterator[JsonItem | Problem]:
    """Yield the items that can be read one by one."""
    yield Problem(name, f"damaged or cut off ({why}); what could be read was kept")
    position = number = gaps = scanned = 0
    while found := _OBJECT.search(text, position):
        start = found.start()
        value, position, fault = _one(text, start)
        if fault:
            # Enclosing objects are damaged as well: look inside of them.
            gaps += 1
            scanned += position - start
            position = start + 1
            if _ITEM_HEAD.match(text[start + 1 : start + _HEAD]):
                number += 1
                yield Problem(f"{name}:item {number}", f"cannot be read: {fault}")
        elif layout.is_item(value):
            number += 1
            yield JsonItem(f"{name}:item {number}", value)
        if gaps > _MOST_GAPS or scanned > _MOST_SCANS * (len(text) + 1):
            yield Problem(name, "too much damage; what follows was left out")
            return


def _one(text: str, start: int) -> tuple[Object, int, str]:
    """Return the object at a position, the end (or the error's position), the error."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except RecursionError:
        return {}, start, "nested too deeply"
    except json.JSONDecodeError as error:
        return {}, error.pos, error.msg
    except ValueError as error:  # a number of thousands of digits
        return {}, start, str(error)
    return object_of(value), end, ""
