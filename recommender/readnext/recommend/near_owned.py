"""Papers that the reader may have under another title.

What counts as one work is strict (`readnext.matching.identity`): a false match would
hide a paper for good. On the final list a looser look is better: a preprint that was
renamed, the journal version of a talk, an extended abstract of what the reader has.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from readnext.features.rows import to_unit_length
from readnext.library.works import Work
from readnext.matching.authors import people_of
from readnext.matching.errata import notice_of
from readnext.matching.person import Person
from readnext.matching.preprints import is_preprint_venue
from readnext.matching.title_words import content_words, series_marks
from readnext.matching.titles import read_title
from readnext.matching.venues import is_conference, is_journal, may_be_one_venue
from readnext.matching.word_forms import same_word, stem
from readnext.paper import Entry, Paper

_ALIKE = 0.75  # cosine of the words of two titles
_ALIKE_IN_PRINT = 0.79  # of a talk and an article, or of one venue in two years
_SHARED = 0.6  # share of the people on the shorter list that are on the longer one
_YEARS = 3  # between two versions of a work, at most
_FEWEST = 4  # words of a title, under which it says little
_ONE_WORD = {"net": "network", "nets": "network"}
# "(CCCP)" behind a title, and where some programs say where it is from.
_BEHIND = re.compile(
    r"\s*\([A-Z][A-Za-z-]{1,9}\)\s*$|[.,:]\s*\(?(?:in\s+)?arxiv\b.*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NearOwned:
    """A paper on the list that may be a `work` that the reader has."""

    paper: Paper
    work: Work


def near_owned(papers: Sequence[Paper], works: Sequence[Work]) -> dict[int, NearOwned]:
    """Return which papers may be works of the reader, by their place in `papers`."""
    if not papers or not works:
        return {}
    titles = [paper.title for paper in papers] + [w.entry.title for w in works]
    rows = _titles(titles)
    theirs = rows[: len(papers)]
    cosines = sparse.coo_matrix(theirs @ rows[len(papers) :].T)
    close = cosines.data >= _ALIKE
    found: dict[int, NearOwned] = {}
    pairs = (cosines.row[close], cosines.col[close], cosines.data[close])
    for place, number, cosine in zip(*(p.tolist() for p in pairs), strict=True):
        paper, work = papers[place], works[number]
        if place not in found and _of_one(paper, work.entry, cosine):
            found[place] = NearOwned(paper, work)
    return found


def _plain(title: str) -> str:
    """A title without an acronym or a source behind it."""
    return _BEHIND.sub("", title) or title


@lru_cache(maxsize=2**14)
def _words(title: str) -> tuple[str, ...]:
    """The stems of the words that matter in a title, each once."""
    words = content_words(read_title(_plain(title)).words)
    return tuple(dict.fromkeys(stem(_ONE_WORD.get(word, word)) for word in words))


def _titles(titles: Sequence[str]) -> sparse.csr_matrix:
    """The words of titles, rows of length 1, a column for each word."""
    columns: dict[str, int] = {}
    places, starts = array("i"), array("i", [0])
    for title in titles:
        kept = _words(title)
        places.extend(columns.setdefault(word, len(columns)) for word in kept)
        starts.append(len(places))
    ends = np.array(starts, np.int32)
    data = to_unit_length(np.ones(len(places), np.float32), ends)
    return sparse.csr_matrix(
        (data, np.array(places, np.int32), ends), shape=(len(titles), len(columns))
    )


def _of_one(paper: Paper, entry: Entry, alike: float) -> bool:
    """Tell whether titles, people, years and places allow for one work."""
    titles = read_title(_plain(paper.title)), read_title(_plain(entry.title))
    marks = [series_marks(title.words) for title in titles]
    if marks[0] != marks[1] or notice_of(paper.title) != notice_of(entry.title):
        return False  # parts of a series; a reply
    words = _words(paper.title), _words(entry.title)
    if min(map(len, words)) < _FEWEST and set(words[0]) != set(words[1]):
        return False
    theirs, own = people_of(paper.authors), people_of(entry.authors)
    return _share_people(theirs, own) and _may_be_versions(paper, entry, alike)


def _share_people(theirs: Sequence[Person], own: Sequence[Person]) -> bool:
    """Tell whether most people of the shorter list are on the longer one.

    The first is the same, or all others are: other works of a group have other leaders.
    """
    fewest = min(len(theirs), len(own))
    if not fewest or (fewest == 1 and max(len(theirs), len(own)) > 1):
        return False
    shared = min(_known(theirs, own), _known(own, theirs))
    if shared < max(_SHARED * fewest, 1):
        return False
    if _may_be_one(theirs[0], own[0]) or shared == max(len(theirs), len(own)):
        return True
    return len(theirs) == len(own) > 2 and all(map(_may_be_one, theirs[1:], own[1:]))


def _known(some: Sequence[Person], others: Sequence[Person]) -> int:
    """How many people of a list are on another one, however their names are spelt."""
    return sum(any(_may_be_one(one, other) for other in others) for one in some)


def _may_be_one(one: Person, other: Person) -> bool:
    if one.meets(other):
        return True
    if not one.surname or not other.surname or one.initials.isdisjoint(other.initials):
        return False
    return same_word(one.surname, other.surname)


def _may_be_versions(paper: Paper, entry: Entry, alike: float) -> bool:
    """Tell whether years and places are those of two versions of one work.

    A preprint is published under another title, and a talk becomes an article. Two
    talks in different places, or two years, are two works.
    """
    apart = (paper.year - entry.year) if paper.year and entry.year else 0
    if abs(apart) > _YEARS:
        return False
    if _is_preprint(paper.venue) or _is_preprint(entry.venue) or entry.arxiv:
        return True
    ours = entry.type == "article" and _is_article(entry.venue)
    theirs = is_journal(paper.venue)
    if ours == theirs:
        if abs(apart) > 1 or not may_be_one_venue(paper.venue, entry.venue):
            return False
        # Proceedings that come out in the next year are cited by either year.
        return apart == 0 or (alike >= _ALIKE_IN_PRINT and _same_people(paper, entry))
    # The article comes after the talk.
    return alike >= _ALIKE_IN_PRINT and (apart <= 0 if ours else apart >= 0)


def _same_people(paper: Paper, entry: Entry) -> bool:
    theirs, own = people_of(paper.authors), people_of(entry.authors)
    return _known(theirs, own) == len(theirs) and _known(own, theirs) == len(own)


def _is_preprint(venue: str) -> bool:
    return not venue or is_preprint_venue(venue)


def _is_article(venue: str) -> bool:
    """Whether the venue of an article is not that of a conference after all."""
    return is_journal(venue) or not (venue.isupper() or is_conference(venue))
