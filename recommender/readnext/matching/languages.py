"""Which language a title is in, by the small words of seven."""

from __future__ import annotations

import re
from functools import lru_cache

from readnext.matching.names import fold

_SMALL_WORDS = {
    # "as" and "do" are Portuguese too, and alone prove nothing.
    "en": "the of and in for on with to from by a an as do no per is are at using its",
    "de": "der die das und von zur zum im ein eine einer auf fur mit des bei als uber",
    "fr": "le la les des du et un une dans sur pour au aux par de en",
    "es": "el la los las del y en un una de por para con al",
    "it": "il lo la gli della delle dei di e nel nella per un una con da",
    "pt": "o os a as da do dos das em e um uma de para com no na",
    "nl": "de het een van en voor met bij in op",
}
LANGUAGES = frozenset(_SMALL_WORDS)
_LANGUAGES = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}


@lru_cache(maxsize=2**10)
def languages_of(title: str) -> frozenset[str]:
    """Return the languages that a title may be in, by its small words.

    >>> [sorted(languages_of(title)) for title in ("Le rôle des canards", "Of ducks")]
    [['fr'], ['en']]
    """
    words = fold(title).split()
    counts = {
        code: sum(word in small for word in words) for code, small in _LANGUAGES.items()
    }
    most = max(counts.values())
    return frozenset(code for code, count in counts.items() if count == most)


_IN_BRACKETS = re.compile(r"\s*\[[^\[\]]+\][\s.]*")


def are_in_two_languages(one: str, other: str) -> bool:
    """Tell whether one of two titles is the translation of the other.

    PubMed has "[Ducks in a pond]." for a title in another language.
    """
    if _IN_BRACKETS.fullmatch(one) or _IN_BRACKETS.fullmatch(other):
        return True
    return not languages_of(one) & languages_of(other)
