"""When two records of equal titles are one paper: persons, years and places agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readnext.matching import kinds
from readnext.matching.asian_names import FAMILY_FIRST
from readnext.matching.authors import (
    people_of,
    same_list,
    share_all,
    share_person,
    shared_part,
    shared_surnames,
)
from readnext.matching.bodies import is_named_longer, may_abbreviate
from readnext.matching.headings import is_yearly
from readnext.matching.ids import dois_differ
from readnext.matching.law_cases import is_case
from readnext.matching.monographs import is_reprinted
from readnext.matching.namesakes import (
    are_misprinted,
    are_spelt_in_two_ways,
    are_turned,
    has_longer_name,
    in_two_scripts,
    share_namesake,
)
from readnext.matching.numbering import pages_differ, volume_key, volumes_differ
from readnext.matching.person import Person
from readnext.matching.places import are_in_one_place
from readnext.matching.plain_titles import plain_title, says_reprint
from readnext.matching.preprints import is_preprint_venue
from readnext.matching.reprints import is_printed_again
from readnext.matching.title_words import content_words
from readnext.matching.titles import read_title, title_key
from readnext.matching.venues import is_conference, is_one_venue, may_be_one_venue

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

# A title of at least so many letters is proof enough where one record has no authors:
# where the years agree, where one is unknown, where they are three apart at most.
_SHORT_TITLE = 12
_MEDIUM_TITLE = 18
LONG_TITLE = 25
NEAR_UNKNOWN = 3
# How far apart the years of one paper's records may be, of a short title.
_NEAR_SHORT = 10
# Within so many years, Bill Fox and William Fox are one author of a short title.
_NEAR_NAMESAKES = 2
# An article is in print so many years after it is online, at most.
_IN_PRINT = 2
# Surnames that many people share are short (Li, Wang, Smith, Kumar).
_RARE = 6
_HALF = 1 / 2
# So many years apart, most people have to be the same.
_NEAR_OTHERS, _MOST = 5, 2 / 3
# So many people write hardly two works of one title.
_GROUP = 3
# So many words of a short title say more than its topic; a given name is no initial.
_SPECIAL, _FULL_NAME = 3, 3


def may_be_one(one: Identity, other: Identity) -> bool:
    """Tell whether persons, years and places let two equal titles be one paper."""
    weights = {read_title(one.full_title).weight, read_title(other.full_title).weight}
    if "none" in weights or one.notice() or other.notice():
        return _agree_in_all(one, other)
    return is_printed_again(one, other) or _agree(one, other, weights)


def _agree(one: Identity, other: Identity, weights: set[str]) -> bool:
    """Whether persons, years and places agree of titles that say something."""
    ours, theirs = people_of(one.authors), people_of(other.authors)
    apart = abs(one.year - other.year) if one.year and other.year else None
    if apart and (is_yearly(plain_title(one.full_title)) or is_case(one.full_title)):
        return False
    if "field" in weights:
        near = apart is None or apart <= 2
        return near and shared_part(ours, theirs) >= _HALF
    again = says_reprint(one.full_title) or says_reprint(other.full_title)
    if apart and not again and _are_two_by_place(one, other, apart):
        return False
    named = ours and theirs and not in_two_scripts(ours, theirs)
    one_kind = named and ours[0].is_body == theirs[0].is_body
    if named and (one_kind or share_person(ours, theirs)):
        if (apart or 0) <= 1 and _are_one_body(ours, theirs):
            return True
        return _people_agree(ours, theirs, apart, (one, other))
    if apart and not ours and not theirs and kinds.are_reports(one.type, other.type):
        return False
    if apart is None:
        return len(one.title) >= _MEDIUM_TITLE
    if apart == 0:
        return len(one.title) >= _SHORT_TITLE or is_case(one.full_title)
    return len(one.title) >= LONG_TITLE and apart <= NEAR_UNKNOWN


def _share_common_name(ours: Sequence[Person], theirs: Sequence[Person]) -> bool:
    """Whether the only person in common has a name that very many people have."""
    if min(len(ours), len(theirs)) > 1 or len(ours) == len(theirs):
        return False
    known = [p for p in (*ours, *theirs) if p.surname in FAMILY_FIRST]
    return len(known) > 1 and any(len(p.given) < _FULL_NAME for p in known)


def _are_one_body(ours: Sequence[Person], theirs: Sequence[Person]) -> bool:
    """Whether the first ones are bodies that can be one, named shorter or longer."""
    one, other = ours[0], theirs[0]
    if not one.is_body or not other.is_body:
        return False
    if is_named_longer(one.surname, other.surname):
        return True
    short, long = sorted((one, other), key=lambda body: len(body.surname))
    return short.surname == short.short and may_abbreviate(short.short, long.short)


def _people_agree(
    ours: Sequence[Person],
    theirs: Sequence[Person],
    apart: int | None,
    records: tuple[Identity, Identity],
) -> bool:
    """Whether two lists can be those of one paper, of two records of one title."""
    part, years = shared_part(ours, theirs), apart or 0
    if years > 1 and is_reprinted(*records):
        return len(ours) == len(theirs) and part == 1
    length = len(records[0].title)
    if length >= LONG_TITLE:
        if years > _NEAR_OTHERS and part < _MOST:
            return False
        if part > 0:
            return years <= _NEAR_OTHERS or not _share_common_name(ours, theirs)
        return _misnamed(ours, theirs, apart) or (
            apart == 0
            and (
                has_longer_name(ours, theirs)
                or are_misprinted(ours, theirs)
                or are_turned(ours, theirs)
                or are_in_one_place(*records)
                or _are_named_in_two_ways(ours, theirs, records)
            )
        )
    # Many works share a short title, even works of one author.
    if part < _HALF or (years > _NEAR_SHORT and not _is_reprint(ours, theirs, records)):
        return False
    return years <= _NEAR_NAMESAKES or share_namesake(ours, theirs)


def _are_named_in_two_ways(
    ours: Sequence[Person],
    theirs: Sequence[Person],
    records: tuple[Identity, Identity],
) -> bool:
    """Whether one venue has a title under a body, or a romanised name, in two forms."""
    one, other = records
    if not is_one_venue(one.venue, other.venue) or dois_differ(one.doi, other.doi):
        return False
    if volumes_differ(one.volume, other.volume) or pages_differ(one.pages, other.pages):
        return False
    if ours[0].is_body or theirs[0].is_body:
        return ours[0].is_body == theirs[0].is_body
    return len(ours) == len(theirs) and are_spelt_in_two_ways(ours[0], theirs[0])


def _is_reprint(
    ours: Sequence[Person],
    theirs: Sequence[Person],
    records: tuple[Identity, Identity],
) -> bool:
    """Whether a short title is still too special for two works of the same people.

    Somebody writes about "Working Memory" twice, but not "As We May Think".
    """
    if not share_all(ours, theirs):
        return False
    words = content_words(read_title(records[0].full_title).words)
    in_print = all(record.venue for record in records)  # books have editions
    one, other = ours[0], theirs[0]
    named = one.given == other.given and len(one.given) >= _FULL_NAME
    named = named or (one.initials == other.initials and len(one.initials) > 1)
    rare = len(one.surname) >= _RARE
    if len(ours) >= _GROUP:
        return True
    return in_print and len(words) >= _SPECIAL and (named or rare)


def _are_two_by_place(one: Identity, other: Identity, apart: int) -> bool:
    """Whether what is known of places and years says that two records are two works."""
    if apart > _NEAR_SHORT and dois_differ(one.doi, other.doi):
        ours, theirs = people_of(one.authors), people_of(other.authors)
        # A classic that a group wrote is printed again, with a DOI of that print.
        return len(ours) < _GROUP or not same_list(ours, theirs)
    chapters = kinds.is_chapter_type(one.type) and kinds.is_chapter_type(other.type)
    if chapters and len(one.title) < LONG_TITLE and one.venue and other.venue:
        return not may_be_one_venue(one.venue, other.venue)
    return _are_two_in_a_journal(one, other, apart)


def _are_two_in_a_journal(one: Identity, other: Identity, apart: int) -> bool:
    """Whether two articles came out in one journal, and not just online and in print.

    A column has one title for years: "Letter from Karachi".
    """
    if not kinds.may_be_articles(one.type, other.type):
        return False
    if not one.venue or not other.venue:
        return False
    if apart <= (_IN_PRINT if len(one.title) >= LONG_TITLE else 1):
        return False
    volume = volume_key(one.volume)
    if volume and volume == volume_key(other.volume):
        return False
    if is_preprint_venue(one.venue) or is_conference(one.venue):
        return False
    return is_one_venue(one.venue, other.venue)


def _misnamed(
    ours: Sequence[Person], theirs: Sequence[Person], apart: int | None
) -> bool:
    """Whether initials that differ are wrong, or a nickname's ("Bob", "Robert").

    Two surnames show that, or one that few people have, near in time. Those that very
    many people have, in China and Korea, do not.
    """
    shared = shared_surnames(ours, theirs) - FAMILY_FIRST
    rare = any(len(name) >= _RARE for name in shared)
    return len(shared) > 1 or (rare and (apart or 0) <= 1)


def _agree_in_all(one: Identity, other: Identity) -> bool:
    """Whether nothing distinguishes two editorials or yearbooks.

    Their titles say nothing, so that persons and year must agree and nothing differ.
    """
    if one.year is None or one.year != other.year or dois_differ(one.doi, other.doi):
        return False
    numbers = ((one.volume, other.volume), (one.number, other.number))
    if pages_differ(one.pages, other.pages) or any(volumes_differ(*n) for n in numbers):
        return False
    places = {title_key(one.venue), title_key(other.venue)} - {""}
    elsewhere = len(places) > 1 and not is_one_venue(one.venue, other.venue)
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if elsewhere or shared_part(ours, theirs) < _HALF:
        return False
    return not _may_be_two_columns(one, other)


def _may_be_two_columns(one: Identity, other: Identity) -> bool:
    """Whether an editor writes in each issue, and neither issue nor page is shared.

    A record that says as much as the other one may still be entered twice.
    """
    if not (one.type == other.type == "article") or one.doi or other.doi:
        return False
    fields = ((r.volume, r.number, r.pages) for r in (one, other))
    ours, theirs = fields
    if ours == theirs:
        return False
    return not any(a and b for a, b in zip(ours, theirs, strict=True))
