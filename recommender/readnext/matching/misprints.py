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


_TO_ONE = str.maketrans("i1", "ll")
_TO_LETTERS = str.maketrans("105", "los")
_TO_DIGITS = str.maketrans("lio", "110")


def misprint_variant(one: Title, other: Title) -> bool:
    """Tell whether two titles differ by one or two misprints.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("The Geolo gical Structure of the lsle of Mull")
    >>> misprint_variant(a, read_title("The Geological Structure of the Isle of Mull"))
    True
    """
    ours, theirs = (_with_letters(title.words) for title in (one, other))
    ours = _as_in(ours, theirs)
    theirs = _as_in(theirs, ours)
    if _numbers(ours) != _numbers(theirs):
        return False
    return same_words(content_words(ours), content_words(theirs), is_misprint)


def _numbers(words: tuple[str, ...]) -> list[str]:
    """Numbers and letters of parts; the names of seasons can be misprinted."""
    return [
        word for word in series_marks(words) if len(word) == 1 or not word.isalpha()
    ]


def _as_in(words: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Words with those that a scanner broke or gave digits as the other title has them.

    >>> _as_in(("ce11s", "of", "f", "ishes"), ("cells", "of", "fishes"))
    ('cells', 'of', 'fishes')
    """
    known = {_as_scanned(word): word for word in other}
    found: list[str] = []
    for word in words:
        if found and found[-1] + word in other and found[-1] not in other:
            found[-1] += word
        elif word.isalpha() or word in other:
            found.append(word)
        else:
            found.append(known.get(_as_scanned(_without_digits(word)), word))
    return tuple(found)


def _without_digits(word: str) -> str:
    """A word that has letters for the digits in it, and a number that has digits."""
    if sum(map(str.isdigit, word)) * 2 > len(word) > 2:
        return word.translate(_TO_DIGITS)
    return word.translate(_TO_LETTERS)


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
    if a.translate(_TO_ONE) == b.translate(_TO_ONE):
        return True
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
