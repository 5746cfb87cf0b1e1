"""When a preprint was published under another title.

Of 178,000 records, where a server's preprint and a publication that was not earlier had
the same two or more authors and most words of their titles in common, the two were one
paper in all of some forty cases. Of two publications, that holds for few.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readnext.matching.additions import draft_variant
from readnext.matching.authors import people_of, same_list, share_all, shared_part
from readnext.matching.contrasts import (
    has_proper_name,
    is_of_a_kind,
    name_two_subjects,
)
from readnext.matching.preprints import is_preprint_doi, is_preprint_venue
from readnext.matching.rewording import Rewording, compare_words
from readnext.matching.title_variants import differ_by_sequel
from readnext.matching.title_words import content_words, series_marks
from readnext.matching.titles import Title
from readnext.matching.word_forms import stem

if TYPE_CHECKING:
    from readnext.matching.identity import Identity

_WORKING = re.compile(
    r"(?:working|discussion|research) paper|\b(?:NBER|IZA|CEPR|CESifo)\b", re.IGNORECASE
)
_IN_PRINT = 3  # years from the preprint to the paper
_SOON = 2  # years within which a preprint is the paper, however it was renamed
_ALIKE = 0.6  # of all words
_HALF, _WITHIN = 0.52, 0.75  # of all words, and of those of the shorter title
_FEWEST = 4  # words in common
_MAIN = 3  # words of a title before its subtitle
_LONG = 6  # words in common that hardly two works of the same people have
_GROUP = 3  # people who hardly write two papers at once on one matter
# What has many papers whose titles begin with its name.
_OF_PROJECTS = frozenset(
    "project survey surveys release experiment mission consortium simulations cohort "
    "study initiative program campaign results task challenge lectures".split()
)
_ALONE = 0.75  # of all words, where there is one author


def may_be_renamed(
    one: Identity, other: Identity, a: Title, b: Title, *, same_people: bool
) -> bool:
    """Tell whether one record is a preprint, and the other what became of it.

    Without `same_people`, the lists differ, and may still be those of one paper.
    """
    if one.is_preprint() == other.is_preprint():
        return False
    preprint, paper = (one, other) if one.is_preprint() else (other, one)
    years = (paper.year or 0) - (preprint.year or 0)
    if preprint.year and paper.year and not 0 <= years <= _IN_PRINT:
        return False
    if same_people and draft_variant(one.full_title, other.full_title):
        return True
    if not (paper.is_paper() or paper.venue):
        return False
    people = _people_of_both(preprint, paper)
    if people == 0:
        return False
    if one.year and other.year and _is_mostly_kept(preprint, paper, a, b, people):
        return True
    if not share_all(people_of(one.authors), people_of(other.authors)):
        if people > 1:
            return _is_within(a, b, people)
        return years <= 1 and _has_one_word_more(a, b)
    if _is_on_server(preprint):
        near = years <= _SOON and one.shares_end(other)
        return _are_alike(a, b, people, near=near)
    return _WORKING.search(preprint.venue) is not None and _is_within(a, b, people)


def _people_of_both(preprint: Identity, paper: Identity) -> int:
    """How many people two lists have in common, if they can be of one paper.

    They name the same people, one has only the first of three or more, or people were
    added to three or more for publication. Otherwise it is 0.
    """
    ours, theirs = people_of(preprint.authors), people_of(paper.authors)
    if share_all(ours, theirs):
        return len(ours)
    short, long = sorted((ours, theirs), key=len)
    if not short or short[0].is_body or not short[0].meets(long[0]):
        return 0
    may_be_added = short is ours or same_list(ours, theirs)
    if len(short) >= _GROUP and may_be_added and shared_part(short, long) == 1:
        return len(short)
    return 1 if len(short) == 1 and len(long) >= _GROUP else 0


def _is_mostly_kept(
    preprint: Identity, paper: Identity, a: Title, b: Title, people: int
) -> bool:
    """Whether two people or more left most words of a long title in place.

    A word within may be replaced: of 178,000 records, such a preprint and a paper of
    the same people were one in all of 9 cases, while of two papers most were two. Of
    studies of one kind, it is what was studied.
    """
    change = compare_words(a, b)
    if change is None or people == 1:
        return False
    if differ_by_sequel(a, b) or change.shared < _LONG or change.part < _ALIKE:
        return False
    if name_two_subjects(change.ours, change.theirs):
        return False
    if not change.replaced:
        return True
    if a.main == b.main and a.subtitle:
        return False  # "a river survey", "a coastal survey"
    if not same_list(people_of(preprint.authors), people_of(paper.authors)):
        return False
    if change.shared == _LONG or is_of_a_kind(*a.words, *b.words):
        return False
    names = (
        has_proper_name(preprint.full_title, (*change.ours, *change.theirs)),
        has_proper_name(paper.full_title, (*change.ours, *change.theirs)),
    )
    return change.keeps_ends and not any(names)


def _is_on_server(record: Identity) -> bool:
    """Whether a preprint is on a server, rather than a report of an institute."""
    by_doi = record.doi is not None and is_preprint_doi(record.doi)
    return by_doi or record.arxiv is not None or is_preprint_venue(record.venue)


def _is_within(a: Title, b: Title, people: int) -> bool:
    """Whether the title of a working paper has hardly more than the other's words."""
    change = compare_words(a, b)
    if change is None or change.replaced or people == 1 or differ_by_sequel(a, b):
        return False
    one_sided = not change.ours or not change.theirs
    return one_sided and change.shared >= _FEWEST and change.part >= _ALONE


