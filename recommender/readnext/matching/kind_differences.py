"""When two records of one title are two works by what kinds of works they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readnext.matching import kinds
from readnext.matching.authors import people_of
from readnext.matching.ids import dois_differ
from readnext.matching.monographs import is_reprinted
from readnext.matching.parallel_titles import is_translated_book
from readnext.matching.titles import title_key
from readnext.matching.venues import is_one_venue

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

_GROUP = 3  # people
_LONG = 25  # letters of a title that hardly two works have
_IN_PRINT = 4  # years from the preprint of a book to the book


def kinds_differ(one: Identity, other: Identity) -> bool:
    """Tell whether two are a thesis and a paper, data and a paper, a book and a part.

    Editions of a book share one title; the years tell them apart, but not the ISBNs,
    since each form in which one edition is sold has its own.
    """
    if kinds.is_data_type(one.type) != kinds.is_data_type(other.type):
        paper = other if kinds.is_data_type(one.type) else one
        return paper.is_paper() or _registrants_differ(one, other)
    if kinds.are_theses_of_two_degrees(one.type, other.type):
        # Many programs and people take one type for all theses.
        return one.year is None or other.year is None or abs(one.year - other.year) > 1
    if one.is_thesis() != other.is_thesis():
        paper = other if one.is_thesis() else one
        if paper.is_paper() or kinds.is_chapter_type(paper.type):
            return True
        return len(paper.authors) > 1 and not _names_adviser(one, other, paper)
    if not any(kinds.is_volume_type(type_) for type_ in (one.type, other.type)):
        return False
    if kinds.is_chapter_type(one.type) or kinds.is_chapter_type(other.type):
        return not _is_chapter_typed_as_book(one, other)
    if one.year is None or other.year is None or one.shares_isbn(other):
        return False
    if _is_draft_of_book(one, other):
        return False
    if abs(one.year - other.year) <= 1 or is_reprinted(one, other):
        return False
    return not is_translated_book(one, other)


def _is_chapter_typed_as_book(one: Identity, other: Identity) -> bool:
    """Whether a book is in truth the chapter of that title.

    It has the name of the book that the chapter is in, or so many authors that they
    hardly wrote a book and a chapter of one title in a year.
    """
    chapter, book = (one, other) if kinds.is_chapter_type(one.type) else (other, one)
    if not kinds.is_book_type(book.type) or chapter.year != book.year or book.isbn:
        return False
    inside = title_key(chapter.venue)
    if not inside or chapter.title in inside:
        return False
    ours, theirs = people_of(chapter.authors), people_of(book.authors)
    if not ours or not theirs:
        return False
    in_one_book = is_one_venue(chapter.venue, book.venue)
    return in_one_book or min(len(ours), len(theirs)) >= _GROUP


def _names_adviser(one: Identity, other: Identity, paper: Identity) -> bool:
    """Whether a record that says nothing of its kind names a thesis and its adviser."""
    unknown = paper.type == "misc" and not (paper.venue or paper.doi or paper.arxiv)
    if not unknown or one.year is None or one.year != other.year:
        return False
    if len(one.title) < _LONG or one.title != other.title:
        return False
    return len(paper.authors) <= _GROUP


def _is_draft_of_book(one: Identity, other: Identity) -> bool:
    """Whether one is the preprint of a book that came out within a few years."""
    draft, book = (one, other) if one.arxiv else (other, one)
    if draft.arxiv is None or not draft.is_preprint() or one.title != other.title:
        return False
    years = (book.year or 0) - (draft.year or 0)
    return kinds.is_book_type(book.type) and 0 <= years <= _IN_PRINT


def _registrants_differ(one: Identity, other: Identity) -> bool:
    """Whether two DOIs are of two publishers; archives give each version its own."""
    if not one.doi or not other.doi or not dois_differ(one.doi, other.doi):
        return False
    return one.doi.partition("/")[0] != other.doi.partition("/")[0]
