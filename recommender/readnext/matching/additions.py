"""What some records add to a title before, behind or within it.

It is text that says what a record is ("Chapter 3 -"), or explains a word ("(Marmota
marmota)"): with and without it, a title is one. Where both titles have such text, it
may be what distinguishes two works, and remains.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from readnext.matching.plain_titles import plain_title
from readnext.matching.title_variants import is_sequel, spelling_variant
from readnext.matching.title_words import series_marks, words_of
from readnext.matching.titles import read_title

# Numbers of standards and chapters, and headings of the sections of a journal.
_LABEL = re.compile(
    r"(?:rfc\s?\d{2,4}|(?:chapter|chap\.|ch\.|kapitel|chapitre|capítulo|§)\s*"
    r"(?:\d{1,3}|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve)|(?:original|research|review|feature|full[- ]length) (?:article|paper)"
    r"|colloquium|(?:author['’]?s? )?(?:accepted )?manuscript|post-?print"
    r"|(?:invited|mini|guest|topical|brief|short|technical|rapid)[- ]?"
    r"(?:review|note|report|communication)|case report|clinical trial)"
    r"\s*(?:[:.|]|[-–—]+)\s+|chapter \d{1,2} (?-i:(?=[A-Z][a-z]))"
    r"|(?:algorithm \d{2,4}|(?:(?-i:[A-Z])[\w.’'-]*\s){1,4}lecture)\s*:\s+"
    r"|\d{1,2}\.\s+(?=\D)|\d{1,2}(?:\.\d{1,2})+\s+(?=\D)"
    r"|(?:abstract|poster|paper)\s+(?:no\.?\s*)?[a-z]?-?\d{1,5}\s*[:.]\s+"
    r"|[a-z]{1,3}\d?-\d{1,5}[:.]?\s+|[ivx]{1,5}\.\s?[—–]\s?"
    r"|(?:iso|iec|ieee|astm|din|en|bs|ansi)(?:/[a-z]+)* [a-z]?\d[\d.:-]*[:,]?\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,2} (?=[A-Z]\w+ )")
_REPORT = re.compile(
    r"\s*[(\[](?:rfc\s?\d{2,4}|[^()\[\]]{0,40}(?:working|discussion|research) paper"
    r"[^()\[\]]{0,30}|[^()\[\]]{0,20}tech(?:nical|\.)? rep(?:ort|\.)?[^()\[\]]{0,30})"
    r"[)\]]\W*$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{2,80}[)\]]")
# What was copied along with a title.
_COPIED = re.compile(
    r"[\s.,;:(\[]+(?:doi:?\s*10\.\S+|https?://\S+|pp?\.\s*\d+(?:\s*[-–]+\s*\d+)?"
    # The numbers of ERIC's documents and of patents.
    r"|ED ?\d{3} ?\d{3}|U\.?S\.? Patent (?:No\.? ?)?\d[\d,]{5,})"
    r"[)\]\s.]*$",
    re.IGNORECASE,
)
_CASE_STUDY = re.compile(r"(?:[:,]|\s[-–—])\s+a case study[\s.]*$", re.IGNORECASE)
_COPIED_FIRST = re.compile(r"titles?:\s+|\((?:1[6-9]|20)\d\d\)[.:]?\s+", re.IGNORECASE)
_PERIOD = re.compile(
    r"[\s,:(]+(?:1\d|20)\d\d\s*[-–—]{1,2}\s*(?:(?:1\d|20)\d\d|\d\d)\)?[\s.]*$"
)
_SPECIES = re.compile(r"(?<![\w.])([A-Z])\. ([a-z]{3,})")
# Linnaeus, who named a species; the number of a book in a series.
_AUTHORITY = re.compile(r"(?<=[a-z]{3}) \(?L(?:inn(?:aeus|é)?)?\b[.)]*")
_SERIES = re.compile(
    r"\s*[(\[](?:[A-Z][\w-]+,?\s(?:(?:in|of|and|the|on|for)\s)*){2,6}"
    r"(?:(?:no|vol)\.?\s)?\d{1,4}[)\]]"
)
_LONGEST_ASIDE = 2 / 3  # of a title
_FOOTNOTE = re.compile(r"(?<=[a-z]{3})(?:\d{1,2}|[*†‡§¹²³]{1,3})[\s.]*$")
_YEAR = re.compile(
    r"[\s,:]+[(\[]?(?:(?:january|february|march|april|may|june|july|august|september"
    r"|october|november|december),? )?((?:19|20)\d\d)[)\]]?[\s.]*$",
    re.IGNORECASE,
)
# An author names a preprint with more caution than the paper.
_OPENING = re.compile(
    r"(?:(?:a|some|further|short|brief|preliminary)\s+)*(?:notes?|remarks?|comments?"
    r"|observations?)\s+(?:on|about)\s+(?:the\s+)?|(?:on|towards?)\s+(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)


def without_additions(one: str, other: str) -> tuple[str, str]:
    """Return two titles without what one of them has in addition.

    >>> without_additions("Chapter 3 - Herons in mud", "Herons in mud")
    ('Herons in mud', 'Herons in mud')
    >>> without_additions("Calls of gulls (Larus fuscus)", "Calls of gulls")
    ('Calls of gulls', 'Calls of gulls')
    >>> without_additions("Gulls (Larus fuscus)", "Gulls (Larus argentatus)")
    ('Gulls (Larus fuscus)', 'Gulls (Larus argentatus)')
    """
    a, b = plain_title(one), plain_title(other)
    if not _may_have_more(a) and not _may_have_more(b):
        return a, b
    for remove in _REMOVALS:
        less_a, less_b = remove(a), remove(b)
        if (less_a == a) == (less_b == b):
            continue
        if remove is _without_aside and _is_within(a, less_a, b) | _is_within(
            b, less_b, a
        ):
            continue
        a, b = less_a, less_b
    return a, b


@lru_cache(maxsize=2**13)
def _may_have_more(title: str) -> bool:
    """Whether there is anything in a plain title that can be left out."""
    return any(remove(title) != title for remove in _REMOVALS)


def _is_within(title: str, less: str, other: str) -> bool:
    """Whether the words that are left out of a title are in the other one."""
    words = Counter(words_of(title)) - Counter(words_of(less))
    return bool(words) and words.keys() <= set(words_of(other))


def _is_with(remove: Callable[[str], str], long: str, short: str) -> bool:
    """Whether a title is another one with an addition that the other has not."""
    less = remove(long)
    if less == long or remove(short) != short:
        return False
    return spelling_variant(read_title(less), read_title(short))


def _without_label(title: str) -> str:
    """A plain title without what is before it, or a report's number behind it."""
    for label in (_LABEL, _NUMBER):
        if found := label.match(title):
            title = title[found.end() :]
    return _REPORT.sub("", title)


