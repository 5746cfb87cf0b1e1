"""A person or body of an author list, and when two names can be one person's."""

from __future__ import annotations

from typing import NamedTuple

from readnext.matching.asian_names import (
    FAMILY_FIRST,
    VIETNAMESE,
    family_first,
    may_be_given,
)
from readnext.matching.person_keys import turned

_VOWELS = frozenset("aeiouy")
_SHORT = 3  # letters of initials in the place of a surname


class Person(NamedTuple):
    """The parts of a name in which records of one work agree.

    `given` is the given names as one key, `initials` those of all of them: people
    leave out one or the other. `others` are the first parts of a double surname, and
    the surname with and without a particle that is part of it ("LeCun", "Le Cun").
    `words` are the given names and the surname, in this order.
    """

    surname: str
    given: str = ""
    initials: frozenset[str] = frozenset()
    is_body: bool = False
    others: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The surname; of a body, the initials of its name."""
        return self.others[0] if self.is_body and self.others else self.surname

    def meets(self, other: Person) -> bool:
        """Tell whether two names can be one person's, family name first or last.

        >>> from readnext.matching.authors import read_person
        >>> read_person("Mbeki T").meets(read_person("Mbeki, Thandi"))
        True
        >>> read_person("H. Brendan McMahan").meets(read_person("Brendan McMahan"))
        True
        """
        if self.is_body and other.is_body:
            return self._is_abbreviated(other)
        if self._shares_surname(other):
            if not self.initials or not other.initials:
                return True
            if self.initials.isdisjoint(other.initials):
                return False
            return self.surname not in FAMILY_FIRST or self.may_be_called(other)
        if _turned(self, other) or _turned(other, self):
            return True
        ours, theirs = self.words, other.words
        if not ours or not theirs:
            return False
        if ours[0] == theirs[-1] and family_first(ours, theirs):
            return True
        if theirs[0] == ours[-1] and family_first(theirs, ours):
            return True
        return len(ours) > 2 and turned(ours, theirs)

    def may_be_called(self, other: Person) -> bool:
        """Tell whether given names agree, where few surnames are those of very many.

        One of two syllables in common is no name in common.

        >>> from readnext.matching.authors import read_person
        >>> kim = read_person("Kim, Sung-Ho")
        >>> kim.may_be_called(read_person("Kim, Sung-Min"))
        False
        """
        if not self.given or not other.given or may_be_given(self.given, other.given):
            return True
        one, two = (set(filter(_is_full, person.words)) for person in (self, other))
        both_full = _is_full(self.words[0]) and _is_full(other.words[0])
        return not both_full or (len(one & two) > 1 and (one <= two or two <= one))

    def found_by(self) -> tuple[str, ...]:
        """Return the names under which others look for a person.

        Whoever `meets` the person `finds` one of them: two people who meet share a
        surname, a part of one, or one has the surname that is the other's given name.
        Initials that stand in the place of the surname ("Mbeki T") are short.
        """
        if len(self.surname) <= _SHORT:
            return self.finds()
        family = VIETNAMESE if len(self.words) == 2 else FAMILY_FIRST
        if len(self.words) > 1 and self.words[0] in family:
            return (*self._surnames(), self.words[0])
        return self._surnames()

    def finds(self) -> tuple[str, ...]:
        """Return the names under which to look for others; see `found_by`."""
        if not self.given:
            return self._surnames()
        whole = self.words[:-1] if min(map(len, self.words), default=0) > 1 else ()
        return (*self._surnames(), self.given, *whole)

    def _surnames(self) -> tuple[str, ...]:
        return (self.surname, *filter(None, self.others))

    def _is_abbreviated(self, other: Person) -> bool:
        """Whether two bodies have one name, or one has the initials of the other."""
        if self.surname == other.surname:
            return True
        return self.surname in other.others or other.surname in self.others

    def _shares_surname(self, other: Person) -> bool:
        """Whether the surnames agree, or parts of double ones."""
        if self.surname == other.surname:
            return True
        return (
            self.surname in other.others
            or other.surname in self.others
            or not set(self.others).isdisjoint(other.others)
        )


def _is_full(name: str) -> bool:
    """Whether a given name is more than initials."""
    return len(name) > 2 or (len(name) == 2 and not _VOWELS.isdisjoint(name))


def _turned(one: Person, other: Person) -> bool:
    """Whether one name is the other with the family name first, as in "Mbeki T"."""
    if not one.given or one.given != other.surname or not other.given:
        return False
    is_initials = len(one.surname) <= _SHORT and one.surname[:1] in other.initials
    if one.given in FAMILY_FIRST and len(other.given) == 1:
        return one.surname.startswith(other.given)  # "Jin Xiang", "Jin, X."
    return is_initials or one.surname == other.given
