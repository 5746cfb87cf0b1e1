"""JSON responses of services, saved in a file or just received.

A service's module states where its responses hold the records (`Layout`) and converts a
record to papers and problems (`RecordParser`). The rest is common: a file holds one
response, or one per line; damaged ones are read as far as possible.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from readnext.errors import NetworkError
from readnext.paper import Paper, Problem
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.jsonitems import JsonItem, Layout, read_document
from readnext_adapters.parsing.jsonvalues import Object, list_of, object_of
from readnext_adapters.parsing.largest import read_whole
from readnext_adapters.parsing.xmlobjects import object_of_element
from readnext_adapters.parsing.xmltree import read_elements

RecordParser: TypeAlias = Callable[[Object, str], Iterator[Paper | Problem]]

_LONGEST_MESSAGE = 300
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_MESSAGES = ("message", "msg", "title", "detail")


@dataclass(frozen=True, slots=True)
class XmlForm:
    """The XML in which a service gives the same fields as in JSON.

    `record` is the element of a record; `lists` are those that occur several times.
    """

    record: str
    lists: frozenset[str]


def read_either(
    stream: BinaryIO, name: str, layout: Layout, record: RecordParser, form: XmlForm
) -> Iterator[Paper | Problem]:
    """Yield the items of a file in JSON or XML; InputError if it is too large."""
    data = read_whole(stream, name)
    if not data.lstrip(_BEFORE).startswith(b"<"):
        yield from read_responses(io.BytesIO(data), name, layout, record)
        return
    decoded = decode_bytes(data)
    yield from (Problem(name, note) for note in decoded.notes)
    number = 0
    for found in read_elements(decoded.text, name, {form.record}):
        if isinstance(found, Problem):
            yield found
            continue
        number += 1
        fields = object_of_element(found, form.lists)
        yield from record(fields, f"{name}:item {number}")
    if not number:
        yield Problem(name, f"a list without any {layout.what}")


def read_responses(
    stream: BinaryIO, name: str, layout: Layout, record: RecordParser
) -> Iterator[Paper | Problem]:
    """Yield the items of a file: one response, or several as JSON lines."""
    first = stream.readline()
    if not _is_json(first):
        first += read_whole(stream, name)
    rest: Iterable[bytes] = stream
    yield from _read_text(first, name, layout, record)
    for number, line in enumerate(rest, 2):
        if line.strip():
            yield from _read_text(line, f"{name}:{number}", layout, record)


def _is_json(line: bytes) -> bool:
    """Whether a line is a complete response; then there is one per line."""
    try:
        json.loads(decode_bytes(line).text)
    except (ValueError, RecursionError):
        return False
    return True


def _read_text(
    data: bytes, where: str, layout: Layout, record: RecordParser
) -> Iterator[Paper | Problem]:
    decoded = decode_bytes(data)
    if not decoded.text.strip():
        return
    yield from (Problem(where, note) for note in decoded.notes)
    for item in read_document(decoded.text, where, layout).items:
        if isinstance(item, JsonItem):
            yield from record(item.fields, item.where)
        else:
            yield item


def items_of(
    response: object, where: str, layout: Layout, record: RecordParser
) -> tuple[Paper | Problem, ...]:
    """Return the items of a received response.

    Raises NetworkError if it is an error, or not a response of this service.
    """
    if error := error_of(response):
        raise NetworkError(f"{where} answered with an error: {error}")
    listed = layout.listed(response)
    if listed is None:
        raise NetworkError(f"{where} answered with JSON that lists no {layout.what}")
    found: list[Paper | Problem] = []
    for number, value in enumerate(listed, 1):
        place = f"{where}:item {number}"
        if isinstance(value, dict):
            found += record(value, place)
        else:
            found.append(Problem(place, f"not one of the {layout.what}"))
    return tuple(found)


def list_under(key: str) -> Callable[[object], list[object] | None]:
    """Return what finds the list that a response holds under one key.

    >>> list_under("notes")({"notes": [1]}), list_under("notes")({"notes": 1})
    ([1], None)
    """

    def listed(response: object) -> list[object] | None:
        found = object_of(response).get(key)
        return found if isinstance(found, list) else None

    return listed


def error_of(response: object) -> str | None:
    """Return the error message in a response, None if there is none.

    >>> error_of({"error": "Paper not found"}), error_of({"data": []})
    ('Paper not found', None)
    """
    fields = object_of(response)
    if "errMsg" in fields or "errors" in fields:
        return _stated(fields.get("errMsg"), *list_of(fields.get("errors")))
    if "error" not in fields and not {"message", "code"} <= fields.keys():
        return None
    return _stated(fields.get("message"), fields.get("error"))


def _stated(*told: object) -> str:
    """The first text of some values, which may be objects that hold one."""
    inner = [object_of(value) for value in told]
    found = [*told, *(one.get(key) for one in inner for key in _MESSAGES)]
    texts = [clean(text) for text in found if isinstance(text, str)]
    return (next(filter(None, texts), "") or "no details given")[:_LONGEST_MESSAGE]


def finished(
    paper: Paper | None, where: str, complaints: list[str]
) -> Iterator[Paper | Problem]:
    """Yield a parsed paper, and the problem of its record, if any."""
    if paper:
        yield paper
    if complaints:
        yield Problem(where, "; ".join(dict.fromkeys(complaints)))
