"""New papers of the reader's watch list: by people, from labs, and citing the library.

They are listed whatever their scores, each once, in parts of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.candidates import is_candidate
from readnext.catalog.filters import allowed, lab_matches, passes
from readnext.catalog.shards import Columns, hash_name
from readnext.catalog.store import Catalog
from readnext.library.selection import is_refused
from readnext.library.works import Work
from readnext.matching.authors import running_name
from readnext.matching.citations import link_key, names_for
from readnext.matching.person_keys import same_person
from readnext.paper import Paper
from readnext.plurals import counted
from readnext.ranker.ranker import Ranking
from readnext.recommend.near_owned import near_owned
from readnext.recommend.own_papers import Me
from readnext.request import Filters, Watch
from readnext.suggestion import (
    WATCHED_CITATIONS,
    WATCHED_LABS,
    WATCHED_PEOPLE,
    Cited,
    Reason,
    Suggestion,
)

MOST = 100  # papers of one part
_REASONS = 3  # of a paper
_KEYS = 5  # works named in a reason


@dataclass(frozen=True, slots=True)
class Watched:
    """Papers of the watch list, the best first in each part.

    `places` are those in a ranking. Each paper is in one of the `parts` and has its
    `reasons`. `left_out` ones were more than a part may have; `unknown` citation keys
    are not of the library.
    """

    places: NDArray[np.int64]
    papers: list[Paper]
    parts: list[str]
    reasons: list[tuple[Reason, ...]]
    left_out: int = 0
    unknown: tuple[str, ...] = ()

    @property
    def notes(self) -> Iterator[str]:
        """What to say of papers left out and of keys that do not exist."""
        if self.left_out:
            papers = counted(self.left_out, "paper")
            yield f"left out {papers} of your watch list, which has too many for a list"
        for key in self.unknown:
            yield f"watch.cites names `{key}`, which is not in your library"

    def mark(self, suggestions: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
        """Give these papers, the last of the suggestions, their parts and reasons."""
        rest = len(suggestions) - len(self.papers)
        marked = (
            _marked(one, part, reasons)
            for one, part, reasons in zip(
                suggestions[rest:], self.parts, self.reasons, strict=True
            )
        )
        return (*suggestions[:rest], *marked)


def _marked(
    suggestion: Suggestion, part: str, reasons: tuple[Reason, ...]
) -> Suggestion:
    cites = any(reason.kind == "cites" for reason in reasons)
    more = [
        one for one in suggestion.reasons if not (cites and one.kind == "citations")
    ]
    return replace(suggestion, part=part, reasons=(*reasons, *more)[:_REASONS])


@dataclass(frozen=True, slots=True)
class WatchList:
    """What is watched, in a catalog.

    `maybe` tells, by hashed names, which papers of the columns may be watched, (n,).
    """

    watch: Watch
    maybe: NDArray[np.bool_]
    known: _CitedWorks

    @classmethod
    def of(
        cls,
        watch: Watch,
        columns: Columns,
        catalog: Catalog,
        works: Sequence[Work],
        cited: Mapping[str, Cited],
    ) -> WatchList:
        """Look for what is watched among the features of a catalog's papers.

        `works` are the reader's; `cited` says how they are cited.
        """
        found = np.zeros(len(columns), np.bool_)
        if not watch:
            return cls(watch, found, _CitedWorks({}, {}))
        if watch.people:
            found |= allowed(columns, catalog, Filters(authors=watch.people))
        if watch.labs:
            found |= allowed(columns, catalog, Filters(labs=watch.labs))
        known = _CitedWorks.of(watch, works, catalog, cited)
        if known.keys:
            hashes = np.array(list(map(hash_name, known.keys)), np.int64)
            hits = np.flatnonzero(np.isin(columns.links.names, hashes))
            found[np.searchsorted(columns.links.starts, hits, "right") - 1] = True
        return cls(watch, found, known)


def find_watched(
    listed: WatchList,
    ranking: Ranking,
    wanted: NDArray[np.bool_],
    columns: Columns,
    catalog: Catalog,
    filters: Filters,
    works: Sequence[Work],
    me: Me,
) -> Watched:
    """Return the papers of a ranking that are on a watch list, among those `wanted`.

    The filters apply, but not the thresholds. Papers that the reader has among the
    `works` under another title, and those that `me` wrote, are left out.
    """
    if not listed.watch:
        return Watched(np.zeros(0, np.int64), [], [], [])
    places = np.flatnonzero(listed.maybe[ranking.rows] & wanted)
    order = places[np.argsort(-ranking.scores[places], kind="stable")]
    numbers = columns.numbers[ranking.rows[order]].tolist()
    papers = catalog.papers(numbers)
    pairs = [
        (place, papers[number])
        for place, number in zip(order.tolist(), numbers, strict=True)
        if number in papers
    ]
    pairs = [
        (place, paper)
        for place, paper in pairs
        if is_candidate(paper) and passes(paper, filters) and not me.wrote(paper)
    ]
    near = near_owned([paper for _, paper in pairs], works)
    kept = [pair for n, pair in enumerate(pairs) if n not in near]
    return _in_parts(listed.watch, kept, listed.known)


def _in_parts(
    watch: Watch, pairs: Sequence[tuple[int, Paper]], known: _CitedWorks
) -> Watched:
    """Sort papers into parts; a paper is in the first one that it fits."""
    parts: dict[str, list[tuple[int, Paper, tuple[Reason, ...]]]] = {
        part: [] for part in (WATCHED_PEOPLE, WATCHED_LABS, WATCHED_CITATIONS)
    }
    for place, paper in pairs:
        found = {
            WATCHED_PEOPLE: _by(watch, paper),
            WATCHED_LABS: _from(watch, paper),
            WATCHED_CITATIONS: known.reason(paper),
        }
        reasons = tuple(reason for reason in found.values() if reason)
        if reasons:
            part = next(part for part, reason in found.items() if reason)
            parts[part].append((place, paper, reasons))
    kept = [(part, one) for part, some in parts.items() for one in some[:MOST]]
    return Watched(
        np.array([place for _, (place, _, _) in kept], np.int64),
        [paper for _, (_, paper, _) in kept],
        [part for part, _ in kept],
        [reasons for _, (_, _, reasons) in kept],
        left_out=sum(max(len(some) - MOST, 0) for some in parts.values()),
        unknown=known.unknown,
    )


def _by(watch: Watch, paper: Paper) -> Reason | None:
    """That a person of the watch list wrote a paper."""
    found = [
        running_name(author)
        for author in paper.authors
        if any(same_person(author, name) for name in watch.people)
    ]
    if not found:
        return None
    return Reason("watched person", f"by {' and '.join(found)}, on your watch list", 0)


def _from(watch: Watch, paper: Paper) -> Reason | None:
    """That a paper is from a lab of the watch list."""
    for lab in paper.labs:
        if any(lab_matches(lab, name) for name in watch.labs):
            return Reason("watched lab", f"from {lab}, on your watch list", 0)
    return None


@dataclass(frozen=True, slots=True)
class _CitedWorks:
    """The works whose citing papers count, by the names under which they are cited.

    `keys`: the citation keys of each name; `cited`: how works are cited; `unknown`:
    keys that were asked for and are not of the library.
    """

    keys: Mapping[str, list[str]]
    cited: Mapping[str, Cited]
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        watch: Watch,
        works: Sequence[Work],
        catalog: Catalog,
        cited: Mapping[str, Cited],
    ) -> _CitedWorks:
        """Gather the names of the works, those in the catalog included."""
        if not watch.cites:
            return cls({}, {})
        wanted = set(watch.cited_keys)
        chosen = [
            work
            for work in works
            if (not wanted.isdisjoint(work.keys) or not wanted)
            and not is_refused(work.entry)
        ]
        names: dict[str, list[str]] = {}
        for work, papers in zip(chosen, _papers_of(chosen, catalog), strict=True):
            own = chain(names_for(work.entry), *map(names_for, papers), _ids_of(work))
            for name in dict.fromkeys(own):
                names.setdefault(name, []).append(work.key)
        there = {key for work in works for key in work.keys}
        return cls(names, cited, tuple(k for k in watch.cited_keys if k not in there))

    def reason(self, paper: Paper) -> Reason | None:
        """That a paper cites works of the reader."""
        found = [key for ref in paper.references for key in self._cited_by(ref)]
        works = [self.cited.get(key, Cited(key)) for key in dict.fromkeys(found)]
        if not works:
            return None
        more = f" and {len(works) - 1} more of your library" if len(works) > 1 else ""
        named = works[:_KEYS]
        keys = tuple(work.key for work in named)
        return Reason("cites", f"cites {works[0].long}{more}", 0, keys, tuple(named))

    def _cited_by(self, reference: str) -> Sequence[str]:
        return self.keys.get(link_key(reference), ())


def _ids_of(work: Work) -> Iterator[str]:
    """The names of a work's other entries, e.g. the preprint's."""
    for identity in work.identities:
        if identity.doi:
            yield link_key(identity.doi)
        if identity.arxiv:
            yield f"arxiv:{identity.arxiv}"


def _papers_of(works: Sequence[Work], catalog: Catalog) -> list[list[Paper]]:
    """The papers of the catalog that each work is."""
    found = iter(catalog.find([i for work in works for i in work.identities]))
    numbers = [
        {number for _ in work.identities for number in next(found)} for work in works
    ]
    papers = catalog.papers(set().union(*numbers))
    return [[papers[n] for n in sorted(some) if n in papers] for some in numbers]
