"""Parses names of persons and organisations: "Family, Given, Suffix" etc."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readnext.matching.names import split_name
from readnext.paper import Author
from readnext_adapters.parsing.markup import strip_markup

BODY = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|corp|corporation|university|department|institute|agency"
    r"|association|society|committee|foundation|ministry|organi[sz]ation|consortium"
    r"|collaboration|group|team|center|centre|laborator(?:y|ies))\b",
    re.IGNORECASE,
)
# Words in names of organisations, not of people.
BODY_WORDS = frozenset("of for at the and in on".split())
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s*al\.?|\.\.\.|…)", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|II|III|IV", re.IGNORECASE)
# Capitals without vowels in between, as in "Smith JA" or "Fanning E.".
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?-?){1,3}")
_LONGEST_NAME = 300


def parse_people(names: Iterable[str]) -> tuple[Author, ...]:
    """Return the people of a list, one or several per text, without "et al."."""
    split = (one for name in names for one in _separate(name))
    return tuple(person for one in split if (person := parse_person(one)))


def _separate(name: str) -> list[str]:
    """Split "Ash, A.; Birch, B.", which some programs put into one field."""
    pieces = [piece for piece in re.split(r"[;\n]", name) if piece.strip()]
    if len(pieces) > 1 and all("," in p or " " in p.strip() for p in pieces):
        return pieces
    return [name]


def parse_person(name: str) -> Author | None:
    """Return the person or organisation of a name; None for "et al." and "".

    >>> parse_person("King, Martin Luther, Jr.")
    Author(family='King', given='Martin Luther, Jr.', literal='')
    >>> parse_person("Acme Corporation,"), parse_person("Smith JA")
    (Author(family='', given='', literal='Acme Corporation'), Author(family='Smith', \
given='JA', literal=''))
    """
    name = strip_markup(name)[:_LONGEST_NAME].strip(" ;")
    if name.endswith(","):  # EndNote's mark of an organisation
        name = name.rstrip(", ")
        return Author(literal=name) if name else None
    if not name or _OTHERS.fullmatch(name):
        return None
    parts = [part for part in re.split(r"\s*,\s*", name) if part]
    return _turned(parts) if len(parts) > 1 else _running(name)


def _turned(parts: list[str]) -> Author:
    """Read "Family, Given", "Family, Given, Suffix" and "Family, Suffix, Given"."""
    family, *rest = parts
    if len(rest) == 1 and _SUFFIX.fullmatch(rest[0]) and " " in family:
        last, given = split_name(family)  # "Martin King, Jr."
        return Author(last, f"{given}, {rest[0]}")
    if len(rest) == 2 and _SUFFIX.fullmatch(rest[0]):
        rest.reverse()
    return person(family, ", ".join(rest))


def _running(name: str) -> Author:
    """Read a name without a comma."""
    words = name.split()
    small = words[0].lower() == "the" or not BODY_WORDS.isdisjoint(words[1:-1])
    if small or len(words) > 5 or BODY.search(name):
        return Author(literal=name)
    if len(words) == 1:
        return Author(family=name)
    initials = [bool(_INITIALS.fullmatch(word)) for word in words]
    if initials[-1] and not initials[0]:
        first = initials.index(True)
        return Author(" ".join(words[:first]), " ".join(words[first:]))
    family, given = split_name(name)
    return Author(family, given)


def person(family: str, given: str, suffix: str = "") -> Author:
    """Return a person of these parts; a single name if one is missing."""
    given = ", ".join(filter(None, (given, suffix)))
    if family and given:
        return Author(family, given)
    name = family or given
    return Author(literal=name) if BODY.search(name) else Author(family=name)
