"""Words in family names that do not tell people apart: particles and suffixes."""

from __future__ import annotations

import re

# Particles by language. BibTeX takes a word in lower case before the family name for
# one ("von"); catalogs also write some of them with a capital.
_BY_LANGUAGE = {
    "Dutch": "van vander vanden van't de der den het 't ten ter te tot op in aan bij",
    "German": "von vom zu zum zur und auf an am der den dem",
    "French": "de du des la le les",
    "Spanish": "de del la las los el y e i",
    "Portuguese": "de da das do dos e",
    "Italian": (
        "di de del della delle dello dei degli da dal dalla dallo dai dagli la lo li"
    ),
    "Danish, Norwegian and Swedish": "af av von de den till",
    "Arabic": "al el bin ibn bint ben abu abou ould",
    "Hebrew": "ben bar bat",
    "Malay": "bin binti",
}
PARTICLES = frozenset(" ".join(_BY_LANGUAGE.values()).split())
# Particles whatever their case; the others are also given or family names, or initials,
# when they have a capital ("Ben", "Do", "Y").
_ANY_CASE = frozenset(
    "van vander vanden van't von vom zu zum zur de der den del della delle dello dei "
    "degli di da dal dalla dallo dos du la le el al bin ibn ter ten 't".split()
)
# Names that are written as one word with the next one, or apart: "Mac Lane".
_PREFIXES = frozenset(("mac", "mc", "st", "st.", "saint"))
# DBLP distinguishes namesakes by a number of four digits.
SUFFIX = re.compile(
    r"(?:jr|sr|jnr|snr|junior|júnior|ii|iii|iv|2nd|3rd|4th|\d{4})\.?", re.IGNORECASE
)
_LONGEST_SUFFIX = len("junior.")
_GLUED = re.compile(
    r"(?i:vander|vanden|van|von|della|delle|del|des|de|di|da|dal|du|la|le|el|al|mac|mc"
    r"|st|saint)[-.]?(?=[^\W\d_a-z])"
)


def is_particle(word: str) -> bool:
    """Tell whether a word before a family name is a particle.

    >>> is_particle("van"), is_particle("Van"), is_particle("op"), is_particle("Op")
    (True, True, True, False)
    """
    key = word.replace("’", "'").casefold()
    return key in _ANY_CASE or (word == key and key in PARTICLES)


def begins_family(word: str) -> bool:
    """Tell whether a word belongs to the family name behind it.

    >>> is_particle("Mac"), begins_family("Mac"), begins_family("Maria")
    (False, True, False)
    """
    return is_particle(word) or word.casefold() in _PREFIXES


def without_suffix(words: list[str]) -> list[str]:
    """Return the words of a name without "Jr.", "III" or a number behind it.

    >>> without_suffix(["Daumé", "III"]), without_suffix(["III"])
    (['Daumé'], ['III'])
    """
    end = len(words)
    while end > 1 and _is_suffix(words[end - 1]):
        end -= 1
    return words[:end]


def _is_suffix(word: str) -> bool:
    # Most words are longer, and no pattern is needed to tell that.
    return len(word) <= _LONGEST_SUFFIX and SUFFIX.fullmatch(word) is not None


def apart(word: str) -> str:
    """Return a family name without a particle that is written as one word with it.

    >>> apart("LeCun"), apart("DeFreitas"), apart("Leigh"), apart("Al-Khalili")
    ('Cun', 'Freitas', 'Leigh', 'Khalili')
    """
    found = _GLUED.match(word)
    return word[found.end() :] if found and len(word) - found.end() > 1 else word
