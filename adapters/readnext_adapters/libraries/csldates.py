"""Dates of CSL JSON, in its documented form and in those that programs write."""

from __future__ import annotations

import re

from readnext.dates import iso_date, loose_date
from readnext_adapters.parsing.jsonvalues import Object, list_of, object_of, text_of

_TEXTS = ("raw", "literal", "date-time", "iso-8601", "edtf", "start", "value")


def csl_date(value: object) -> str | None:
    """Return the first date of a date variable: its numbers if it has them, or text.

    Accepted are an object with ``date-parts``, ``year`` or a text, a list of such
    objects, a list of numbers or of lists of numbers (citeproc-js takes them), and a
    text or number alone.

    >>> csl_date({"date-parts": [["2020", 2, 11]]}), csl_date([[2020, 2, 11]])
    ('2020-02-11', '2020-02-11')
    >>> csl_date([{"raw": "2020-2-11"}]), csl_date({"year": 1998, "month": "Mar"})
    ('2020-02-11', '1998-03')
    """
    if isinstance(value, dict):
        return _of_object(value)
    if not isinstance(value, list):
        return loose_date(text_of(value))
    if value and not isinstance(value[0], list | dict) and _number(value[0]):
        return _of_numbers(value)
    return next((date for one in value[:1] if (date := csl_date(one))), None)


def texts_in(value: object) -> list[str]:
    """Return the texts of a date variable that may state a date, numbers left out."""
    value = value[0] if isinstance(value, list) and value else value
    fields = object_of(value)
    parts = list_of(fields.get("date-parts"))
    first = parts[0] if parts else None
    found = [value, *list_of(first)[:1], *map(fields.get, ("year", *_TEXTS))]
    return [text for text in found if isinstance(text, str)]


def _of_object(fields: Object) -> str | None:
    for name in ("date-parts", "date_parts", "dateParts"):
        if parts := fields.get(name):
            listed = list_of(parts)
            first = listed[0] if isinstance(listed[0], list) else listed
            if first and _number(first[0]) != 0:
                return _of_numbers(first)
            if first and (date := loose_date(text_of(first[0]))):
                return date
    if year := _number(fields.get("year")):
        return _of_numbers([year, fields.get("month"), fields.get("day")])
    for name in _TEXTS:
        inner = fields.get(name)
        found = (
            csl_date(inner) if isinstance(inner, dict) else loose_date(text_of(inner))
        )
        if found:
            return found
    return None


def _of_numbers(parts: list[object]) -> str | None:
    year, month, day = (_number(part) for part in (*parts[:3], 0, 0, 0)[:3])
    if not month and len(parts) > 1:
        named = loose_date(f"{text_of(parts[1])} {year}")
        month = int(named[5:7]) if named and len(named) > 4 else 0
    return iso_date(year, month, day) if 0 < year < 10_000 else None


def _number(value: object) -> int:
    """Return a number that may be a text; 0 for anything else."""
    if isinstance(value, float) and not value.is_integer():
        return 0
    text = text_of(value).removesuffix(".0").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,5}", text) else 0
