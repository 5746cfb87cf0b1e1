"""Whether two venues, as records write them, can be one."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from readnext.matching.names import fold
from readnext.matching.title_words import content_words, words_of

# Words that the names of many venues contain.
_COMMON = frozenset(
    "proceedings proc advances annual conference conf international int intl "
    "symposium symp workshop ieee acm rsj cvf aaai usenix springer journal j letters "
    "transactions trans meeting lecture notes computer science systems research "
    "review annals".split()
)


# Series of books, in which the papers of many conferences come out.
_SERIES = re.compile(
    r"lecture notes in|LN(?:CS|AI|BI|EE)\b|communications in computer and information"
    r"|advances in intelligent systems|IFIP advances|CCIS\b",
    re.IGNORECASE,
)
# Abbreviations that are no beginnings of their words.
_IN_FULL = dict(
    pair.split("/")
    for pair in "jpn/japan natl/national intl/international engl/england".split()
)
_SHORTEST_NAME = 5  # letters that are enough to abbreviate a name


def may_be_one_venue(a: str, b: str) -> bool:
    """Tell whether two venues can be one; one that is not known can be any.

    >>> may_be_one_venue("ICRA", "IEEE Int. Conference on Robotics and Automation")
    True
    >>> may_be_one_venue("UbiComp", "Pervasive and Ubiquitous Computing")
    True
    >>> may_be_one_venue("ECML", "Lecture Notes in Computer Science")
    True
    >>> may_be_one_venue("Proc. ICRA 2011", "IROS 2011"), may_be_one_venue("", "IROS")
    (False, True)
    >>> may_be_one_venue("Phys. Rev. B", "Physical Review D")
    False
    """
    ours, theirs = _words(a), _words(b)
    if not ours or not theirs or a == b:
        return True
    if _section(a) and _section(b) and _section(a) != _section(b):
        return False
    if not _own(ours).isdisjoint(_own(theirs)) or _are_abbreviated(ours, theirs):
        return True
    if _has_acronym(ours, theirs) or _has_acronym(theirs, ours):
        return True
    return any(
        _SERIES.match(series) and not is_journal(venue)
        for series, venue in ((a, b), (b, a))
    )


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


# What stands before the name of a conference, and names whose letters say less.
_LEADS = frozenset(
    "advances proceedings proc annual ieee acm international conference conf".split()
)
_RENAMED = {"neurips": "nips"}
_SHORTEST_ACRONYM = 3


def is_asked_venue(venue: str, asked: str) -> bool:
    """Tell whether a venue is asked for by another name: short, whole, or an acronym.

    A year or a number that is asked for has to be in the venue's name.

    >>> is_asked_venue("Advances in Neural Information Processing Systems", "NeurIPS")
    True
    >>> is_asked_venue("phys rev lett", "Physical Review Letters")
    True
    >>> is_asked_venue("Proc. Natl. Acad. Sci.", "PNAS"), is_asked_venue("aj", "A. J.")
    (True, False)
    >>> is_asked_venue("Cells", "Cell"), is_asked_venue("ICML", "ICML 2020")
    (False, False)
    """
    had, wanted = (re.findall(r"\w+", fold(text)) for text in (venue, asked))
    if not set(had).issuperset(word for word in wanted if word.isdigit()):
        return False
    return any(
        _is_one_name(one, other)
        for one, other in product(_shorter_names(venue), _shorter_names(asked))
    )


def _is_one_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    short, long = sorted((one, other), key=len)
    # One word may begin another, as in the journals "Cell" and "Cells".
    if len(long) == 1 or (len(short) == 1 and len(short[0]) < _SHORTEST_ACRONYM):
        return short == long
    return is_one_venue(" ".join(short), " ".join(long))


@lru_cache(maxsize=2**12)
def _shorter_names(venue: str) -> list[tuple[str, ...]]:
    """A venue's words, also without each word of those before a conference's name."""
    words = tuple(_RENAMED.get(word, word) for word in _words(venue))
    names = [words] if words else []
    while len(words) > 1 and words[0] in _LEADS:
        words = words[1:]
        names.append(words)
    return names


# The section of a journal: "Phys. Rev. B", "J. Phys. A: Math. Gen.", "Part C".
_SECTION = re.compile(
    r"(?:\b(?:section|sect?\.?|part|pt\.?|series|ser\.?)\s+|(?<=[\w.,:]\s))"
    r"([A-H]|I{1,3}|IV)(?=\s*(?:$|[:;,(–—-]))"
    r"|\b(?:Section|Sect\.|Part|Series) ([A-H])\b"
)


def _section(venue: str) -> str:
    """The section of a journal that a venue names, "" if it names none."""
    found = _SECTION.search(venue)
    return (found[1] or found[2]) if found else ""


def _are_abbreviated(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether each word of the shorter name abbreviates one of the other, in order.

    Some letters of a word are its abbreviation: "Natl", "Proc", "Engl".
    """
    short, long = sorted((one, other), key=len)
    left = iter(long)
    return (
        all(any(_may_be_word(word, full) for full in left) for word in short)
        and sum(map(len, short)) > _SHORTEST_NAME
    )


