"""Whether two words are one: in another form, another spelling, or misspelt."""

from __future__ import annotations

from functools import lru_cache

from readnext.matching.names import without_umlauts
from readnext.matching.near_words import are_two_words

_VOWELS = frozenset("aeiouy")
_SOUNDS_ALIKE = ({"s", "z"}, {"s", "c"}, {"d", "t"}, {"m", "n"}, {"i", "j"})
_LOOKS_ALIKE = ({"c", "e"}, {"i", "l"}, {"i", "t"}, {"l", "t"}, {"b", "h"}, {"n", "u"})
_SCANNED = 9  # letters of a word that a scanner can have misread
# Plurals without "s", and "nets" for "networks".
_ONE = dict(
    pair.split("/")[::-1]
    for pair in (
        "woman/women man/men child/children mouse/mice foot/feet tooth/teeth "
        "louse/lice analysis/analyses hypothesis/hypotheses thesis/theses "
        "crisis/crises phenomenon/phenomena criterion/criteria matrix/matrices "
        "vertex/vertices index/indices genus/genera bacterium/bacteria medium/media "
        "locus/loci spectrum/spectra nucleus/nuclei fungus/fungi alga/algae "
        "larva/larvae stimulus/stimuli formula/formulae leaf/leaves life/lives "
        "wolf/wolves half/halves quantum/quanta network/net network/nets "
        "network/networks"
    ).split()
)
_ENDINGS = ("ings", "ing", "ion", "es", "ed", "s", "e")


def same_word(a: str, b: str) -> bool:
    """Tell whether two words are one word in two spellings or endings.

    A typing error rarely affects the first letter, and an extra letter there often
    makes the opposite of a word.

    >>> same_word("optimising", "optimizing"), same_word("atention", "attention")
    (True, True)
    >>> same_word("models", "modeling"), same_word("shfit", "shift")
    (True, True)
    >>> same_word("symmetric", "asymmetric"), same_word("adsorption", "absorption")
    (False, False)
    """
    if a == b:
        return True
    if a + "s" == b or b + "s" == a or _ONE.get(a, a) == _ONE.get(b, b):
        return True
    if a[0] != b[0] or min(len(a), len(b)) < 4:
        return False
    a, b = (without_umlauts(word).replace("our", "or") for word in (a, b))
    if stem(a) == stem(b):
        return True
    return _misspelt(*sorted((a, b), key=len)) and not are_two_words(a, b)


@lru_cache(maxsize=2**15)
def stem(word: str) -> str:
    """Return a word in American spelling, without the ending of a form of it."""
    word = word.replace("our", "or")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def _misspelt(short: str, long: str) -> bool:
    """Whether a typing error turns a word into the other, and not into a third."""
    if short.replace("rn", "m") == long.replace("rn", "m"):
        return True  # as a scanner reads it
    if len(short) == len(long):
        return (
            _swapped(short, long)
            or _sounds_alike(short, long)
            or _looks_alike(short, long)
        )
    n = next(
        (n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y),
        len(short),
    )
    if len(long) - len(short) > 1 or short[n:] != long[n + 1 :]:
        return False
    return len(long) >= 8 or long[n] in _VOWELS or long[n] == long[n - 1]


def _swapped(a: str, b: str) -> bool:
    """Whether two neighbouring letters have changed places."""
    off = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(a) < 5 or len(off) != 2 or off[1] != off[0] + 1:
        return False
    return a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]


def _looks_alike(a: str, b: str) -> bool:
    """Whether a scanner took one letter of a long word for one that looks like it."""
    pairs = [{x, y} for x, y in zip(a, b, strict=True) if x != y]
    return len(a) >= _SCANNED and len(pairs) == 1 and pairs[0] in _LOOKS_ALIKE


def _sounds_alike(a: str, b: str) -> bool:
    """Whether all letters that differ sound alike; one, or two in a long word."""
    pairs = [{x, y} for x, y in zip(a, b, strict=True) if x != y]
    if len(a) < 6 or len(pairs) > 1 + (len(a) >= 8):
        return False
    return all(pair <= _VOWELS or pair in _SOUNDS_ALIKE for pair in pairs)
