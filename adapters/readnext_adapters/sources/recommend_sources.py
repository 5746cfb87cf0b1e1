"""Recommends sources for a library, from what its newest papers are and where.

Each source is judged by how many of the papers of the library's last five years it
would have brought. Nothing is fetched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readnext.matching.ids import parse_issn
from readnext.paper import Entry, Paper
from readnext_adapters.sources.recent_papers import Found, Recent, recent_papers
from readnext_adapters.sources.recommend_arxiv import arxiv_sources
from readnext_adapters.sources.recommend_journals import journal_sources
from readnext_adapters.sources.recommend_preprints import preprint_sources
from readnext_adapters.sources.recommend_venues import venue_sources

ENOUGH = 0.3  # share of the newest papers that one source should cover
_MOST = 9  # sources recommended
_MOST_OF_ALL = 3  # of those that fit older papers only
_LEAST_OF_ALL = 0.08  # share of all papers that such a source covers


@dataclass(frozen=True, slots=True)
class Proposal:
    """A source's name, and the reason in the library for it.

    `monthly` is an estimate of its papers a month; it would have brought `covers` of
    the library's newest papers.
    """

    source: str
    why: str
    monthly: int
    covers: int


@dataclass(frozen=True, slots=True)
class Proposals:
    """Sources for a library, the best first, judged by its `recent` newest papers.

    `lacking` says why none covers enough of them, "" if one does.
    """

    sources: tuple[Proposal, ...]
    recent: int
    since: int | None
    lacking: str

    def span(self) -> str:
        """Return " since YEAR" for texts."""
        return f" since {self.since}" if self.since else ""

    @property
    def best(self) -> float:
        """The share of the newest papers that the best source covers."""
        most = max((one.covers for one in self.sources), default=0)
        return most / self.recent if self.recent else 0.0


def propose(
    entries: Sequence[Entry],
    known: Sequence[Paper] = (),
    today: dt.date | None = None,
) -> Proposals:
    """Return sources that fit a library, the best first.

    `known` are the catalog's records of papers in the library.
    """
    day = today or dt.datetime.now(dt.UTC).date()
    recent = recent_papers(entries, known, day)
    found = sorted(_sources(recent), key=lambda one: -len(one.covers))
    chosen = [_proposal(one, len(one.covers)) for one in found[:_MOST]]
    enough = any(one.covers >= ENOUGH * len(recent.entries) for one in chosen)
    if not enough:
        chosen += _of_all_years(recent_papers(entries, known, day, years=None), chosen)
    lacking = "" if enough else _lacking(recent, found)
    return Proposals(tuple(chosen), len(recent.entries), recent.since, lacking)


def _sources(recent: Recent, without: frozenset[str] = frozenset()) -> Iterator[Found]:
    yield from arxiv_sources(recent)
    yield from journal_sources(recent, without)
    yield from venue_sources(recent)
    yield from preprint_sources(recent)


def _proposal(one: Found, covers: int) -> Proposal:
    return Proposal(one.source, one.why, one.monthly, covers)


def _of_all_years(recent: Recent, chosen: Sequence[Proposal]) -> list[Proposal]:
    """Sources that fit the whole library, where none fits its newest papers."""
    known = {one.source for one in chosen}
    least = _LEAST_OF_ALL * len(recent.entries)
    names = "+".join(known).replace(":", "+").split("+")
    issns = frozenset(name for name in names if parse_issn(name))
    found = sorted(_sources(recent, issns), key=lambda one: -len(one.covers))
    fitting = [x for x in found if x.source not in known and len(x.covers) >= least]
    return [_proposal(one, 0) for one in fitting[:_MOST_OF_ALL]]


def _lacking(recent: Recent, found: Iterable[Found]) -> str:
    """Why no source covers enough: what the papers are that none covers."""
    total = len(recent.entries)
    if not total:
        return "the library has no papers"
    covered = {number for one in found for number in one.covers}
    left = [e for n, e in enumerate(recent.entries) if n not in covered]
    bare = sum(not (e.venue or e.doi or e.arxiv or e.issn) for e in left)
    parts = []
    if bare:
        name = "names" if bare == 1 else "name"
        parts.append(f"{bare} {name} no journal, proceedings, DOI or arXiv id")
    if scattered := len(left) - bare:
        lies = "is" if scattered == 1 else "are"
        parts.append(
            f"{scattered} {lies} in venues with one or two papers, or in books"
        )
    if covered:
        lies = "is" if len(covered) == 1 else "are"
        parts.append(f"the other {len(covered)} {lies} in different sources")
    return (
        f"no source covers {ENOUGH:.0%} of the {total} papers{recent.span()}: "
        + "; ".join(parts)
    )
