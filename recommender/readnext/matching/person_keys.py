"""Persons as keys: those under which catalogs have them, and those to look under.

Catalogs mostly write "Given Family", which does not say where the family name begins:
"Héctor García Molina" is stored as Molina's, and so is "García Molina, Héctor". Who
knows the parts of a name looks under all keys that a plain spelling of it can have, see
`lookup_keys`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from readnext.matching.asian_names import (
    FAMILY_FIRST,
    family_first,
    in_own_script,
    may_be_given,
    split_own_script,
    two_syllables,
)
from readnext.matching.names import (
    family_key,
    fold,
    letters_of,
    simple_name,
    split_author,
    split_name,
    without_umlauts,
)
from readnext.matching.particles import PARTICLES, apart, without_suffix
from readnext.paper import Author

# "JA Smith".
_JOINED_INITIALS = re.compile(r"\b[A-Z]{2,3}\b(?!\.)")
_INITIALS = re.compile(r"[A-Z]{1,3}")
# Umlauts as German, Danish and Swedish write them in two letters.
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_LONGEST_SYLLABLE = 6  # of a Chinese given name in pinyin


def _parts(name: str | Author) -> tuple[str, str]:
    """The family and given names of a name, as written."""
    if isinstance(name, Author) and not name.literal:
        return split_author(name)
    return split_name(name.literal if isinstance(name, Author) else name)


@lru_cache(maxsize=2**16)
def person_key(name: str | Author) -> str:
    """Return first initial and family name, "=" and the name for a single word.

    One key for "Bengio, Yoshua", "Y. Bengio" and "Yoshua Bengio"; a body is keyed as
    a catalog would, which does not tell bodies from persons. No name gives "".

    >>> person_key("Yoshua Bengio"), person_key(Author("Bengio", "Y."))
    ('y bengio', 'y bengio')
    >>> person_key(Author(literal="OpenAI")), person_key("OpenAI"), person_key(" ")
    ('= openai', '= openai', '')
    """
    return next(iter(person_keys(name)), "")


def person_keys(name: str | Author) -> tuple[str, ...]:
    """Return the keys of a person: `person_key`, and one with the whole given name.

    Two people of one family name and initial share the first key only; whoever is
    written with an initial somewhere still meets by it. Catalogs store these keys.

    >>> person_keys("Yoshua Bengio"), person_keys("Y. Bengio")
    (('y bengio', 'yoshua bengio'), ('y bengio',))
    """
    simple = simple_name(name) if isinstance(name, str) else None
    if simple:
        first, *_, family = simple
        return f"{first[0]} {family}", f"{first} {family}"
    family, given = _parts(name)
    if isinstance(name, str):
        # Catalogs say where a family name begins or do not, and particles and "Mac" are
        # apart or not; the last word always is the same.
        family = family.rpartition(" ")[2]
    return _keys(family_key(family), given)


def _keys(family: str, given: str) -> tuple[str, ...]:
    if not family:
        return ()
    given = fold(given)
    initial = given[:1]
    if not initial.isalpha():
        initial = next(filter(str.isalpha, given), "=")
    first = next(iter(given.replace("-", " ").split()), "").strip(".,")
    short = f"{initial} {family}"
    return (short, f"{first} {family}") if len(first) > 1 else (short,)


# -------------------------------------------------------------------------- looking
@lru_cache(maxsize=2**16)
def lookup_keys(name: str | Author) -> tuple[str, ...]:
    """Return all keys under which catalogs may have a person, their own ones first.

    Double family names with and without hyphen, particles and suffixes, umlauts, given
    names joined, and names with the family name first are taken into account.

    >>> "h molina" in lookup_keys(Author("García Molina", "Héctor"))
    True
    >>> lookup_keys(Author("LeCun", "Yann"))
    ('y lecun', 'yann lecun', 'y cun', 'yann cun', 'lecun y')
    """
    family, given = _parts(name)
    keys = dict.fromkeys(person_keys(name))
    if in_own_script(family + given):
        return tuple(keys | dict.fromkeys(_own_script_keys(family, given)))
    joined = _joined_given(given)
    for form in (*family_forms(family), *_longer_forms(family, given)):
        keys |= dict.fromkeys(_keys(form, given))
        if joined:
            keys[f"{joined} {form}"] = None
    keys |= dict.fromkeys(_part_keys(family, given))
    keys |= dict.fromkeys(_turned_keys(family, given))
    return tuple(keys)


@lru_cache(maxsize=2**16)
def family_forms(family: str) -> tuple[str, ...]:
    """Return the keys of a family name in all its spellings.

    >>> family_forms("García-Molina"), family_forms("van der Berg")
    (('garciamolina', 'molina'), ('berg', 'vanderberg'))
    >>> family_forms("Müller"), family_forms("Mueller")
    (('muller', 'mueller'), ('mueller', 'muller'))
    """
    written = family.replace("‐", "-").split()
    words = without_suffix(written)
    forms = [family_key(family)]
    last = words[-1] if words else ""
    forms += [fold(part) for part in (last.split("-")[-1], apart(last))]
    forms += ["".join(fold(word) for word in some) for some in (words, written)]
    respelt = "".join(words).casefold().translate(_TWO_LETTERS)
    forms += [fold(respelt)] if not family.isascii() else []
    forms = list(dict.fromkeys(map(letters_of, forms)))
    forms += [short for form in forms if (short := without_umlauts(form)) != form]
    return tuple(dict.fromkeys(filter(None, forms)))


def _longer_forms(family: str, given: str) -> Iterator[str]:
    """A double family name whose first part was taken for a given name."""
    names = fold(given).split()
    if len(names) > 1 and names[-1].isalpha() and len(names[-1]) > 2:
        yield names[-1] + family_key(family)


def _part_keys(family: str, given: str) -> Iterator[str]:
    """The key of a double family name without its second part."""
    first = next(iter(fold(given).replace("-", " ").split()), "").strip(".,")
    parts = _family_parts(family)
    if len(parts) > 1 and len(first) > 1:
        yield f"{first} {parts[0]}"


def _family_parts(family: str) -> list[str]:
    """The parts of a double family name, without particles and suffixes."""
    words = fold(" ".join(without_suffix(family.split()))).replace("-", " ").split()
    before = [word for word in words[:-1] if word not in PARTICLES]
    return [letters_of(word) for word in (*before, *words[-1:])]  # Li is a name, too


def _joined_given(given: str) -> str:
    """Given names of two short words as one: "Xiao-Ming" is "Xiaoming" too."""
    words = fold(given).replace("-", " ").split()
    short = len(words) == 2 and all(1 < len(w) <= _LONGEST_SYLLABLE for w in words)
    return "".join(words) if short and "".join(words).isalpha() else ""


def _turned_keys(family: str, given: str) -> Iterator[str]:
    """The keys of "Family Given", which has no comma in some catalogs."""
    names = [letters_of(word) for word in fold(given).replace("-", " ").split()]
    key = family_key(family)
    if not names or not key:
        return
    if len(names[0]) > 1 and key in FAMILY_FIRST:
        yield f"{key} {names[-1]}"
        yield f"{key} {''.join(names)}"
        if len(names) == 1 and (syllables := two_syllables(names[0])):
            yield f"{key} {syllables[1]}"
    yield f"{key} {''.join(name[:1] for name in names)}"  # "Smith JA"


def _own_script_keys(family: str, given: str) -> Iterator[str]:
    whole = "".join((family + given).split())
    yield f"= {fold(whole)}"
    first, last = (family, given) if family and given else split_own_script(whole)
    for one, other in ((first, last), (last, first)):
        if one and other:
            yield f"= {fold(one + other)}"
            yield from _keys(fold(one), other)


# ------------------------------------------------------------------------ comparing
class _Name(NamedTuple):
    """A name read for comparison; `words` are all of it in order, given names first."""

    forms: frozenset[str]
    first_part: str
    given: tuple[str, ...]
    words: tuple[str, ...]


@lru_cache(maxsize=2**16)
def _read(name: str | Author) -> _Name:
    family, given = _parts(name)
    behind = _INITIALS.fullmatch(family) and any(map(str.isalpha, given))
    if behind and fold(family) not in FAMILY_FIRST:
        family, given = given, family  # "Smith JA"
    if in_own_script(family + given):
        keys = frozenset(lookup_keys(name))
        return _Name(keys, "", (), ())
    given = _JOINED_INITIALS.sub(lambda found: " ".join(found[0]), given)
    words = [w for w in re.split(r"[\s.\-,]+", fold(given)) if w]
    names = tuple(words[:1] + without_suffix(words[1:])) if words else ()
    parts = _family_parts(family)
    forms = frozenset((*family_forms(family), *_longer_forms(family, given)))
    first = parts[0] if len(parts) > 1 else ""
    return _Name(forms, first, names, (*names, *parts))


def same_person(a: str | Author, b: str | Author) -> bool:
    """Tell whether two names can be one person's.

    The family names agree in one of their spellings. Given names agree as far as both
    are written out: an initial agrees with any name that begins with it, and what only
    one side has does not count.

    >>> same_person("Y. Bengio", "Yoshua Bengio"), same_person("Yann Wu", "Yi Wu")
    (True, False)
    >>> same_person("J. Zico Kolter", "J. Kolter")
    True
    >>> same_person("J. A. Fox", "J. B. Fox")
    False
    >>> same_person(Author("García-Molina", "H."), "Héctor García Molina")
    True
    >>> same_person("Wah, Wong Kam", "Wong, Kam Wah")
    True
    """
    one, other = _read(a), _read(b)
    if not one.forms or not other.forms:
        return False
    if shared := one.forms & other.forms:
        asian = not FAMILY_FIRST.isdisjoint(shared)
        agree = _asian_given_agree if asian else _given_agree
        return agree(one.given, other.given)
    if _part_agrees(one, other) or _part_agrees(other, one):
        return True
    if family_first(one.words, other.words) or family_first(other.words, one.words):
        return True
    asian = len(one.words) > 2 or not FAMILY_FIRST.isdisjoint(one.words)
    return asian and turned(one.words, other.words)


def _given_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if bool(one) != bool(other):
        return False
    if "".join(one) == "".join(other):
        return True
    return all(
        a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=False)
    )


def _asian_given_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if bool(one) != bool(other):
        return False
    pairs = zip(one, other, strict=False)
    whole = may_be_given("".join(one), "".join(other))
    return whole or all(may_be_given(a, b) for a, b in pairs)


def _part_agrees(long: _Name, short: _Name) -> bool:
    """Whether a name has only the first part of a double family name."""
    if not long.first_part or long.first_part not in short.forms:
        return False
    full = long.given[:1] == short.given[:1] and len("".join(long.given[:1])) > 1
    return full and _given_agree(long.given, short.given)


def turned(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names are the same words, the family name first in one.

    >>> turned(("wong", "kam", "wah"), ("kam", "wah", "wong"))
    True
    >>> turned(("wei", "a"), ("a", "wei"))
    False
    """
    if len(one) != len(other) or len(one) < 2 or min(map(len, (*one, *other))) < 2:
        return False
    return any(one[n:] + one[:n] == other for n in range(1, len(one)))
