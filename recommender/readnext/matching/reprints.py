"""When an article or essay was printed again, decades later or in a collection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readnext.matching import kinds
from readnext.matching.authors import people_of, share_all, shared_part
from readnext.matching.headings import is_yearly
from readnext.matching.namesakes import share_namesake
from readnext.matching.plain_titles import plain_title
from readnext.matching.title_words import content_words, series_marks
from readnext.matching.titles import read_title, title_key
from readnext.matching.venues import is_one_venue

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

_DECADES = 15  # years after which an author hardly gives two articles one title
_LONG, _SPECIAL = 25, 3  # letters, and words that say more than a topic
# Of what somebody reviews again after many years.
_OF_REVIEWS = frozenset(
    "management treatment therapy diagnosis progress advances advance update review "
    "current recent state status future trends statistics guidelines recommendations "
    "report survey developments prospects perspectives outlook history overview".split()
)
_COLLECTION = re.compile(
    r"\b(?:collected|selected|complete)\b.*\b(?:papers|works|essays|writings|articles)"
    r"\b|\band other (?:essays|papers|writings|stories|lectures)\b"
    r"|\b(?:reader|anthology)$"
    r"|^(?:philosophical |literary |mathematical )?(?:papers|essays)\b",
    re.IGNORECASE,
)


def is_printed_again(one: Identity, other: Identity) -> bool:
    """Tell whether two records of one title are those of an article and its reprint.

    A journal prints it again decades later, or it is in a collection of the author's
    works. The title has to say more than a topic: columns have one title for years.
    """
    if one.year is None or other.year is None or one.year == other.year:
        return False
    if one.title != other.title or not _is_special(one) or one.notice():
        return False
    if _is_in_collection(one) or _is_in_collection(other):
        return _are_the_authors(one, other)
    apart = abs(one.year - other.year)
    if apart < _DECADES or not kinds.may_be_articles(one.type, other.type):
        return False
    words = content_words(read_title(one.full_title).words)
    if len(one.title) < _LONG or len(words) < _SPECIAL:
        return False
    if not _OF_REVIEWS.isdisjoint(words):
        return False
    ours, theirs = people_of(one.authors), people_of(other.authors)
    return share_all(ours, theirs) and is_one_venue(one.venue, other.venue)


def _is_special(record: Identity) -> bool:
    title = read_title(record.full_title)
    if title.weight != "full" or series_marks(title.words):
        return False
    return not is_yearly(plain_title(record.full_title))


def _is_in_collection(record: Identity) -> bool:
    """Whether a record is a chapter of collected works, or of a book named after it."""
    if not kinds.is_chapter_type(record.type) or not record.venue:
        return False
    named = title_key(record.venue).startswith(record.title)
    return named or _COLLECTION.search(record.venue) is not None


def _are_the_authors(one: Identity, other: Identity) -> bool:
    """Whether two lists name the same authors, one perhaps with an editor."""
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if not ours or not theirs or ours[0].is_body or not ours[0].meets(theirs[0]):
        return False
    return shared_part(ours, theirs) == 1 and share_namesake(ours[:1], theirs[:1])
