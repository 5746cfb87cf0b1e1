"""Answers of services that speak JSON: saved in a file, or as they come.

A service's module says where its answers keep the records (`Layout`) and turns one
record into papers and problems (`Record`). The rest is the same for all: a file holds
one answer, or one on each line; what is damaged is read as far as it goes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, TypeAlias

from readnext.errors import NetworkError
from readnext.paper import Paper, Problem
from readnext_adapters.parsing.clean import clean
from readnext_adapters.parsing.encodings import decode_bytes
from readnext_adapters.parsing.jsonitems import JsonItem, Layout, read_document
from readnext_adapters.parsing.jsonvalues import Object, object_of

RecordParser: TypeAlias = Callable[[Object, str], Iterator[Paper | Problem]]

_LONGEST_MESSAGE = 300


def read_responses(
    stream: BinaryIO, name: str, layout: Layout, record: RecordParser
) -> Iterator[Paper | Problem]:
    """Yield what a file holds: one answer, or several as JSON lines."""
    first = stream.readline()
    if not _is_json(first):
        first += stream.read()
    rest: Iterable[bytes] = stream
    yield from _read_text(first, name, layout, record)
    for number, line in enumerate(rest, 2):
        if line.strip():
            yield from _read_text(line, f"{name}:{number}", layout, record)


def _is_json(line: bytes) -> bool:
    """Whether a line is a whole answer; the others then stand on lines of their own."""
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
    """Return what an answer holds that has just come.

    Raises NetworkError if it is an error, or no answer of this service at all.
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


def error_of(response: object) -> str | None:
    """Return what a service says instead of an answer, None if it answers.

    >>> error_of({"error": "Paper not found"}), error_of({"data": []})
    ('Paper not found', None)
    """
    fields = object_of(response)
    if "error" not in fields and not {"message", "code"} <= fields.keys():
        return None
    told = (fields.get("message"), fields.get("error"))
    texts = [clean(text) for text in told if isinstance(text, str)]
    return (next(filter(None, texts), "") or "no details given")[:_LONGEST_MESSAGE]


def finished(
    paper: Paper | None, where: str, complaints: list[str]
) -> Iterator[Paper | Problem]:
    """Yield a paper that was read, and what was wrong with its record."""
    if paper:
        yield paper
    if complaints:
        yield Problem(where, "; ".join(dict.fromkeys(complaints)))
