"""Salvages the readable parts of an entry that is not well-formed.

Known damage: no comma between fields or after the key, no key, a field or the
entry never closed, or closed too early, quotes inside quotes, values without any
delimiter. Every function is linear in the text: the damage may be large.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from readnext_adapters.libraries.bibcomments import uncommented
from readnext_adapters.libraries.bibvalues import BRACE, Value

_HEAD = re.compile(r"\s*@\s*(?P<type>[\w:+-]*)\s*[{(]\s*")
_KEY = re.compile(r"(?P<key>[^,={}\"\n]*)(?P<stop>.|\n|\Z)", re.DOTALL)
_NAME = re.compile(r"[A-Za-z][\w:.+-]*\Z")
# The line on which the next field begins, for values that do not end before.
_NEXT = re.compile(r"\n[^\S\n]*,?[^\S\n]*[A-Za-z][\w-]*[^\S\n]*=[^\S\n]*[{\"\w]")
_QUOTE_END = re.compile(r'(?<!\\)"(?=\s*(?:[,#})]|\Z|\n))')
_BARE = re.compile(r"[^,#{}\"\n]*")
_GOES_ON = re.compile(r"\}\s*,?\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
# A line commented out between two fields, where the braces do not tell that it is.
_COMMENT = re.compile(r"[\s,]*%[^\n]*(?:\n|\Z)")
_COMMENT_LINES = re.compile(r"\n[^\S\n]*%[^\n]*")
_BLANK = re.compile(r"\s*")


@dataclass(slots=True)
class Salvaged:
    """The readable parts of a broken block."""

    type: str
    key: str = ""
    fields: list[tuple[str, Value]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def salvage(text: str) -> Salvaged:
    """Read a broken block that begins with ``@type{``."""
    return _Salvage(uncommented(text)).run()


class _Salvage:
    def __init__(self, text: str) -> None:
        self.text = text
        self.closes = match_braces(text)
        self.next_fields = [match.start() for match in _NEXT.finditer(text)]
        head = _HEAD.match(text)
        self.position = head.end() if head else 0
        self.found = Salvaged((head["type"] if head else "").lower())
        opener = text.find("{", 0, self.position)
        self.closed = opener in self.closes
        self.end = self.closes.get(opener, len(text))

    def run(self) -> Salvaged:
        found = self.found
        if found.type != "string":
            self._key()
        while self._field():
            pass
        if not self.closed:
            self._note("the entry is never closed")
        elif _GOES_ON.match(self.text, self.end):
            self._reopen()
        if not found.notes:
            self._note("the entry is not well-formed; what could be read was kept")
        return found

    def _reopen(self) -> None:
        """Continue after a brace that closed the entry before its last field."""
        self._note("a surplus brace closes the entry early")
        self.position, self.end = self.end + 1, len(self.text)
        while self._field():
            pass

    def _note(self, why: str) -> None:
        if why not in self.found.notes:
            self.found.notes.append(why)

    def _key(self) -> None:
        match = _KEY.match(self.text, self.position, self.end)
        if match is None:
            return
        key, stop = match["key"].strip(), match["stop"]
        if stop == "=":
            # `@book{title = ..` or `@book{key title = ..`: no comma after the key.
            words = key.split()
            key = " ".join(words[:-1])
            self.position = match.start("key") + match["key"].rfind(
                words[-1] if words else ""
            )
        else:
            self.position = match.end("key")
        if stop != "," and key:
            self._note("no comma after the key")
        self.found.key = " ".join(key.split())

    def _field(self) -> bool:
        """Read the next ``name = value``; False at the end of the entry."""
        while comment := _COMMENT.match(self.text, self.position, self.end):
            self.position = comment.end()
        equals = self.text.find("=", self.position, self.end)
        if equals < 0:
            return False
        words = self.text[self.position : equals].split()
        name = words[-1].lstrip(',}{"#') if words else ""
        if len(words) > 1 and words[0] != ",":
            self._note("text between the fields was left out")
        self.position = equals + 1
        if _NAME.match(name):
            value = self._value(name)
            self.found.fields.append((name.lower(), value))
            rest = _BLANK.match(self.text, self.position)
            self.position = rest.end() if rest else self.position
            if self.position < self.end and self.text[self.position] != ",":
                self._note(f"no comma after field {name}")
        return True

    def _value(self, name: str) -> Value:
        pieces: list[tuple[bool, str]] = []
        while True:
            self._skip()
            if self.position >= self.end:
                return tuple(pieces)
            opener = self.text[self.position]
            if opener == "{":
                pieces.append((True, self._braced(name)))
            elif opener == '"':
                pieces.append((True, self._quoted(name)))
            else:
                pieces.append(self._bare(name))
            self._skip()
            if self.position >= self.end or self.text[self.position] != "#":
                return tuple(pieces)
            self.position += 1

    def _skip(self) -> None:
        if blank := _BLANK.match(self.text, self.position, self.end):
            self.position = blank.end()

    def _next_field(self, limit: int) -> int:
        """Return where the next field begins, or `limit` if none does before it."""
        index = bisect_left(self.next_fields, self.position)
        if index < len(self.next_fields):
            return min(self.next_fields[index], limit)
        return limit

    def _braced(self, name: str) -> str:
        start = self.position + 1
        close = self.closes.get(self.position, len(self.text))
        if close < self.end and self.closed:
            self.position = close + 1
            return self.text[start:close]
        cut = self._next_field(close)
        if cut < close or close >= len(self.text):
            self._note(f"field {name} is never closed")
            self.position = cut
            text = _COMMENT_LINES.sub("", self.text[start:cut])
            return text.rstrip().rstrip(",").removesuffix("}")
        self.position = close + 1
        return self.text[start:close]

    def _quoted(self, name: str) -> str:
        start = self.position + 1
        cut = self._next_field(self.end)
        closing = _QUOTE_END.search(self.text, start, cut)
        close = closing.start() if closing else cut
        if closing is None:
            self._note(f"field {name} is never closed")
            self.position = cut
            return self.text[start:cut].rstrip().rstrip(",").removesuffix('"')
        self.position = close + 1
        return self.text[start:close]

    def _bare(self, name: str) -> tuple[bool, str]:
        match = _BARE.match(self.text, self.position, self.end)
        text = match[0].strip() if match else ""
        self.position = match.end() if match else self.position
        if " " in text:
            self._note(f"the value of {name} has neither braces nor quotes")
            return True, text
        if self.position < self.end and self.text[self.position] in '{}"':
            # Always advance past a stray delimiter.
            self._note(f"the value of {name} is not well-formed")
        return False, text.strip(")")


def match_braces(text: str) -> dict[int, int]:
    """Return the place of the closing brace by that of the opening one."""
    closes: dict[int, int] = {}
    open_braces: list[int] = []
    for match in BRACE.finditer(text):
        if match[0] == "{":
            open_braces.append(match.start())
        elif open_braces:
            closes[open_braces.pop()] = match.start()
    return closes
