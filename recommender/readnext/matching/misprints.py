"""Words that a typing error or a scanner turned into each other.

Alone they may be two words ("lossy", "glossy"), so that they count where everything
else about two records agrees: of 178,000 records, no two works of the same people in
the same year had titles that differed by one such word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.matching.known_words import KNOWN
from readnext.matching.near_words import are_two_words
from readnext.matching.title_words import content_words, series_marks
from readnext.matching.titles import Title
from readnext.matching.word_forms import same_word
from readnext.matching.word_lists import same_words

_SHORTEST = 4  # letters of a word that is long enough to be recognised
_TYPED = 6  # letters of a word of which any one within may be wrong
_MOST = 2  # words of a title
_GREEK = {"alpha": "a", "beta": "b", "gamma": "g", "delta": "d", "kappa": "k"}
# What a scanner takes for each other, the longer ones first; a class has one letter.
_SCANNED = (
    (re.compile("rn|nn|in|ni"), "m"),
    (re.compile("vv"), "w"),
    (re.compile("cl|ci"), "d"),
    (re.compile("ii|ll"), "u"),
    (re.compile("li|b"), "h"),
    (re.compile("[1i]"), "l"),
    (re.compile("c"), "e"),
)


def misprint_variant(one: Title, other: Title) -> bool:
    """Tell whether two titles differ by one or two misprints.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("The Geolo gical Structure of the lsle of Mull")
    >>> misprint_variant(a, read_title("The Geological Structure of the Isle of Mull"))
    True
    """
    ours, theirs = (content_words(_with_letters(t.words)) for t in (one, other))
    if series_marks(ours) != series_marks(theirs):
        return False
    return same_words(ours, theirs, is_misprint)


def _with_letters(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words with a Latin letter for a Greek one, as typewriters had it."""
    return tuple(_GREEK.get(word, word) for word in words)


@lru_cache(maxsize=2**12)
def is_misprint(a: str, b: str) -> bool:
    """Tell whether two words are one, or one with a misprint.

    >>> is_misprint("rnethods", "methods"), is_misprint("gobal", "global")
    (True, True)
    >>> is_misprint("lower", "power"), is_misprint("causal", "casual")
    (False, False)
    """
    if same_word(a, b):
        return True
    short, long = sorted((a, b), key=len)
    if len(long) < _SHORTEST or not (a + b).isalpha():
        return False
    if {a, b} <= KNOWN or are_two_words(a, b):
        return False
    return _is_scanned(a, b) or _is_mistyped(short, long)


def _is_scanned(a: str, b: str) -> bool:
    """Whether a scanner read one word as the other, or letters of it."""
    return _as_scanned(a) == _as_scanned(b)


@lru_cache(maxsize=2**12)
def _as_scanned(word: str) -> str:
    """A word with one letter for all that looks like it on a bad page."""
    for pattern, letter in _SCANNED:
        word = pattern.sub(letter, word)
    return word


def _is_mistyped(short: str, long: str) -> bool:
    """Whether one letter within is missing, wrong, or in its neighbour's place."""
    n = next(
        (n for n, (x, y) in enumerate(zip(short, long, strict=False)) if x != y),
        len(short),
    )
    if n == 0:
        return False
    if len(short) < len(long):
        once = short[n:] == long[n + 1 :]
        return once and (len(long) >= _TYPED or long[n] == long[n - 1])
    if short[n + 2 :] == long[n + 2 :] and short[n : n + 2] == long[n + 1 : n - 1 : -1]:
        return True
    return len(long) >= _TYPED and short[n + 1 :] == long[n + 1 :]
