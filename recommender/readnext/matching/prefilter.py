"""What shows at a glance that two records are no forms of one paper's title.

Where titles differ, records meet by a block, see `Identity.blocks`, and many papers
share one: Wang's on "Deep ...". An outline is what a row beside the block has room for.
It never denies what `Identity.same` would say of two titles that differ.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from readnext.matching.authors import read_person
from readnext.matching.identity import MOST, NEAR_RESPELT, Identity
from readnext.paper import Author

_BITS = 63  # as many as a positive number of SQLite has
_LETTERS = 31
_MANY = 255
_SHORT = 3  # letters of initials that stand in a surname's place ("Mbeki T")


class Outline(NamedTuple):
    """A record as a few numbers, 0 where something is unknown.

    `initials`: those of the first author, a bit each. `size`: how many people there
    are, 255 at most. `people`: their surnames, a bit each, which several may share.
    """

    year: int
    initials: int
    size: int
    people: int


class Glance:
    """A record that is compared with outlines of others."""

    __slots__ = ("_people", "outline")

    def __init__(self, identity: Identity) -> None:
        named = [bits for bits in map(_bits, identity.authors) if bits]
        # Bodies count where nobody else is named, as in `people_of`.
        people = [bits for bits in named if not bits.is_body] or named
        stored = 0
        for bits in people:
            stored |= bits.stored
        self._people = [bits.asked for bits in people]
        initials = named[0].initials if named else 0
        year, size = identity.year or 0, min(len(people), _MANY)
        self.outline = Outline(year, initials, size, stored)

    def may_be(self, other: Outline) -> bool:
        """Tell whether a record that shares a block can be the same paper."""
        own = self.outline
        if own.year and other.year and abs(own.year - other.year) > NEAR_RESPELT:
            return False
        if own.initials and other.initials and not own.initials & other.initials:
            return False
        shared = sum([1 for person in self._people if person & other.people])
        fewest = min(len(self._people), other.size)
        return not fewest or shared / fewest >= MOST


class _Bits(NamedTuple):
    """A name as bits: by which it is found, and by which it finds others."""

    stored: int
    asked: int
    initials: int
    is_body: bool


@lru_cache(maxsize=2**17)
def _bits(name: str | Author) -> _Bits | None:
    """The bits of a name; None for what names nobody.

    Two people who meet share a surname, a part of one, or one has the surname that is
    the other's given name; see `Person.meets`. Where such a one is found by initials,
    they stand in the place of the surname.
    """
    person = read_person(name)
    if person is None:
        return None
    surnames, initials = _bit(person.surname), 0
    for other in person.others:
        surnames |= _bit(other)
    for letter in person.initials:
        initials |= 1 << ord(letter) % _LETTERS
    asked = surnames | _bit(person.given)
    stored = asked if len(person.surname) <= _SHORT else surnames
    return _Bits(stored, asked, initials, person.is_body)


def _bit(name: str) -> int:
    return 1 << crc32(name.encode()) % _BITS if name else 0
