"""Removes what is commented out inside BibTeX entries.

BibTeX has no comments there; biber and many editors take ``%`` for one, as TeX does.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r"(?<!\\)[{}\"%]")
_MARK = re.compile(r"^[^\S\n]*%+", re.MULTILINE)
_LINE = re.compile(r"[^\n]*")
_BETWEEN = re.compile(r"(?:^|[,{}\"\w])[^\S\n]*%", re.MULTILINE)


def uncommented(text: str) -> str:
    """Return an entry of which all lines are commented out without the marks.

    BibTeX reads it: for BibTeX, what begins with "@" is an entry wherever it stands.
    """
    lines = text.rstrip().splitlines()[1:]
    if "%" in text and all(line.lstrip()[:1] in ("%", "}", "") for line in lines):
        return _MARK.sub("", text)
    return text


def without_comments(text: str) -> str:
    r"""Return an entry without the comments between its fields, line for line.

    A percent sign inside of a value is text.

    >>> without_comments("@misc{a, title={5% off}, % a = {1},\n year=2001}")
    '@misc{a, title={5% off}, \n year=2001}'
    """
    if "%" not in text or not text.startswith("@") or not _BETWEEN.search(text):
        return text
    pieces: list[str] = []
    depth = kept = position = 0
    quoted = False
    while token := _TOKEN.search(text, position):
        position = token.end()
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth <= 0:  # what follows is outside of the entry
                break
        elif depth != 1:
            continue
        elif token[0] == '"':
            quoted = not quoted
        elif not quoted and (line := _LINE.match(text, position)):
            pieces.append(text[kept : token.start()])
            kept = position = line.end()
    return "".join((*pieces, text[kept:]))
