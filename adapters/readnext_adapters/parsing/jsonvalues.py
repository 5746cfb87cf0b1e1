"""Converts JSON values of any type to texts, lists and objects."""

from __future__ import annotations

from typing import TypeAlias

from readnext_adapters.parsing.markup import strip_markup

Object: TypeAlias = "dict[str, object]"


def text_of(value: object) -> str:
    """Return a text or a number as plain text, anything else as "".

    >>> text_of(" <i>Moss</i> "), text_of(2020), text_of(True), text_of(["a"])
    ('Moss', '2020', '', '')
    """
    if isinstance(value, str):
        return strip_markup(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def list_of(value: object) -> list[object]:
    """Return a list as it is, nothing as no items, and one value as one item."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def object_of(value: object) -> Object:
    """Return an object as it is, anything else as one without fields."""
    return value if isinstance(value, dict) else {}


def first_text(fields: Object, *names: str) -> str:
    """Return the first of the fields that is not empty.

    Crossref writes titles as lists of one.
    """
    for name in names:
        for value in list_of(fields.get(name))[:1]:
            if text := text_of(value):
                return text
    return ""
