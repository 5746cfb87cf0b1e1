"""Titles in two languages: "Being and Time (Sein und Zeit)", "[Ducks] Les canards"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from readnext.matching import kinds
from readnext.matching.authors import people_of, shared_part
from readnext.matching.headings import HEADINGS
from readnext.matching.ids import dois_differ
from readnext.matching.languages import LANGUAGES, languages_of
from readnext.matching.markup import without_markup
from readnext.matching.title_words import words_of
from readnext.matching.titles import work_key
from readnext.matching.venues import may_be_one_venue

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

_LAST = re.compile(r"(.{4,}?)[\s.]*[(\[]([^()\[\]]{6,})[)\]][\s.]*")
_FIRST = re.compile(r"\[([^\[\]]{6,})\][\s.:]*(.{4,})")
_EQUAL = re.compile(r"(.{4,}?)\s+=\s+(.{4,})")
_SLASH = re.compile(r"(.{12,}?)\s+/\s+(.{12,})")
_FEWEST = 4  # words of a title without small words, as in Russian
_MOST = 2 / 3  # of the people


def parallel_titles(title: str) -> tuple[str, ...]:
    """Return both titles of a record that has them in two languages, or none.

    >>> parallel_titles("Being and Time (Sein und Zeit)")
    ('Being and Time', 'Sein und Zeit')
    >>> parallel_titles("[The ducks of the lake] Les canards du lac")
    ('The ducks of the lake', 'Les canards du lac')
    >>> parallel_titles("Calls of gulls (Larus fuscus)")
    ()
    """
    if not title.rstrip(" .}").endswith((")", "]")) and not (
        " = " in title or " / " in title or title.lstrip(" {").startswith("[")
    ):
        return ()
    return _split(title)


@lru_cache(maxsize=2**10)
def _split(title: str) -> tuple[str, ...]:
    title = without_markup(title).strip()
    for pattern in (_FIRST, _EQUAL, _LAST, _SLASH):
        if found := pattern.fullmatch(title):
            one, other = found.groups()
            square = "[" in title and _has_no_small_words(one, other)
            if _are_two_titles(one, other) or square:
                return one, other
    return ()


def _are_two_titles(one: str, other: str) -> bool:
    a, b = words_of(one), words_of(other)
    if min(len(a), len(b)) < 2 or set(a) <= HEADINGS or set(b) <= HEADINGS:
        return False
    return not languages_of(one) & languages_of(other)


def _has_no_small_words(one: str, other: str) -> bool:
    """Whether one of two titles is long and has no small word of a known language."""
    return any(
        len(words_of(title)) >= _FEWEST and languages_of(title) == LANGUAGES
        for title in (one, other)
    )


def parallel_keys(title: str) -> list[str]:
    """Return the keys of both titles of a record that has two."""
    return [work_key(part) for part in parallel_titles(title)]


def may_be_translated(one: Identity, other: Identity) -> bool:
    """Tell whether one record has the other's title beside that in another language.

    The people are the same. A book is translated years after it came out; of a paper,
    both titles are of one year and one place.
    """
    ours, theirs = map(parallel_titles, (one.full_title, other.full_title))
    if bool(ours) == bool(theirs) or dois_differ(one.doi, other.doi):
        return False
    long, short = (one, other) if ours else (other, one)
    if short.title not in parallel_keys(long.full_title):
        return False
    if shared_part(people_of(one.authors), people_of(other.authors)) < _MOST:
        return False
    if kinds.is_book_type(one.type) and one.type == other.type:
        return True
    return one.year == other.year and may_be_one_venue(one.venue, other.venue)


def is_translated_book(one: Identity, other: Identity) -> bool:
    """Tell whether a book has the title of another one beside its own."""
    return kinds.is_book_type(one.type) and may_be_translated(one, other)
