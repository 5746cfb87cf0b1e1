"""Members of a series under one title: volumes, reports, editions, yearly articles."""

from __future__ import annotations

import re
from typing import NamedTuple

from readnext.matching import kinds
from readnext.matching.ids import is_short_doi
from readnext.matching.numbering import (
    digits_differ,
    editions_differ,
    isbns_differ,
    numbers_differ,
    volume_key,
    volumes_differ,
)
from readnext.matching.preprints import is_preprint_doi, is_preprint_venue
from readnext.matching.title_words import content_words, words_of
from readnext.matching.venues import is_one_venue

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Place(NamedTuple):
    """Where and when a record says that it appeared.

    `by_body` says that its authors are no persons. `isbn` is that of the record itself,
    not of the book of which it is a part.
    """

    doi: str | None
    year: int | None
    venue: str
    type: str
    volume: str
    number: str
    edition: str
    by_body: bool
    isbn: str


def are_two_of_a_series(one: Place, other: Place) -> bool:
    """Tell whether places of records under one title are those of two works."""
    if one == other:
        return False
    if _are_published_alone(one, other):
        if volumes_differ(one.volume, other.volume):
            return True
        if _are_numbered_apart(one, other):
            return True
        if editions_differ(one.edition, other.edition):
            return True
        if _are_two_proceedings(one, other):
            return True
    if one.year is None or other.year is None or one.year == other.year:
        return False
    return _are_yearly(one, other)


# Words of the names of all series of working papers.
_OF_SERIES = frozenset(
    "working discussion research technical staff paper papers series report reports "
    "memo memos memorandum note notes no number".split()
)


def _are_numbered_apart(one: Place, other: Place) -> bool:
    """Whether the numbers are of two reports of a series, or of two patents.

    One paper may be in the series of two institutes, under two numbers.
    """
    if one.type == other.type == "patent":
        return digits_differ(one.number, other.number)
    if not numbers_differ(one.number, other.number):
        return False
    if one.by_body or other.by_body or one.year != other.year:
        return True
    ours, theirs = (
        set(content_words(words_of(place.venue))) - _OF_SERIES for place in (one, other)
    )
    return not ours or not theirs or not ours.isdisjoint(theirs)


def _are_published_alone(one: Place, other: Place) -> bool:
    """Whether both are books or reports, whose volumes and numbers are their own."""
    return kinds.is_numbered_type(one.type) and kinds.is_numbered_type(other.type)


def _are_two_proceedings(one: Place, other: Place) -> bool:
    """Whether both are proceedings, whose parts have one title and ISBNs of their own.

    Books do not count: each form in which one edition is sold has its own ISBN.
    """
    if one.doi and one.doi == other.doi:
        return False
    both = kinds.is_proceedings_type(one.type) and kinds.is_proceedings_type(other.type)
    return both and isbns_differ(one.isbn, other.isbn)


def _are_yearly(one: Place, other: Place) -> bool:
    """Whether two years are those of two articles, or of two reports of a body."""
    if one.by_body and other.by_body and _come_out_yearly(one, other):
        return True
    if not one.venue or not other.venue:
        return False
    if _are_at_two_meetings(one, other):
        return True
    if not (_have_two_dois(one, other) or _have_two_volumes(one, other)):
        return False
    return is_one_venue(one.venue, other.venue) and not is_preprint_venue(one.venue)


def _come_out_yearly(one: Place, other: Place) -> bool:
    """Whether reports, books or data of a body, or its articles in journals, are two.

    What a collaboration puts on a preprint server comes out in a journal later.
    """
    if any(is_preprint_venue(place.venue) for place in (one, other)):
        return False
    apart = abs((one.year or 0) - (other.year or 0))
    if _are_published_alone(one, other) or _are_data(one, other):
        report = kinds.are_reports(one.type, other.type)
        book = kinds.is_book_type(one.type) and kinds.is_book_type(other.type)
        return one.venue == other.venue and (report or book or apart > 1)
    if not kinds.may_be_articles(one.type, other.type):
        return False
    if not one.venue or not other.venue:
        return False
    return apart > 1 and not is_one_venue(one.venue, other.venue)


def _are_data(one: Place, other: Place) -> bool:
    return kinds.is_data_type(one.type) and kinds.is_data_type(other.type)


def _are_at_two_meetings(one: Place, other: Place) -> bool:
    """Whether the venues are one series of meetings in two years: "CLEF 2015"."""
    ours, theirs = (_YEAR.findall(place.venue) for place in (one, other))
    if len(ours) != 1 or len(theirs) != 1 or int(ours[0]) == int(theirs[0]):
        return False
    return _YEAR.sub("", one.venue) == _YEAR.sub("", other.venue)


def _have_two_dois(one: Place, other: Place) -> bool:
    """Whether one publisher registered two DOIs."""
    if not one.doi or not other.doi or one.doi == other.doi:
        return False
    if is_short_doi(one.doi) or is_preprint_doi(one.doi):
        return False
    registrants = {doi.partition("/")[0] for doi in (one.doi, other.doi)}
    return len(registrants) == 1


def _have_two_volumes(one: Place, other: Place) -> bool:
    """Whether two articles are in two volumes, the later one in the higher one."""
    if not (one.type == other.type == "article") or one.year is None:
        return False
    a, b = volume_key(one.volume), volume_key(other.volume)
    if not a.isdigit() or not b.isdigit() or other.year is None:
        return False
    return (int(a) - int(b)) * (one.year - other.year) > 0
