"""People whose names do not tell whether they are the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from readnext.matching.asian_names import FAMILY_FIRST
from readnext.matching.misprints import is_misprint
from readnext.matching.person import Person

_LONG = 5  # letters of a surname in which a misprint can be seen


def share_namesake(one: Sequence[Person], other: Sequence[Person]) -> bool:
    """Tell whether someone of one list is called as someone of the other.

    >>> from readnext.matching.authors import people_of
    >>> share_namesake(people_of(["Fox, Karl"]), people_of(["Fox, Karin"]))
    False
    """
    return any(a.meets(b) and a.may_be_called(b) for a in one for b in other)


def has_longer_name(one: Sequence[Person], other: Sequence[Person]) -> bool:
    """Tell whether the first person of one list has one more family name in the other.

    It is one that was taken at a marriage, say: "Amy Fox", "Amy Fox Hen".

    >>> from readnext.matching.authors import people_of
    >>> has_longer_name(people_of(["Amy Fox"]), people_of(["Amy Fox Hen"]))
    True
    >>> has_longer_name(people_of(["A. Fox"]), people_of(["A. Fox Hen"]))
    False
    """
    if len(one) != len(other) or not one:
        return False
    short, long = sorted((one[0].words, other[0].words), key=len)
    return len(short) > 1 and len(short[0]) > 1 and long[: len(short)] == short


def are_misprinted(one: Sequence[Person], other: Sequence[Person]) -> bool:
    """Tell whether the first surname of two lists differs by a misprint only.

    >>> from readnext.matching.authors import people_of
    >>> are_misprinted(people_of(["Hassan, E."]), people_of(["Hasan, E."]))
    True
    """
    if not one or not other or one[0].is_body or other[0].is_body:
        return False
    a, b = one[0], other[0]
    return not a.initials.isdisjoint(b.initials) and are_spelt_in_two_ways(a, b)


def are_spelt_in_two_ways(one: Person, other: Person) -> bool:
    """Tell whether two long surnames differ as a misprint or a romanisation does.

    >>> from readnext.matching.authors import people_of
    >>> are_spelt_in_two_ways(*people_of(["Gerasimova, E.", "Gerassimova, Y."]))
    True
    """
    shortest = min(len(one.surname), len(other.surname))
    if shortest < _LONG or one.surname in FAMILY_FIRST:
        return False
    return is_misprint(one.surname, other.surname)


def are_turned(one: Sequence[Person], other: Sequence[Person]) -> bool:
    """Tell whether all names of one list have the family name first, as in Hungary.

    In the other list, each given name is an initial.

    >>> from readnext.matching.authors import people_of
    >>> are_turned(people_of(["Kovács Péter"]), people_of(["P. Kovács"]))
    True
    """
    return len(one) == len(other) and any(
        all(
            a.given == b.surname and a.surname[0] == b.given
            for a, b in zip(first, second, strict=True)
        )
        for first, second in ((one, other), (other, one))
    )


def in_two_scripts(one: Sequence[Person], other: Sequence[Person]) -> bool:
    """Tell whether as many people are named in two scripts, as in Greek and Latin.

    Nothing is known then of who they are: transliterations vary.

    >>> from readnext.matching.authors import people_of
    >>> in_two_scripts(people_of(["Юдина, В."]), people_of(["Yudina, V."]))
    True
    """
    if len(one) != len(other) or not one:
        return False
    ours, theirs = ({_script_of(p.surname) for p in people} for people in (one, other))
    return ours.isdisjoint(theirs)


def _script_of(name: str) -> str:
    """The first word of the Unicode name of a letter: "LATIN", "CJK"."""
    return unicodedata.name(name[0], "").partition(" ")[0]
