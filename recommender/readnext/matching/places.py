"""The place of an article: the volume of its journal, and the page it begins on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readnext.matching import kinds
from readnext.matching.ids import dois_differ
from readnext.matching.numbering import first_page, same_first_page
from readnext.matching.venues import is_one_venue

if TYPE_CHECKING:
    from readnext.matching.identity import Identity


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
