"""Names of persons and labs in one spelling, so that the ways to write them meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from readnext.matching.particles import (
    PARTICLES,
    SUFFIX,
    begins_family,
    without_suffix,
)
from readnext.paper import Author

# Letters that NFKD leaves whole, as people type them without the accent.
_FOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae"}
    | {"œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "ng", "’": "'", "‐": "-"}
    # ayn and hamza as transliterated, and the okina
    | dict.fromkeys("ʿʾʼʻ‘", "'")
)


def fold(text: str) -> str:
    """Return text in lower case without accents.

    >>> fold("Błasiok, Biloš, Gürel")
    'blasiok, bilos, gurel'
    """
    text = text.casefold()
    if not text.isascii():
        marks = unicodedata.normalize("NFKD", text.translate(_FOLDED))
        text = "".join(c for c in marks if not unicodedata.combining(c))
    return text


_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))


def without_umlauts(word: str) -> str:
    """Return a folded word without the letters that stand for the dots of umlauts.

    >>> without_umlauts(fold("Mueller")) == without_umlauts(fold("Müller"))
    True
    """
    for long, short in _UMLAUTS:
        if long in word:
            word = word.replace(long, short)
    return word


def letters_of(word: str) -> str:
    """Return the letters and digits of a word."""
    return word if word.isalnum() else "".join(filter(str.isalnum, word))


@lru_cache(maxsize=2**16)
def split_name(name: str) -> tuple[str, str]:
    """Return (family, given) of a name written "Given Family" or "Family, Given".

    >>> split_name("Jan van der Berg"), split_name("Saunders Mac Lane")
    (('van der Berg', 'Jan'), ('Mac Lane', 'Saunders'))
    >>> split_name("Kaiser, Łukasz"), split_name("Martin King, Jr.")
    (('Kaiser', 'Łukasz'), ('King', 'Martin'))
    """
    if "," in name:
        family, _, given = (part.strip() for part in name.partition(","))
        if not SUFFIX.fullmatch(given) or " " not in family:
            return family, given
        name = family
    words = name.split()
    if len(words) > 2:
        words = [*words[:1], *without_suffix(words[1:])]
    if len(words) < 2:
        return " ".join(words), ""
    first = len(words) - 1
    while first > 1 and begins_family(words[first - 1]):
        first -= 1
    return " ".join(words[first:]), " ".join(words[:first])


def catalog_name(author: Author, suffix: str = "") -> str:
    """Return a person's name as the papers of a catalog have it.

    That is the one of running text where `split_name` finds the whole family name in
    it, else "Family, Given". Some sources take particles for given names. A `suffix`
    that a source states apart is behind the name: "Ada Fox Jr.".

    >>> catalog_name(Author("van der Berg", "Jan")), catalog_name(Author("Ey", "A. de"))
    ('Jan van der Berg', 'A. de Ey')
    >>> catalog_name(Author("García Müller", "Ana"))
    'García Müller, Ana'
    >>> catalog_name(Author("King", "Martin Luther, Jr."))
    'Martin Luther King Jr.'
    """
    family, given = author.family, author.given
    before, _, behind = given.rpartition(" ")
    if before and not suffix and SUFFIX.fullmatch(behind):
        return catalog_name(Author(family, before.rstrip(",")), behind)
    running = f"{author.name} {suffix}".strip()
    if not family or not given or "," in family + given:
        return running
    whole = len(split_name(running)[0]) >= len(family)
    if whole or SUFFIX.fullmatch(given):
        return running
    return f"{family}, {given} {suffix}".strip()


# Most names of catalogs: "Ada Fox", "Ada M. Fox".
_SIMPLE = re.compile(r"\s*([A-Z][a-z]+) (?:([A-Z])\.? )?([A-Z][a-z]{3,})\s*")


def simple_name(name: str) -> tuple[str, ...] | None:
    """Return the folded parts of a name as simple as most are; None for any other.

    To read such a name takes less time than to look for particles and suffixes.

    >>> simple_name("Ada M. Fowl"), simple_name("Ada van Fox")
    (('ada', 'm', 'fowl'), None)
    """
    found = _SIMPLE.fullmatch(name)
    if found is None or found[3] == "Junior":
        return None
    first, initial, family = found.groups()
    if initial is None:
        return first.lower(), family.lower()
    return first.lower(), initial.lower(), family.lower()


def split_author(author: Author) -> tuple[str, str]:
    """Return (family, given) of a person, who is not named "Jr." or "0001".

    >>> split_author(Author("0001", "Wei Wang")), split_author(Author("Wang", "Wei"))
    (('Wang', 'Wei'), ('Wang', 'Wei'))
    """
    if SUFFIX.fullmatch(author.family) and " " in author.given:
        return split_name(author.given)
    return author.family, author.given


@lru_cache(maxsize=2**16)
def family_key(family: str) -> str:
    """Return a family name as letters only, without particles and suffixes.

    >>> family_key("van der Berg"), family_key("O'Neil-Jones"), family_key("Daumé III")
    ('berg', 'oneiljones', 'daume')
    """
    words = without_suffix(fold(family).split())
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    return "".join(map(letters_of, words))


_LAB_NOISE = re.compile(
    r"\b(the|of|for|and|at|in|department|dept|school|faculty|institute|laboratory"
    r"|inc|ltd|llc|gmbh|corp|corporation)\b"
)


@lru_cache(maxsize=2**16)
def lab_key(lab: str) -> str:
    """Return a lab's name as lower-case words without the ones that vary.

    >>> lab_key("The University of Toronto"), lab_key("Google, Inc.")
    ('university toronto', 'google')
    """
    words = re.sub(r"[^\w]+", " ", fold(lab))
    kept = " ".join(_LAB_NOISE.sub(" ", words).split())
    return kept or " ".join(words.split())
