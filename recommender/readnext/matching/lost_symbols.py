"""Titles of which a Greek letter, a charge or a formula was lost."""

from __future__ import annotations

import re

from readnext.matching.markup import GREEK
from readnext.matching.title_words import content_words
from readnext.matching.titles import Title

# A letter with its index and value: "retau5200".
_SYMBOL = re.compile(rf"[a-z]{{0,3}}(?:{'|'.join(GREEK)})\d*")
_CHARGE = re.compile(r"(?:plus|minus)+$")
_FEWEST = 4  # words that are left


def lost_symbol_variant(one: Title, other: Title) -> bool:
    """Tell whether one of two titles has symbols where the other has none.

    >>> from readnext.matching.titles import read_title
    >>> a = read_title("Rise of the α subunit of Na+,K+-pumps")
    >>> lost_symbol_variant(a, read_title("Rise of the  subunit of Na,K-pumps"))
    True
    >>> lost_symbol_variant(a, read_title("Rise of the β subunit of Na+,K+-pumps"))
    False
    """
    if not one.words or not other.words:
        return False
    if any(map(_is_sign, one.words)) and any(map(_is_sign, other.words)):
        return False
    a, b = (_without_symbols(title.words) for title in (one, other))
    if one.words[0] != other.words[0]:
        return False  # "Epsilon-best arms" are another subject than "best arms"
    return a == b and len(content_words(a)) >= _FEWEST


def _is_sign(word: str) -> bool:
    return _SYMBOL.fullmatch(word) is not None or _CHARGE.search(word) is not None


def _without_symbols(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without letters of formulas, and without a number behind such a letter."""
    found: list[str] = []
    before = False
    for word in words:
        symbol = _SYMBOL.fullmatch(word) is not None
        if not symbol and not (before and word.isdigit()):
            found.append(_CHARGE.sub("", word) or word)
        before = symbol
    return tuple(found)
