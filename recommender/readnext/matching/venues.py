"""Whether two venues, as records write them, can be one."""

from __future__ import annotations

from functools import lru_cache

from readnext.matching.titles import content_words, words_of

# Words that the names of many venues contain.
_COMMON = frozenset(
    "proceedings proc advances annual conference conf international int intl "
    "symposium symp workshop ieee acm rsj cvf aaai usenix springer journal j letters "
    "transactions trans meeting lecture notes computer science systems research "
    "review annals".split()
)


def may_be_one_venue(a: str, b: str) -> bool:
    """Tell whether two venues can be one; one that is not known can be any.

    >>> may_be_one_venue("ICRA", "IEEE Int. Conference on Robotics and Automation")
    True
    >>> may_be_one_venue("Proc. ICRA 2011", "IROS 2011"), may_be_one_venue("", "IROS")
    (False, True)
    """
    ours, theirs = _words(a), _words(b)
    if not ours or not theirs or a == b:
        return True
    if not _own(ours).isdisjoint(_own(theirs)):
        return True
    return _has_acronym(ours, theirs) or _has_acronym(theirs, ours)


@lru_cache(maxsize=2**12)
def is_one_venue(a: str, b: str) -> bool:
    """Tell whether two names are those of one venue, abbreviated or not.

    >>> is_one_venue("Nucleic Acids Research", "Nucl. Acids Res.")
    True
    >>> is_one_venue("ICRA", "IEEE Transactions on Robotics and Automation")
    False
    """
    ours, theirs = _words(a), _words(b)
    if not ours or not theirs:
        return False
    if len(ours) == len(theirs):
        return all(
            x.startswith(y) or y.startswith(x)
            for x, y in zip(ours, theirs, strict=True)
        )
    short, long = sorted((ours, theirs), key=len)
    return len(short) == 1 and short[0] == "".join(word[0] for word in long)


@lru_cache(maxsize=2**12)
def _words(venue: str) -> tuple[str, ...]:
    return tuple(w for w in content_words(words_of(venue)) if not w.isdigit())


def _own(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words) - _COMMON or frozenset(words)


def _has_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a word of one name is made of initials of the other."""
    initials = "".join(word[0] for word in long)
    return any(len(word) > 2 and word in initials for word in short)
