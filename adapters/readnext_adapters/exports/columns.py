"""Widths of text in a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import unicodedata


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> columns("abc"), columns("学习"), columns("e\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


def wrap(text: str, width: int) -> list[str]:
    """Return a text as lines of at most `width` columns, broken at spaces if possible.

    >>> wrap("one two three", 8), wrap("深度学习", 4)
    (['one two', 'three'], ['深度', '学习'])
    """
    lines = [""]
    for word in text.split():
        room = width - columns(lines[-1]) - bool(lines[-1])
        if columns(word) <= room:
            lines[-1] += (" " if lines[-1] else "") + word
            continue
        first, *rest = _cut(word, width)
        lines += [first, *rest]
    return [line for line in lines if line]


def _cut(word: str, width: int) -> list[str]:
    """Return a word split into pieces that fit; most words are one piece."""
    pieces, used = [""], 0
    for char in word:
        wide = _char_width(char)
        if used + wide > width and pieces[-1]:
            pieces.append("")
            used = 0
        pieces[-1] += char
        used += wide
    return pieces


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
