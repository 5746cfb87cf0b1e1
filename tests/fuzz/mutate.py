"""Changes of a file at random: of bits, of spans, of words, of sizes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_MOST = 1 << 20  # bytes of a changed file
_WORD = re.compile(rb"\w+|[^\w\s]+")
_NASTY = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n\n", b"\x1b[31m"),
    *(b"{" * 200, b"}" * 50, b"[" * 2000, b'"', b"\\", b"\\u0000", b"\\ud800", b"&#0;"),
    *(b"<" * 50, b"<![CDATA[", b"&a;", b"-1", b"1e999", b"NaN", b"null", b"9" * 5000),
    *(b"$" * 99, b"\\\\" * 99, "\u202e\U0001f986\u0301".encode(), b"0000-00-00"),
)

Change = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def changed(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return one of the files with one to six changes."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 6)):
        chance.choice(_CHANGES)(chance, data, seeds)
    return bytes(data[:_MOST])


def _span(chance: random.Random, data: bytearray) -> slice:
    start = chance.randrange(len(data) + 1)
    return slice(start, start + int(1 + chance.random() ** 4 * 400))


def _flip(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    for _number in range(chance.randint(1, 8) if data else 0):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _delete(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    del data[_span(chance, data)]


def _cut(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _repeat(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    span = _span(chance, data)
    times = chance.choice((2, 3, 50, 2000))
    data[span] = (bytes(data[span]) * times)[: _MOST // 4]


def _insert(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.choice(_NASTY)


def _swap(chance: random.Random, data: bytearray, _: Sequence[bytes]) -> None:
    """Put a word of the file, or a nasty one, in place of another."""
    words = list(_WORD.finditer(bytes(data[:20_000])))
    if words:
        old, new = chance.choice(words), chance.choice(words)
        data[old.start() : old.end()] = chance.choice((new[0], *_NASTY))


def _splice(chance: random.Random, data: bytearray, seeds: Sequence[bytes]) -> None:
    other = bytearray(chance.choice(seeds))
    data[_span(chance, data)] = other[_span(chance, other)]


_CHANGES: tuple[Change, ...] = (
    *(_flip, _delete, _cut, _repeat, _insert, _swap, _swap, _splice),
)
