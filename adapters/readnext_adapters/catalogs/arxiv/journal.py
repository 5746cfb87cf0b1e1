"""The venue in a journal reference, whose form is free on arXiv.

A reference is a venue, then volume, pages and year in any order:
``Phys.Rev.D76:013009,2007``, ``Proc. 2023 IEEE Conference on Lakes, pp. 6-9``.
"""

from __future__ import annotations

import re

# A year before or within the name of a conference; not one that ends it.
_YEAR_INSIDE = re.compile(r"(?<![\w:.-])(?:18|19|20)\d\d\s+(?=[A-Z])")
_BEFORE = re.compile(
    r"(?:(?:to\s+(?:appear|be\s+published)|accepted(?:\s+for\s+publication)?|published"
    r"|presented|appear(?:s|ed)|in\s+press)\s+)?(?:in|by|at|on)\s*:?\s+(?:the\s+)?"
    r"(?=[A-Z])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?!\d*(?:st|nd|rd|th)\b)")
# Punctuation between a venue and its first number.
_POINTS = " ,;:.([\"'’-"
_COUNTERS = frozenset(
    "vol volume no nr num number issue p pp page pages art article tom tome band bd "
    "heft jan feb mar apr may jun jul aug sep sept oct nov dec january february march "
    "april june july august september october november december".split()
)
_UNSURE = ("submitted", "under review", "in preparation", "http", "doi:", "doi.org")
_NO_VENUES = ("arxiv", "preprint", '"', "“", "``", "in press", "to appear")
# A name begins with a capital, or like "npj Materials" and "eLife".
_NAME = re.compile(r"[^\W\d_a-z]|npj\b|[a-z][A-Z]")
_LONGEST = 150


def venue_of(reference: str) -> str:
    """Return the venue at the start of a journal reference, "" if uncertain.

    >>> venue_of("Phys.Rev.D76:013009,2007"), venue_of("NeurIPS 2024")
    ('Phys.Rev.D', 'NeurIPS')
    >>> venue_of("Proc. of the 37th Conf. on Ice, PMLR 119, 2020"), venue_of("In press")
    ('Proc. of the 37th Conf. on Ice, PMLR', '')
    """
    text = reference[: 4 * _LONGEST]
    if before := _BEFORE.match(text):
        text = text[before.end() :]
    number = _NUMBER.search(text)
    if number and (inner := _YEAR_INSIDE.sub("", text)) != text:
        text, number = inner, _NUMBER.search(inner)
    venue = _without_counters(text[: number.start()] if number else text)
    if not _NAME.match(venue) or not 2 <= len(venue) <= _LONGEST:
        return ""
    lower = reference[: 4 * _LONGEST].lower()
    unsure = any(sign in lower for sign in _UNSURE)
    return "" if unsure or any(s in venue.lower() for s in _NO_VENUES) else venue


def _without_counters(venue: str) -> str:
    """Cut words like "vol." off the end; a full stop that abbreviates stays."""
    while True:
        bare = venue.rstrip(_POINTS)
        head, space, word = bare.rpartition(" ")
        if word.lower() not in _COUNTERS:
            return bare + ("." if venue[len(bare) : len(bare) + 1] == "." else "")
        if not space:
            return ""
        venue = head
