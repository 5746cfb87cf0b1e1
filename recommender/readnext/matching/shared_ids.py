"""Whether a shared DOI or arXiv id is the id of both records.

Ids get to wrong records: that of a book to its chapters, that of one paper to another
one of the same authors, and one program gave the same few arXiv ids to hundreds of
papers. Titles that have little in common therefore need further evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from readnext.matching import kinds
from readnext.matching.authors import (
    people_of,
    share_all,
    share_person,
    shared_part,
    shared_surnames,
)
from readnext.matching.ids import dois_differ, is_book_doi
from readnext.matching.languages import are_in_two_languages
from readnext.matching.numbering import pages_differ
from readnext.matching.preprints import is_preprint_doi
from readnext.matching.title_words import content_words
from readnext.matching.titles import Title, read_title
from readnext.matching.venues import may_be_one_venue
from readnext.matching.word_forms import stem

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

# Share of the words of the shorter title that the other one has, too.
_ALIKE, _HALF = 0.75, 0.5
_MOST = 2 / 3  # of the people
_YEARS = 2


def is_id_of_both(one: Identity, other: Identity) -> bool:
    """Tell whether two records that share an id are one paper by all else."""
    if not one.title or not other.title:
        return True
    a, b = read_title(one.full_title), read_title(other.full_title)
    if one.title == other.title:
        return "none" not in (a.weight, b.weight) or not _nobody_shared(one, other)
    if not (one.title + other.title).isascii():
        return True  # titles in other alphabets are not comparable
    if _nobody_shared(one, other):
        return _likeness(a, b, max) >= _ALIKE
    alike = _likeness(a, b)
    if alike >= _ALIKE or "none" in (a.weight, b.weight):
        return True
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if one.doi and one.doi == other.doi and not is_preprint_doi(one.doi):
        return _doi_is_of_both(one, other, alike)
    if alike < _HALF and dois_differ(one.doi, other.doi):
        return False
    return not ours or not theirs or shared_part(ours, theirs) >= _MOST


def _doi_is_of_both(one: Identity, other: Identity, alike: float) -> bool:
    """Whether a DOI is that of both papers, whose titles differ."""
    chapter = kinds.is_chapter_type(one.type) or kinds.is_chapter_type(other.type)
    if chapter or is_book_doi(one.doi) or pages_differ(one.pages, other.pages):
        return False
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if not ours or not theirs:
        return True  # a record of little more than its DOI
    if are_in_two_languages(one.full_title, other.full_title):
        return share_person(ours, theirs)
    preprint = one.arxiv is not None or other.arxiv is not None
    if preprint and len(ours) > 1 and share_all(ours, theirs):
        return True  # renamed for publication
    # One name alone is a list cut short.
    cut_short = alike >= _HALF and min(len(ours), len(theirs)) == 1
    if not alike or not (cut_short or share_all(ours, theirs)):
        return False
    if one.year and other.year and abs(one.year - other.year) > _YEARS:
        return False
    return may_be_one_venue(one.venue, other.venue)


def _nobody_shared(one: Identity, other: Identity) -> bool:
    """Whether two lists of authors, in Latin letters, have no person in common.

    Then one of the records was probably given the other's id by mistake.
    """
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if not ours or not theirs:
        return False
    if share_person(ours, theirs) or shared_surnames(ours, theirs):
        return False
    return not any(p.is_body or not p.surname.isascii() for p in (*ours, *theirs))


def _likeness(
    one: Title, other: Title, which: Callable[[int, int], int] = min
) -> float:
    """The share of the words of the shorter title that are in the longer one.

    With `max`, it is that of the longer title.
    """
    ours, theirs = (
        set(map(stem, content_words(title.words))) for title in (one, other)
    )
    size = which(len(ours), len(theirs))
    return len(ours & theirs) / size if min(len(ours), len(theirs)) else 1.0
