"""The positions of field values in a bibliography, to change one and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readnext_adapters.libraries.bibsalvage import match_braces

_HEAD = re.compile(r"^[ \t\ufeff]*@[ \t]*([A-Za-z][\w-]*)\s*\{", re.MULTILINE)
_NOT_ENTRIES = frozenset(("comment", "string", "preamble"))
_KEY = re.compile(r"[^,={}\"]*,")
_NAME = re.compile(r"\s*([A-Za-z][\w:.+-]*)\s*=\s*")
_STOP = re.compile(r'(?<!\\)["{]')
_BARE = re.compile(r"[^\s,{}\"=#]+")
_JOIN = re.compile(r"\s*#\s*")
_END = re.compile(r"\s*(?:,|\Z)")


@dataclass(frozen=True, slots=True)
class Span:
    """The value of a field, in lower case, with its delimiters.

    `whole`: it is one piece in braces or quotes.
    """

    name: str
    start: int
    end: int
    whole: bool


def entry_fields(text: str) -> Iterator[list[Span]]:
    """Yield the fields of each well-formed entry that begins a line.

    The content of an ``@comment`` is not an entry. The time is linear in the length of
    the text.
    """
    closes = match_braces(text)
    position = 0
    while head := _HEAD.search(text, position):
        close = closes.get(head.end() - 1)
        if close is None:
            position = head.end()
        elif head[1].lower() in _NOT_ENTRIES:
            position = close
        elif (fields := _fields(text, head.end(), close, closes)) is None:
            position = head.end()
        else:
            yield fields
            position = close


def _fields(
    text: str, start: int, end: int, closes: Mapping[int, int]
) -> list[Span] | None:
    """The fields between an entry's braces; None if it is not well-formed."""
    key = _KEY.match(text, start, end)
    position = key.end() if key else start
    found: list[Span] = []
    while name := _NAME.match(text, position, end):
        value = _value(text, name.end(), end, closes)
        after = value and _END.match(text, value[0], end)
        if value is None or after is None:
            return None
        found.append(Span(name[1].lower(), name.end(), *value))
        position = after.end()
    return None if text[position:end].strip(" \t\r\n,") else found


def _value(
    text: str, position: int, end: int, closes: Mapping[int, int]
) -> tuple[int, bool] | None:
    """Where a value ends, and whether it is one delimited piece."""
    whole = text[position : position + 1] in ("{", '"')
    while True:
        stop = _piece(text, position, end, closes)
        if stop is None or stop > end:
            return None
        join = _JOIN.match(text, stop, end)
        if join is None:
            return stop, whole
        whole, position = False, join.end()


def _piece(text: str, position: int, end: int, closes: Mapping[int, int]) -> int | None:
    """Where one piece of a value ends."""
    if text.startswith("{", position, end):
        close = closes.get(position)
        return None if close is None else close + 1
    if not text.startswith('"', position, end):
        bare = _BARE.match(text, position, end)
        return bare.end() if bare else None
    position += 1
    while stop := _STOP.search(text, position, end):
        if stop[0] == '"':
            return stop.end()
        if (close := closes.get(stop.start())) is None:
            return None
        position = close + 1
    return None