def _has_one_word_more(a: Title, b: Title) -> bool:
    """Whether one of two titles has all words of the other, in any order, and one."""
    change = compare_words(a, b)
    if change is None or differ_by_sequel(a, b):
        return False
    return change.shared > _FEWEST and len(change.ours) + len(change.theirs) <= 1


def _are_alike(a: Title, b: Title, people: int, *, near: bool) -> bool:
    """Whether the titles of so many people have enough words in common."""
    if differ_by_sequel(a, b):
        return False
    if people > 1 and _have_another_subtitle(a, b, people):
        return True
    change = compare_words(a, b)
    if change is None or change.replaced or (not near and change.part < _ALONE):
        return False
    if name_two_subjects(change.ours, change.theirs):
        return False
    return _is_enough(change, people)


def _have_another_subtitle(a: Title, b: Title, people: int) -> bool:
    """Whether only the subtitles differ, by more than a word for a word.

    "Herons in ponds: evidence from Norway" is another study than that of Sweden.
    Subtitles that share some words are of one paper of three people or more.
    """
    if a.main != b.main or len(content_words(a.main)) < _MAIN:
        return False
    if series_marks(a.words) != series_marks(b.words):
        return False
    ours, theirs = (set(map(stem, content_words(t.subtitle))) for t in (a, b))
    if min(len(ours - theirs), len(theirs - ours)) <= 1:
        return False
    if not _OF_PROJECTS.isdisjoint(a.main) or name_two_subjects(a.subtitle, b.subtitle):
        return False
    group = people >= _GROUP and not is_of_a_kind(*a.words, *b.words)
    return group or ours.isdisjoint(theirs)


def _is_enough(change: Rewording, people: int) -> bool:
    """Whether so many people changed a title so little."""
    if change.shared < _FEWEST:
        return change.is_reordered and change.shared >= _FEWEST - 1
    if people == 1:
        more = len(change.ours) + len(change.theirs)
        return change.is_reordered or (more == 1 and change.part >= _ALONE)
    if change.part >= _ALIKE:
        return True
    within = not change.ours or not change.theirs
    fewest = change.shared + min(len(change.ours), len(change.theirs))
    half = change.part >= _HALF and change.shared / fewest >= _WITHIN
    return people >= _GROUP and (half or within)
