"""Which papers a request allows: by date, subject, person, lab, venue, word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.shards import Columns, NameLists, day_number, hash_name
from readnext.catalog.store import Catalog
from readnext.matching.names import fold
from readnext.matching.person_keys import lookup_keys, same_person
from readnext.matching.venues import is_asked_venue
from readnext.paper import Paper
from readnext.request import Filters


def in_dates(date: NDArray[np.int32], filters: Filters) -> NDArray[np.bool_]:
    """Tell which papers, with dates as YYYYMMDD, may lie between two dates.

    A vague date ("2025") lies in the span if any of its days does; no date does not.
    """
    inside = np.ones(len(date), np.bool_)
    if filters.since:
        inside &= last_day(date) >= day_number(filters.since)
    if filters.until:
        last = int(last_day(np.array([day_number(filters.until)], np.int32))[0])
        inside &= (date > 0) & (date <= last)
    return inside


def last_day(date: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the last day that a vague date, YYYYMMDD, can mean; 0 stays 0."""
    last = np.where(date % 100 == 0, date + 31, date)
    return np.where(date % 10_000 == 0, date + 1231, last) * (date > 0)


def allowed(columns: Columns, catalog: Catalog, filters: Filters) -> NDArray[np.bool_]:
    """Tell which papers pass the filters on subject, person, lab, venue and code."""
    passed = np.ones(len(columns), np.bool_)
    lists = (
        ("categories", filters.categories, _matches_glob, columns.categories),
        ("labs", filters.labs, _matches_words, columns.labs),
    )
    for kind, wanted, matches, names in lists:
        if wanted:
            passed &= _any_in(names, _hashes(catalog, kind, wanted, matches))
    if filters.authors:
        passed &= _any_in(columns.people, _people(catalog, filters.authors))
    if filters.venues:
        wanted_venues = _hashes(catalog, "venue", filters.venues, _matches_venue)
        passed &= np.isin(columns.venue, wanted_venues)
    if filters.has_code:
        passed &= columns.code
    return passed


def passes(paper: Paper, filters: Filters) -> bool:
    """Tell whether a paper passes where hashed names do not tell: persons and words.

    >>> passes(Paper("1", "Quantum Walks"), Filters(exclude=("quantum",)))
    False
    """
    if filters.authors and not any(
        _matches_person(name, wanted)
        for name in paper.authors
        for wanted in filters.authors
    ):
        return False
    if not filters.exclude:
        return True
    text = fold(" ".join((paper.title, paper.abstract, *paper.keywords)))
    return not any(
        re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", text)
        for word in filters.exclude
    )


def passes_all(paper: Paper, filters: Filters) -> bool:
    """Tell by a paper's record alone whether it passes all filters but thresholds.

    >>> passes_all(Paper("1", "Moss", date="2025"), Filters(since="2025-06"))
    True
    >>> passes_all(Paper("1", "Moss", labs=("Fen",)), Filters(labs=("Bog",)))
    False
    """
    date = np.array([day_number(paper.date)], np.int32)
    names = (
        (filters.categories, _matches_glob, paper.categories),
        (filters.labs, _matches_words, paper.labs),
        (filters.venues, _matches_venue, (paper.venue,)),
    )
    return (
        bool(in_dates(date, filters)[0])
        and all(
            not wanted or any(matches(n, want) for n in own for want in wanted)
            for wanted, matches, own in names
        )
        and (paper.code is not None or not filters.has_code)
        and passes(paper, filters)
    )


def _hashes(
    catalog: Catalog,
    kind: str,
    wanted: Sequence[str],
    matches: Callable[[str, str], bool],
) -> NDArray[np.int64]:
    """Hashes of the catalog's names of a kind that match."""
    found = [
        hash_
        for hash_, name in catalog.names(kind)
        if any(matches(name, want) for want in wanted)
    ]
    return np.array(found, np.int64)


def _people(catalog: Catalog, wanted: Sequence[str]) -> NDArray[np.int64]:
    """Hashes of the catalog's people who may be among those wanted; see `passes`."""
    keys = {hash_name(key) for name in wanted for key in lookup_keys(name)}
    found = [
        hash_
        for hash_, name in catalog.names("people")
        if hash_ in keys or any(_matches_words(name, want) for want in wanted)
    ]
    return np.array(found, np.int64)


def _any_in(lists: NameLists, hashes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows have one of the names."""
    hits = np.r_[0, np.cumsum(np.isin(lists.names, hashes))]
    return np.asarray(hits[lists.starts[1:]] > hits[lists.starts[:-1]], np.bool_)


def _matches_glob(name: str, glob: str) -> bool:
    """Tell whether a category is asked for: "cs.LG" by "cs.*", or by "LG" alone.

    >>> _matches_glob("cs.LG", "CS.*"), _matches_glob("cs.LG", "lg")
    (True, True)
    >>> _matches_glob("cs.LG", "stat.LG"), _matches_glob("cs.LG", "cs")
    (False, False)
    """
    name, glob = fold(name), fold(glob)
    last = name if "." in glob else name.rpartition(".")[2]
    return fnmatchcase(name, glob) or fnmatchcase(last, glob)


def _matches_words(name: str, wanted: str) -> bool:
    words = set(re.findall(r"\w+", fold(name)))
    return words.issuperset(re.findall(r"\w+", fold(wanted)))


def lab_matches(lab: str, wanted: str) -> bool:
    """Tell whether a lab is one that is asked for by all or some of its words.

    >>> lab_matches("Fen Institute, Graz", "fen institute"), lab_matches("Fen", "Bog")
    (True, False)
    """
    return _matches_words(lab, wanted)


def _matches_venue(name: str, wanted: str) -> bool:
    return _matches_words(name, wanted) or is_asked_venue(name, wanted)


def _matches_person(name: str, wanted: str) -> bool:
    return _matches_words(name, wanted) or same_person(name, wanted)
