"""Excerpts of an abstract: what a paper does, in one or two sentences."""

from __future__ import annotations

import re
from itertools import pairwise

_LONGEST = 600
# A sentence ends before a capital letter, but not after an abbreviation or initial.
_END = re.compile(
    r"(?<![.\s][A-Z])(?<!\b[A-Z])(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\bal)"
    r"(?<!\bFig)(?<!\bEq)(?<!\bDr)(?<!\bSec)(?<!\bRef)(?<!\bresp)"
    r"[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]?[^\Wa-z_])|(?<=[。！？])"
)
# How authors begin to say what they did, behind what the field has known before.
_CONTRIBUTION = re.compile(
    r"\b(we (?:\w+ly )?(?:propose|present|introduce|develop|show|study|investigate|"
    r"demonstrate|describe|derive|prove|provide|examine|analy[sz]e|address|find|"
    r"report|extend|explore|design|formulate|establish|consider|argue|compare|"
    r"identify|measure|build|create|release|reveal|give|offer|apply|use)\w*"
    r"|(?:this|the present|our|the) (?:paper|work|study|article|thesis|survey|review)"
    r"(?: \w+ly)? (?:\w+s|is)\b"
    r"|in (?:this|the present) (?:paper|work|study|article|survey|review)|here,? we)\b",
    re.IGNORECASE,
)
_MOST_SENTENCES = 2


def summary(text: str, longest: int) -> str:
    """Return one or two sentences that say what a paper does, on one line.

    They begin where the authors say what they did, else at the beginning; what is left
    out before them is marked. A second sentence is there only if it fits.

    >>> summary("Ducks matter. Here, we count ducks. They are many.", 60)
    '… Here, we count ducks. They are many.'
    >>> summary("Ducks swim. Geese swim too, and they swim for a long time.", 30)
    'Ducks swim.'
    """
    if longest < 1:
        return ""
    text = " ".join(text[: 4 * _LONGEST].split())
    spans = _sentences(text)
    told = (a for a, b in spans if _CONTRIBUTION.search(text[a:b]))
    start = next(told, 0)
    ends = [b for a, b in spans if a >= start][:_MOST_SENTENCES]
    mark = "… " if start else ""
    excerpts = [mark + text[start:end].strip() for end in ends] or [""]
    fitting = [one for one in excerpts if len(one) <= longest]
    return fitting[-1] if fitting else shortened(excerpts[0], longest)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end."""
    ends = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(ends) if text[a:b].strip()]


def shortened(text: str, longest: int) -> str:
    """Return a text, cut at a space if it is too long.

    >>> shortened("one two three", 9)
    'one two …'
    """
    if len(text) <= longest:
        return text
    head, space, _ = text[: longest - 1].rpartition(" ")
    return f"{head if space else text[: max(longest - 2, 0)]} …"
