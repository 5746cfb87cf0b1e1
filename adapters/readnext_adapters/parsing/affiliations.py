"""The institution that an affiliation names, as printed below an author's name."""

from __future__ import annotations

import re

from readnext_adapters.parsing.clean import clean

_MAIL = re.compile(
    r"(?:\W*\b(?:electronic address|e-?mail)\s*:)?\s*\S+@\S+", re.IGNORECASE
)
_INSTITUTION = re.compile(
    r"universit|università|universidad|universidade|hochschule|institut|college|hospital"
    r"|academ|laborator|\bcnrs\b|\binserm\b|max.planck|foundation|\binc\b|\bltd\b|\bgmbh\b"
    r"|polytechni|clinic\b|museum|observatory|\bnational\b|council|corporation|\bcent(?:er|re)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"universit|hochschule|polytechni|\bcollege\b", re.IGNORECASE)
_PART = re.compile(
    r"\W*(?:the )?(?:department|dept|school|faculty|division|section|unit|graduate"
    r"|chair|programme?|group|college of|institute (?:of|for)|laboratory (?:of|for)"
    r"|cent(?:er|re) (?:of|for)|key laboratory)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"^[\d*†‡§¶#\s.,()]+(?=[^\W\d_])")
_LONGEST = 150


def institution(affiliation: str) -> str:
    """Return the institution in an affiliation, or the whole where none is clear.

    >>> institution("Department of Soil, University of Moor, Moorton, UK. a@moor.uk")
    'University of Moor'
    >>> institution("Peat Lab")
    'Peat Lab'
    """
    text = clean(_MARK.sub("", clean(_MAIL.sub("", affiliation[:2000])))).strip(" .;,")
    parts = [part.strip(" .") for part in re.split(r"[,;]\s", text)]
    named = [part for part in parts if _INSTITUTION.search(part)]
    whole = [part for part in named if _WHOLE.search(part) and not _PART.match(part)]
    free = [part for part in named if not _PART.match(part)]
    found = next(iter([*whole, *free, *named]), text)
    return found[:_LONGEST]
