"""Papers under the name of a group of people, and under those of its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readnext.matching.authors import first_person, people_of, share_person
from readnext.matching.bodies import is_named_longer
from readnext.matching.ids import dois_differ
from readnext.matching.numbering import pages_differ, volumes_differ
from readnext.matching.rewording import compare_words
from readnext.matching.titles import read_title
from readnext.matching.venues import is_one_venue

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

_START = 12  # letters with which both titles begin
_FEW = (0, 1, 2)  # members of no group
_ALIKE, _FEWEST = 0.6, 4  # of all words, and words that two titles share


def group_key(record: Identity) -> str:
    """Return a key of articles that begin alike in one year, "" for others."""
    if record.type != "article" or record.year is None or not record.venue:
        return ""
    if len(record.authors) in _FEW:
        first = first_person(record.authors)
        if first is None or not first.is_body:
            return ""
    return f"{record.title[:_START]}:{record.year}"


def may_be_of_group(one: Identity, other: Identity) -> bool:
    """Tell whether an article is recorded under a group, and under other names.

    Those are the group's members, or a longer name of it. The journal and the year are
    the same.
    """
    if one.year is None or one.year != other.year or dois_differ(one.doi, other.doi):
        return False
    if volumes_differ(one.volume, other.volume) or pages_differ(one.pages, other.pages):
        return False
    ours, theirs = people_of(one.authors), people_of(other.authors)
    if not ours or not theirs or not is_one_venue(one.venue, other.venue):
        return False
    if ours[0].is_body and theirs[0].is_body:
        named = is_named_longer(ours[0].surname, theirs[0].surname)
        if not (named or share_person(ours, theirs)):
            return False
    elif ours[0].is_body == theirs[0].is_body:
        return False
    a, b = read_title(one.full_title), read_title(other.full_title)
    if "none" in (a.weight, b.weight) or one.notice() or other.notice():
        return False
    change = compare_words(a, b)
    if change is None or change.replaced or change.shared < _FEWEST:
        return False
    return change.part >= _ALIKE
