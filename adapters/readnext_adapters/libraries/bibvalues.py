"""Field values: braced, quoted or bare pieces, joined by ``#``."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Pieces of a value: (True, literal text) or (False, number or name of a macro).
Value = tuple[tuple[bool, str], ...]

BRACE = re.compile(r"(?<!\\)[{}]")
_STOP = re.compile(r'(?<!\\)[{}"]')
_BARE = re.compile(r"[^\s#,{}\"=]+")
# A value that begins and ends with braces may consist of two pieces.
_INNER_END = re.compile(r"\}\s*(?:[#{\"]|[\w:.+-]+\s*=)")
_JOIN = re.compile(r"\s*(#\s*)?")
# Macros made of macros can grow without end.
_LONGEST_MACRO = 100_000
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def parse_value(raw: str) -> Value | None:
    """Return the pieces of a well-formed value, else None.

    >>> parse_value('foo # " Part " # 2')
    ((False, 'foo'), (True, ' Part '), (False, '2'))
    >>> parse_value('{one} author = {two}') is None
    True
    """
    raw = raw.strip()
    if raw[:1] == "{" and raw[-1:] == "}" and len(raw) > 1:
        inner = raw[1:-1]
        if not _INNER_END.search(inner) or _balanced(inner):
            return ((True, inner),)
    pieces: list[tuple[bool, str]] = []
    position = 0
    while position < len(raw):
        end = _piece_end(raw, position)
        if end is None:
            return None
        literal = raw[position] in '{"'
        pieces.append((literal, raw[position + literal : end - literal]))
        join = _JOIN.match(raw, end)
        position = join.end() if join else end
        if position < len(raw) and not (join and join[1]):
            return None
    return tuple(pieces)


def _balanced(inner: str) -> bool:
    depth = 0
    for brace in BRACE.findall(inner):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _piece_end(raw: str, start: int) -> int | None:
    """Return the end of the piece that begins at `start`."""
    if raw[start] not in '{"':
        bare = _BARE.match(raw, start)
        return bare.end() if bare else None
    quoted = raw[start] == '"'
    depth = 0
    for stop in _STOP.finditer(raw, start + quoted):
        if stop[0] == "{":
            depth += 1
        elif stop[0] == "}":
            depth -= 1
            if depth == 0 and not quoted:
                return stop.end()
        elif quoted and depth == 0:
            return stop.end()
    return None


class Macros:
    """The ``@string`` macros of a file, by name in lower case, and the months."""

    def __init__(self) -> None:
        self._texts = {month: month for month in _MONTHS}
        self.undefined: list[str] = []
        self._missed: set[str] = set()

    def define(self, name: str, value: Value) -> None:
        """Add or replace a macro."""
        text = self.expand(value)
        if len(text) <= _LONGEST_MACRO:
            self._texts[name] = text

    def expand(self, value: Value) -> str:
        """Return the text of a value; an unknown macro gives its name.

        Unknown names are added to `undefined`, each once.
        """
        if len(value) == 1 and value[0][0]:
            return value[0][1]
        return "".join(text if literal else self._look(text) for literal, text in value)

    def _look(self, name: str) -> str:
        known = self._texts.get(name.lower())
        if known is not None:
            return known
        if any(map(str.isalpha, name)) and name.lower() not in self._missed:
            self._missed.add(name.lower())
            self.undefined.append(name)
        return name

    @classmethod
    def of(cls, definitions: Mapping[str, Value]) -> Macros:
        """Return macros with these definitions; one may use another behind it."""
        macros = cls()
        early = []
        for name, value in definitions.items():
            macros.define(name, value)
            if macros._missed:
                early.append(name)
                macros._missed.clear()
        for name in early:
            macros.define(name, definitions[name])
        macros.undefined.clear()
        macros._missed.clear()
        return macros