def _without_footnote(title: str) -> str:
    return _FOOTNOTE.sub("", title) if title.count(" ") > 1 else title


def _without_authority(title: str) -> str:
    return _AUTHORITY.sub("", title)


def _without_copied(title: str) -> str:
    """A title once, and without what was copied along with it."""
    words = title.split()
    half = len(words) // 2
    if half > 1 and words[:half] == words[half:]:
        return " ".join(words[:half])
    found = _COPIED_FIRST.match(title)
    return _COPIED.sub("", title[found.end() :] if found else title)


def _without_case_study(title: str) -> str:
    return _CASE_STUDY.sub("", title)


def _without_parallel(title: str) -> str:
    """A title without that in another language, as libraries write it behind "="."""
    before, _, behind = title.partition(" = ")
    return before if len(behind.split()) > 1 < len(before.split()) else title


def _without_aside(title: str) -> str:
    """A plain title without what stands in brackets, if that counts nothing."""
    found = _BRACKETS.search(title)
    if found is None or found.start() == 0:
        return title
    words = words_of(found[0])
    if is_sequel(words) or "review" in words:
        return title
    if series_marks(words) and not _SERIES.fullmatch(found[0]):
        return title
    if len(found[0]) > len(title) * _LONGEST_ASIDE:
        return title
    return title[: found.start()] + title[found.end() :]


_REMOVALS = (
    _without_label,
    _without_aside,
    _without_footnote,
    _without_authority,
    _without_parallel,
    _without_copied,
    _without_case_study,
)


def with_species(title: str, other: str) -> str:
    """Return a title with the genera in full that the other one has in full.

    >>> with_species("Cold shock in E. coli", "Cold shock in Escherichia coli")
    'Cold shock in Escherichia coli'
    """
    for letter, species in _SPECIES.findall(title):
        if full := re.search(rf"\b{letter}[a-z]{{3,}} {species}\b", other):
            title = title.replace(f"{letter}. {species}", full[0])
    return title


def draft_variant(one: str, other: str) -> bool:
    """Tell whether a draft's title is the other one with a cautious start or a period.

    >>> draft_variant("A note on mud", "Mud"), draft_variant("Mud", "Mud, 1640-1720")
    (True, True)
    """
    a, b = plain_title(one), plain_title(other)
    return any(
        _is_with(remove, a, b) or _is_with(remove, b, a)
        for remove in (_without_opening, _without_period)
    )


def _without_opening(title: str) -> str:
    found = _OPENING.match(title)
    return title[found.end() :] if found else title


def _without_period(title: str) -> str:
    return _PERIOD.sub("", title)


def without_year(title: str, years: set[int | None], *, in_any: bool = True) -> str:
    """Return a title without a year behind it that is the year of publication.

    Unless `in_any`, it has to stand in brackets or with a month.

    >>> without_year("Mud in rivers (2018)", {2018})
    'Mud in rivers'
    >>> without_year("Mud, 2018", {2018, 2019}, in_any=False)
    'Mud, 2018'
    """
    found = _YEAR.search(title)
    if found is None or int(found[1]) not in years:
        return title
    dated = any(map(str.isalpha, found[0])) or "(" in found[0]
    return title[: found.start()] if in_any or dated else title
