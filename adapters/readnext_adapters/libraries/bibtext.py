"""Splits BibTeX text outside of braces, which protect what is in them."""

from __future__ import annotations

import re

COMMA_OR_BRACE = re.compile(r"(?<!\\)[{},]")
SPACE_OR_BRACE = re.compile(r"(?<!\\)[{}]|(?<!\\)(?:\s|~)+")
_BRACE = re.compile(r"(?<!\\)[{}]")
_OPEN_MACRO = re.compile(r"\\[A-Za-z]+$")


def split_outside(text: str, marks: re.Pattern[str]) -> list[str]:
    """Split at the marks outside of braces; the pieces are stripped.

    `marks` matches braces as well.
    """
    pieces: list[str] = []
    depth = start = 0
    for mark in marks.finditer(text):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append(text[start : mark.start()].strip())
            start = mark.end()
    pieces.append(text[start:].strip())
    return pieces


def closes_at_end(raw: str) -> bool:
    """Tell whether the brace that opens a text is closed by its last character."""
    if raw[:1] != "{":
        return False
    depth = 0
    for brace in _BRACE.finditer(raw):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end() == len(raw) and raw[1:2] != "\\"
    return False


def words_of_name(raw: str) -> list[str]:
    r"""Return the words of a name; the space behind a macro is part of a word.

    >>> words_of_name(r"\O yvind {van Aas}")
    ['\\O yvind', '{van Aas}']
    """
    words: list[str] = []
    for word in filter(None, split_outside(raw, SPACE_OR_BRACE)):
        if words and _OPEN_MACRO.search(words[-1], max(0, len(words[-1]) - 20)):
            words[-1] += " " + word
        else:
            words.append(word)
    return words