def _may_be_word(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


_JOURNAL = re.compile(
    r"journal|transactions|\btrans\b|letters|magazine|review|annals|\bj\b|nature|science"
    r"|neural computation|^machine learning$|archives|bulletin|quarterly",
    re.IGNORECASE,
)
_CONFERENCE = re.compile(
    r"\bproc\b|proceedings|\bconf|symposium|workshop|meeting|advances in neural"
    r"|\b(?:nips|neurips)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{1,8}(?:[ '’-]*\d{2,4})?")
_JOURNAL_ACRONYM = re.compile(r"J|T[A-Z]|IJ[^C]|PAMI|PNAS|CACM|RA-?L|RAS")


def is_conference(venue: str) -> bool:
    """Tell whether a venue says that it is a conference.

    >>> is_conference("Proc. of ICRA"), is_conference("Nature")
    (True, False)
    """
    return _CONFERENCE.search(venue) is not None


@lru_cache(maxsize=2**12)
def is_journal(venue: str) -> bool:
    """Tell whether a venue is a journal rather than a conference.

    >>> is_journal("IEEE Transactions on Robotics"), is_journal("IJRR")
    (True, True)
    >>> is_journal("ICRA"), is_journal("Advances in Neural Information Processing")
    (False, False)
    """
    if _CONFERENCE.search(venue):
        return False
    if _JOURNAL.search(venue):
        return True
    acronym = _ACRONYM.fullmatch(venue.strip()) and not venue.islower()
    return bool(acronym) and _JOURNAL_ACRONYM.match(venue.strip()) is not None


@lru_cache(maxsize=2**12)
def _words(venue: str) -> tuple[str, ...]:
    words = (w for w in content_words(words_of(venue)) if not w.isdigit())
    return tuple(_IN_FULL.get(word, word) for word in words)


def _own(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words) - _COMMON or frozenset(words)


def _has_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a word of one name is made of initials or beginnings of the other."""
    initials = "".join(word[0] for word in long)
    return any(
        len(word) > 2 and (word in initials or _is_blend(word, long)) for word in short
    )


def _is_blend(word: str, names: tuple[str, ...]) -> bool:
    """Whether a word is made of the beginnings of neighbours: "UbiComp"."""
    return len(word) > 4 and any(
        word.startswith(names[n][:2]) and _begins_each(word, names[n:])
        for n in range(len(names) - 1)
    )


def _begins_each(word: str, names: tuple[str, ...], *, first: bool = True) -> bool:
    """Whether a word is beginnings of the first names in order, of two at least."""
    if not word:
        return True
    if not names:
        return False
    most = min(len(word) - first, len(names[0]))
    return any(
        word[:size] == names[0][:size]
        and _begins_each(word[size:], names[1:], first=False)
        for size in range(1, most + 1)
    )
