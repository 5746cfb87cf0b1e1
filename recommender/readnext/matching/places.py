"""The place of an article: the volume of its journal, and the pages it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readnext.matching import kinds
from readnext.matching.authors import first_person
from readnext.matching.ids import dois_differ
from readnext.matching.numbering import (
    first_page,
    page_span,
    same_first_page,
    volumes_differ,
)
from readnext.matching.plain_titles import says_reprint
from readnext.matching.series import Place
from readnext.matching.venues import is_one_venue, may_be_one_venue

if TYPE_CHECKING:
    from readnext.matching.identity import Identity


def place_of(record: Identity) -> Place:
    """Return where a record says that it appeared; nothing where it was reprinted."""
    if says_reprint(record.full_title):
        return Place(None, None, "", record.type, "", "", "", by_body=False, isbn="")
    first = first_person(record.authors) if kinds.may_be_yearly(record.type) else None
    return Place(
        record.doi,
        record.year,
        record.venue,
        record.type,
        record.volume,
        record.number,
        record.edition,
        first is not None and first.is_body,
        record.isbn,
    )


def place_key(record: Identity) -> str:
    """Return volume, page and year of an article as a key, "" if one is not stated.

    The name of the journal is no part of it, since it is abbreviated in many ways.
    """
    if not record.volume or not record.pages or record.year is None:
        return ""
    page, volume = first_page(record.pages), record.volume_key()
    return f"{volume}:{page}:{record.year}" if page and volume else ""


def are_in_one_place(one: Identity, other: Identity) -> bool:
    """Tell whether two records name one volume of one journal and one first page.

    A chapter has no volume of its own: the book and the year say where it is.
    """
    if not one.venue or not same_first_page(one.pages, other.pages):
        return False
    if dois_differ(one.doi, other.doi) or not is_one_venue(one.venue, other.venue):
        return False
    volume = one.volume_key()
    if volume:
        return volume == other.volume_key()
    chapters = kinds.is_chapter_type(one.type) and kinds.is_chapter_type(other.type)
    return chapters and one.year is not None and one.year == other.year


def are_on_one_span(one: Identity, other: Identity) -> bool:
    """Tell whether two records name one volume and the same first and last page.

    The venues can be one, or one is not stated; one record may say when the article was
    online, the other when it was in print.
    """
    span = page_span(one.pages)
    if span is None or span != page_span(other.pages):
        return False
    if one.year is None or other.year is None or abs(one.year - other.year) > 1:
        return False
    if volumes_differ(one.number, other.number) or dois_differ(one.doi, other.doi):
        return False
    volume = one.volume_key()
    if not volume or volume != other.volume_key():
        return False
    return may_be_one_venue(one.venue, other.venue)
