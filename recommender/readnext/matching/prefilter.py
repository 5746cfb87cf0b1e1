"""A quick test that rules out most records whose titles cannot be variants of one.

Where titles differ, records meet by a block, see `Identity.blocks`, and many papers
share one: Wang's on "Deep ...". A fingerprint is small enough to be stored beside each
block. The test never rules out two records that `Identity.same` takes for one paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

from readnext.matching.authors import read_person
from readnext.matching.identity import Identity
from readnext.matching.retitled import MOST, NEAR_RESPELT
from readnext.paper import Author

_BITS = 63  # as many as a positive number of SQLite has
_LETTERS = 31
_MANY = 255


class Fingerprint(NamedTuple):
    """A record as a few numbers, 0 where something is unknown.

    `initials`: those of the first author, a bit each. `size`: how many people there
    are, 255 at most. `people`: their surnames, a bit each, which several may share.
    """

    year: int
    initials: int
    size: int
    people: int


class Prefilter:
    """A record that is compared with the fingerprints of others."""

    __slots__ = ("_people", "fingerprint")

    def __init__(self, identity: Identity) -> None:
        named = [bits for bits in map(_bits, identity.authors) if bits]
        # Bodies count where no person is named, as in `people_of`.
        people = [bits for bits in named if not bits.is_body] or named
        stored = 0
        for bits in people:
            stored |= bits.stored
        self._people = [bits.asked for bits in people]
        initials = named[0].initials if named else 0
        year, size = identity.year or 0, min(len(people), _MANY)
        self.fingerprint = Fingerprint(year, initials, size, stored)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the numbers alone, in a fifth of the time."""
        return _prefilter, (self._people, *self.fingerprint)

    def may_match(self, other: Fingerprint) -> bool:
        """Tell whether a record that shares a block can be the same paper."""
        own = self.fingerprint
        if own.year and other.year and abs(own.year - other.year) > NEAR_RESPELT:
            return False
        if own.initials and other.initials and not own.initials & other.initials:
            return False
        shared = sum([1 for person in self._people if person & other.people])
        fewest = min(len(self._people), other.size)
        return not fewest or shared / fewest >= MOST


def _prefilter(people: list[int], *numbers: int) -> Prefilter:
    """A prefilter of which the numbers are known."""
    found = Prefilter.__new__(Prefilter)
    found._people, found.fingerprint = people, Fingerprint(*numbers)
    return found


class _Bits(NamedTuple):
    """A name as bits: by which it is found, and by which it finds others."""

    stored: int
    asked: int
    initials: int
    is_body: bool


@lru_cache(maxsize=2**17)
def _bits(name: str | Author) -> _Bits | None:
    """The bits of a name; None for what is not a name, like "et al."."""
    person = read_person(name)
    if person is None:
        return None
    initials = 0
    for letter in person.initials:
        initials |= 1 << ord(letter) % _LETTERS
    names, wanted = person.found_by(), person.finds()
    stored = _bits_of(names)
    more = wanted[len(names) :] if wanted[: len(names)] == names else wanted
    asked = stored | _bits_of(more) if more is not wanted else _bits_of(wanted)
    return _Bits(stored, asked, initials, person.is_body)


def _bits_of(names: Iterable[str]) -> int:
    bits = 0
    for name in names:
        bits |= 1 << crc32(name.encode()) % _BITS
    return bits
