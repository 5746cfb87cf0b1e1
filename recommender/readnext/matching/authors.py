"""Comparing author lists: which names can be the same person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import zip_longest

from readnext.matching.asian_names import in_own_script
from readnext.matching.bodies import initials_of, is_brand, without_abbreviation
from readnext.matching.names import (
    catalog_name,
    fold,
    lab_key,
    letters_of,
    simple_name,
    split_author,
    split_name,
    without_umlauts,
)
from readnext.matching.particles import (
    PARTICLES,
    apart,
    begins_family,
    without_suffix,
)
from readnext.matching.person import Person
from readnext.matching.romanized import romanized_surname
from readnext.paper import Author

# entries of author lists that are not names
_NOBODY = frozenset(("others", "et al", "al", "anonymous", "anon", "unknown", "na"))
_BODY_WORDS = frozenset(
    "team teams collaboration consortium group lab labs laboratory university "
    "institute foundation project service committee council association society "
    "ministry center centre agency commission office organization organisation "
    "network corporation company inc ltd authors investigators collaborators "
    "trialists researchers alliance federation bureau department academy hospital "
    "museum registry initiative partnership government parliament union".split()
)
# Those that are also family names, as in "Olivier Company".
_ALSO_FAMILIES = frozenset("bureau company council union".split())
_NAME = re.compile(r"[^\W_]+")
_ABBREVIATED = re.compile(r"[A-Z]{3,6}")  # FAO, UNESCO


@lru_cache(maxsize=2**16)
def read_person(name: str | Author) -> Person | None:
    """Return a name split into parts; None for what is not a name, like "et al.".

    The surname is the last part of the family name, which is all that some records
    have of it, and without umlauts, which others write as two letters.

    >>> read_person("Gabriel García Müller").surname
    'muller'
    >>> read_person(Author("García-Mueller", "G.")).surname
    'muller'
    >>> read_person("The ATLAS Collaboration").is_body, read_person("et al.")
    (True, None)
    """
    simple = _read_simple(name) if isinstance(name, str) else None
    return simple or _read_any(name)


def _read_simple(name: str) -> Person | None:
    """Read a name as `_read_any` does, if it is as simple as that."""
    parts = simple_name(name)
    if parts is None:
        return None
    *names, family = parts
    surname = without_umlauts(family)
    if surname in _BODY_WORDS or names[-1] in _BODY_WORDS:
        return None
    romanized = romanized_surname(family)
    others = (f"~{romanized}",) if romanized else ()
    initials = frozenset([name[0] for name in names])
    return Person(surname, "".join(names), initials, False, others, (*names, surname))


def _read_any(name: str | Author) -> Person | None:
    if isinstance(name, Author) and not name.literal:
        whole, (family, given) = name.name, split_author(name)
    else:
        whole = name.literal if isinstance(name, Author) else name
        family, given = split_name(whole)
    if in_own_script(family + given):
        return _in_own_script(family, given)
    names = _NAME.findall(fold(given))
    if len(names) > 1:
        names = [names[0], *without_suffix(names[1:])]
    *others, surname = _surnames(family)
    if not surname or " ".join((*names, *others, surname)) in _NOBODY:
        return None
    literal = isinstance(name, Author) and " " in name.literal
    literal = literal or (not given and _ABBREVIATED.fullmatch(family) is not None)
    if literal or not _BODY_WORDS.isdisjoint((surname, *names[-1:])) or is_brand(whole):
        key, short = lab_key(without_abbreviation(whole)), initials_of(whole)
        known = () if short in ("", key) else (short,)
        return Person(key, is_body=True, others=known)
    initials = frozenset([name[0] for name in names])
    words = (*names, *others, surname)
    others += _other_forms(family, surname)
    whole = letters_of(fold(family.split()[-1]))
    if romanized := romanized_surname(whole):
        others.append(f"~{romanized}")
    return Person(surname, "".join(names), initials, False, tuple(others), words)


def _in_own_script(family: str, given: str) -> Person:
    """A Chinese or Korean name, which is written with and without a space."""
    family, given = ("".join(part.split()) for part in (family, given))
    others = (given + family,) if given else ()
    return Person(family + given, others=others)


def names_body(name: str) -> bool:
    """Tell whether an author's name is a body's, which has no family name.

    >>> names_body("Planck Collaboration"), names_body("National Research Council")
    (True, True)
    >>> names_body("Olivier Company"), names_body("Joan P. Company")
    (False, False)
    """
    person = read_person(name)
    if person is None or not person.is_body:
        return False
    *others, last = _NAME.findall(fold(name))
    return last not in _ALSO_FAMILIES or (len(others) > 1 and min(map(len, others)) > 1)


def running_name(name: str) -> str:
    """Return a name as it is written in running text, see `catalog_name`.

    >>> running_name("García Müller, Ana"), running_name("Ana Müller")
    ('Ana García Müller', 'Ana Müller')
    >>> running_name("University of Ponds, Berkeley")
    'University of Ponds, Berkeley'
    """
    if "," not in name:
        return name
    author = Author(*split_name(name))
    if catalog_name(author) != name or not _BODY_WORDS.isdisjoint(
        _NAME.findall(fold(name))
    ):
        return name
    return author.name


def first_person(names: Iterable[str | Author]) -> Person | None:
    """Return the first person of an author list, or its first body if it has none."""
    body = None
    for name in names:
        person = read_person(name)
        if person is not None and not person.is_body:
            return person
        body = body or person
    return body


def people_of(names: Iterable[str | Author]) -> tuple[Person, ...]:
    """Return the persons of an author list, or its bodies if it names no person."""
    return _people_of(tuple(names))


# Two records that are compared are asked for their people several times.
@lru_cache(maxsize=2**12)
def _people_of(names: tuple[str | Author, ...]) -> tuple[Person, ...]:
    found = tuple(filter(None, map(read_person, names)))
    return tuple(p for p in found if not p.is_body) or found


def share_person(one: Sequence[Person], other: Sequence[Person]) -> bool:
    """Tell whether someone of one list can be someone of the other.

    >>> share_person(people_of(["Ann Fox"]), people_of(["B. Hen", "Fox A"]))
    True
    """
    if any(map(Person.meets, one, other)):
        return True  # mostly, people are in one order
    return any(a.meets(b) for a in one for b in other)


def shared_part(one: Sequence[Person], other: Sequence[Person]) -> float:
    """Return which part of the shorter list is in the longer one.

    >>> a = people_of(["Yann LeCun", "Yoshua Bengio", "Geoffrey Hinton"])
    >>> shared_part(a, people_of(["LeCun, Y.", "I. Goodfellow"]))
    0.5
    """
    at_their_places = list(map(Person.meets, one, other))
    if at_their_places and all(at_their_places):
        return 1.0
    ours, theirs = (
        sum(at_their_places)
        + sum(
            any(map(person.meets, others))
            for person, met in zip_longest(people, at_their_places)
            if person and not met and not known.isdisjoint(person.finds())
        )
        for people, others in ((one, other), (other, one))
        for known in [{name for person in others for name in person.found_by()}]
    )
    return min(ours, theirs) / min(len(one), len(other)) if ours else 0.0


def share_all(one: Sequence[Person], other: Sequence[Person]) -> bool:
    """Tell whether two lists name the same persons, none of them missing.

    >>> a = people_of(["Yann LeCun", "Yoshua Bengio"])
    >>> share_all(a, people_of(["Bengio, Y.", "LeCun, Y."])), share_all(a, a[:1])
    (True, False)
    """
    return len(one) == len(other) > 0 and shared_part(one, other) == 1


def shared_surnames(one: Sequence[Person], other: Sequence[Person]) -> set[str]:
    """Return the surnames that two lists share, whatever the given names.

    >>> shared_surnames(people_of(["Bob Fox"]), people_of(["Robert Fox", "A. Hen"]))
    {'fox'}
    """
    return {p.surname for p in one} & {p.surname for p in other}


def same_list(one: Sequence[Person], other: Sequence[Person]) -> bool:
    """Tell whether two lists name the same persons, or one is the other cut short.

    One name alone is no list cut short: it may be an earlier work of one of them.

    >>> b = people_of(["A. Fox", "B. Hen", "C. Owl"])
    >>> a = b[:2]
    >>> same_list(a, b), same_list(b, b[::-1]), same_list(a[:1], b), same_list(a, b[1:])
    (True, True, False, False)
    """
    ours, theirs = ([person.short for person in list_] for list_ in (one, other))
    if set(ours) == set(theirs):
        return True
    short, long = sorted((ours, theirs), key=len)
    return len(short) > 1 and long[: len(short)] == short


def _surnames(family: str) -> list[str]:
    """The parts of a family name as keys, without particles and "Jr."."""
    family = fold(family)
    if family.isalnum():
        return [without_umlauts(family)]
    words = family.replace("-", " ").replace("‐", " ").split()
    keys = [without_umlauts(letters_of(word)) for word in without_suffix(words)]
    while len(keys) > 1 and not keys[-1]:
        keys.pop()
    if len(keys) < 2:
        return keys or [""]
    return [key for key in keys[:-1] if key and key not in PARTICLES] + keys[-1:]


def _other_forms(family: str, surname: str) -> list[str]:
    """A surname as one word with its particles, and without one that it begins with."""
    if family.isalpha() and family[1:].islower():
        return []  # one word without a particle
    head, _, rest = family.partition("-")
    if rest and begins_family(head):
        family = f"{head} {rest}"
    *before, last = family.split()
    forms = []
    if before and begins_family(before[0]):
        whole = without_umlauts(
            letters_of(fold("".join(without_suffix(family.split()))))
        )
        forms = [whole] if whole != surname else []
    short = apart(last)
    return (
        forms if short == last else [*forms, without_umlauts(letters_of(fold(short)))]
    )
