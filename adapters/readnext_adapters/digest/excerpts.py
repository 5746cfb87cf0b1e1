"""The first sentences of an abstract."""

from __future__ import annotations

import re

_LONGEST = 600
# A sentence ends before a capital letter, but not after an abbreviation or initial.
_END = re.compile(
    r"(?<![.\s][A-Z])(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\bal)"
    r"(?<!\bFig)(?<!\bEq)(?<!\bDr)(?<!\bSec)(?<!\bRef)(?<!\bresp)"
    r"[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]?[^\Wa-z_])|(?<=[。！？])"
)


def first_sentences(text: str, count: int) -> str:
    """Return the first sentences of a text on one line, 600 characters at most.

    >>> first_sentences("We test e.g. Ducks. They swim! So do geese. And so on.", 2)
    'We test e.g. Ducks. They swim!'
    """
    if count < 1:
        return ""
    text = text[: 4 * _LONGEST]
    ends = [match.end() for match in _END.finditer(text)]
    cut = text[: ends[count - 1]].strip() if len(ends) >= count else text.strip()
    return shortened(cut, _LONGEST)


def shortened(text: str, longest: int) -> str:
    """Return a text, cut at a space if it is too long.

    >>> shortened("one two three", 9)
    'one two …'
    """
    if len(text) <= longest:
        return text
    head, space, _ = text[: longest - 1].rpartition(" ")
    return f"{head if space else text[: longest - 2]} …"
