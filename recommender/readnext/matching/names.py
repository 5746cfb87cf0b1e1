"""Names of persons and labs as keys, so that spellings of one name meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from readnext.paper import Author

# Letters that NFKD leaves whole, as people type them without the accent.
_FOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae"}
    | {"œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "ng", "’": "'", "‐": "-"}
)
# DBLP distinguishes namesakes by a number of four digits.
SUFFIX = re.compile(r"^(jr|sr|ii|iii|iv|\d{4})\.?$")
PARTICLES = frozenset(
    "von van vander vom zu zur de der den del della di da dos du la le el al bin ibn "
    "ter ten".split()
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


@lru_cache(maxsize=2**16)
def split_name(name: str) -> tuple[str, str]:
    """Return (family, given) of a name written "Given Family" or "Family, Given".

    >>> split_name("Jan van der Berg")
    ('van der Berg', 'Jan')
    >>> split_name("Kaiser, Łukasz")
    ('Kaiser', 'Łukasz')
    """
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()
    words = name.split()
    while len(words) > 2 and SUFFIX.match(words[-1].casefold()):
        words.pop()
    if len(words) < 2:
        return " ".join(words), ""
    first = len(words) - 1
    while first > 1 and words[first - 1].casefold() in PARTICLES:
        first -= 1
    return " ".join(words[first:]), " ".join(words[:first])


@lru_cache(maxsize=2**16)
def family_key(family: str) -> str:
    """Return a family name as letters only, without particles.

    >>> family_key("van der Berg"), family_key("O'Neil-Jones")
    ('berg', 'oneiljones')
    """
    words = fold(family).split()
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    return "".join(c for word in words for c in word if c.isalnum())


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
    written with an initial somewhere still meets by it.

    >>> person_keys("Yoshua Bengio"), person_keys("Y. Bengio")
    (('y bengio', 'yoshua bengio'), ('y bengio',))
    """
    if isinstance(name, Author) and not name.literal:
        family, given = name.family, name.given
    else:
        family, given = split_name(name.literal if isinstance(name, Author) else name)
    family, given = family_key(family), fold(given)
    if not family:
        return ()
    initial = given[:1]
    if not initial.isalpha():
        initial = next(filter(str.isalpha, given), "=")
    first = next(iter(given.replace("-", " ").split()), "").strip(".")
    short = f"{initial} {family}"
    return (short, f"{first} {family}") if len(first) > 1 else (short,)


def same_person(a: str, b: str) -> bool:
    """Tell whether two names with one `person_key` can be one person's.

    Given names agree as far as both are written out: an initial agrees with any
    name that begins with it, and what only one side has does not count.

    >>> same_person("Y. Bengio", "Yoshua Bengio"), same_person("Yann Wu", "Yi Wu")
    (True, False)
    >>> same_person("J. Zico Kolter", "J. Kolter")
    True
    >>> same_person("J. A. Fox", "J. B. Fox")
    False
    """
    return person_key(a) == person_key(b) and all(
        one.startswith(other) or other.startswith(one)
        for one, other in zip(_given(a), _given(b), strict=False)
    )


def _given(name: str) -> list[str]:
    """The given names of a name, folded; initials are single letters."""
    words = re.split(r"[\s.\-]+", fold(split_name(name)[1]))
    return [word for word in words if word]


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
