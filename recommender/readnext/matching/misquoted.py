"""When two articles at one place are one, though their titles differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from readnext.matching.authors import first_person, people_of, share_person, shared_part
from readnext.matching.contrasts import name_two_subjects
from readnext.matching.languages import are_in_two_languages
from readnext.matching.namesakes import are_misprinted
from readnext.matching.places import are_in_one_place, are_on_one_span
from readnext.matching.rewording import Rewording, compare_words
from readnext.matching.title_variants import cut_variant
from readnext.matching.title_words import content_words
from readnext.matching.titles import Title
from readnext.matching.venues import is_one_venue
from readnext.matching.word_forms import stem

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

_MOST = 2 / 3  # of the people
_HALF, _NEARLY_ALL = 0.5, 0.8  # of all words
_FEW = 2  # words by which the titles of neighbours differ
_SHORTEST = 2  # words of a title that an article can be known by at its place


def may_be_misquoted(
    one: Identity, other: Identity, titles: Callable[[], tuple[Title, Title]]
) -> bool:
    """Tell whether two records name one place, and titles that can be of one article.

    `titles` reads both, which few pairs need.
    """
    in_one_place, on_one_span = (
        are_in_one_place(one, other),
        are_on_one_span(one, other),
    )
    if not (in_one_place or on_one_span) or one.notice() or other.notice():
        return False
    a, b = titles()
    if "none" in (a.weight, b.weight):
        return False
    if in_one_place and _are_alike_in_one_place(one, other, a, b):
        return True
    return on_one_span and _are_of_one_span(one, other, a, b)


def _are_alike_in_one_place(one: Identity, other: Identity, a: Title, b: Title) -> bool:
    """Whether articles that begin on one page have titles with much in common.

    A page can have several short ones. Where the lists share no author, all words
    but few must agree.
    """
    ours, theirs = people_of(one.authors), people_of(other.authors)
    named = ours and theirs and ours[0].is_body == theirs[0].is_body
    if named and share_person(ours, theirs):
        if shared_part(ours, theirs) < _MOST:
            return False
        if _has_all_of(a, b):
            return True
        named = False
    change = compare_words(a, b)
    if change is None or change.replaced:
        return False
    return change.part >= (_NEARLY_ALL if named else _HALF)


def _has_all_of(a: Title, b: Title) -> bool:
    """Whether one title begins or ends with all words of the other."""
    short, long = sorted((a.words, b.words), key=len)
    n = len(short)
    return n >= _SHORTEST and short in (long[:n], long[-n:])


def _are_of_one_span(one: Identity, other: Identity, a: Title, b: Title) -> bool:
    """Whether titles can be of one article, of which volume and all pages are known.

    Nothing else is on all these pages, but two issues can have the same ones, and a
    record that was made from another one keeps its pages: then the titles have little
    in common, or differ by the number of a part.
    """
    if cut_variant(a, b) or _has_all_of(a, b):
        return True
    change = compare_words(a, b)
    if change is None or _are_two_of_a_set(change, a, b):
        return False
    if not _is_one_first(one, other):
        alike = is_one_venue(one.venue, other.venue) and change.part >= _NEARLY_ALL
        return alike and one.year == other.year
    if are_in_two_languages(one.full_title, other.full_title):
        return True
    return _share_half(a, b)


def _are_two_of_a_set(change: Rewording, a: Title, b: Title) -> bool:
    """Whether the titles are those of neighbours: "bound in mice", "bound in rats"."""
    if not change.replaced:
        return False
    sizes = sorted((len(change.ours), len(change.theirs)))
    if a.main == b.main and sizes[0] > 1:
        return True
    return sizes[1] <= _FEW and name_two_subjects(change.ours, change.theirs)


def _is_one_first(one: Identity, other: Identity) -> bool:
    """Whether the first authors are one person, whose name may be misspelt."""
    first, second = first_person(one.authors), first_person(other.authors)
    if first is None or second is None or first.is_body != second.is_body:
        return False
    return first.meets(second) or are_misprinted((first,), (second,))


def _share_half(a: Title, b: Title) -> bool:
    """Whether the longer title has half of the words of the shorter one."""
    ours, theirs = (set(map(stem, content_words(title.words))) for title in (a, b))
    shared = len(ours & theirs)
    return shared >= max(_SHORTEST, _HALF * min(len(ours), len(theirs)))
