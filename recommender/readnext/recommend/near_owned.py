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

import numpy as np
from scipy import sparse

from readnext.features.rows import to_unit_length
from readnext.library.works import Work
from readnext.matching.names import fold
from readnext.matching.person_keys import person_key
from readnext.paper import Paper

_WORD = re.compile(r"\w+")
_SMALL = frozenset("a an and by for from in of on the to via with".split())
_ALIKE = 0.75  # cosine of the words of two titles
_SHARED = 0.6  # share of the people on the shorter list that are on the longer one
_YEARS = 3  # between two versions of a work, at most
_FEWEST = 4  # words of a title, under which it says too little


@dataclass(frozen=True, slots=True)
class NearOwned:
    """A paper on the list that may be a work that the reader has, by its `key`."""

    paper: Paper
    key: str


def near_owned(papers: Sequence[Paper], works: Sequence[Work]) -> dict[int, NearOwned]:
    """Return which papers may be works of the reader, by their place in `papers`."""
    if not papers or not works:
        return {}
    titles = [paper.title for paper in papers] + [w.entry.title for w in works]
    rows = _titles(titles)
    theirs = rows[: len(papers)]
    cosines = sparse.coo_matrix(theirs @ rows[len(papers) :].T)
    close = cosines.data >= _ALIKE
    words = np.diff(rows.indptr)
    mine = words[len(papers) :]
    found: dict[int, NearOwned] = {}
    for place, number in zip(
        cosines.row[close].tolist(), cosines.col[close].tolist(), strict=True
    ):
        paper, work = papers[place], works[number]
        enough = min(words[place], mine[number]) >= _FEWEST
        if enough and place not in found and _of_one(paper, work):
            found[place] = NearOwned(paper, work.key)
    return found


def _titles(titles: Sequence[str]) -> sparse.csr_matrix:
    """The words of titles, rows of length 1, a column for each word."""
    columns: dict[str, int] = {}
    places, starts = array("i"), array("i", [0])
    for title in titles:
        words = dict.fromkeys(_WORD.findall(fold(title)))
        kept = (word for word in words if word not in _SMALL)
        places.extend(columns.setdefault(word, len(columns)) for word in kept)
        starts.append(len(places))
    ends = np.array(starts, np.int32)
    data = to_unit_length(np.ones(len(places), np.float32), ends)
    return sparse.csr_matrix(
        (data, np.array(places, np.int32), ends), shape=(len(titles), len(columns))
    )


def _numbers(title: str) -> list[str]:
    """The numbers in a title, in order."""
    return re.findall(r"\d+", title)


def _of_one(paper: Paper, work: Work) -> bool:
    """Tell whether people and years allow for one work."""
    theirs = {person_key(name) for name in paper.authors} - {""}
    own = {person_key(author) for author in work.entry.authors} - {""}
    fewest = min(len(theirs), len(own))
    if not fewest or len(theirs & own) < max(_SHARED * fewest, 1):
        return False
    if fewest == 1 and max(len(theirs), len(own)) > 1:
        return False
    if _numbers(paper.title) != _numbers(work.entry.title):
        return False  # parts of a series
    years = paper.year, work.entry.year
    return not all(years) or abs((years[0] or 0) - (years[1] or 0)) <= _YEARS
