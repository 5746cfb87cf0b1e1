"""Recommends sources for a library, from what its newest papers are and where.

Each source is judged by how many of the papers of the library's last five years it
would have brought. Nothing is fetched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readnext.paper import Entry, Paper
from readnext_adapters.sources.recent_papers import Found, Recent, recent_papers
from readnext_adapters.sources.recommend_arxiv import arxiv_sources
from readnext_adapters.sources.recommend_journals import journal_sources
from readnext_adapters.sources.recommend_preprints import preprint_sources
from readnext_adapters.sources.recommend_venues import venue_sources

ENOUGH = 0.3  # share of the newest papers that one source should cover
_MOST = 9  # sources recommended


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
    recent = recent_papers(entries, known, today or dt.datetime.now(dt.UTC).date())
    found = [
        *arxiv_sources(recent),
        *journal_sources(recent),
        *venue_sources(recent),
        *preprint_sources(recent),
    ]
    found.sort(key=lambda one: -len(one.covers))
    chosen = tuple(
        Proposal(one.source, one.why, one.monthly, len(one.covers))
        for one in found[:_MOST]
    )
    enough = any(one.covers >= ENOUGH * len(recent.entries) for one in chosen)
    lacking = "" if enough else _lacking(recent, found)
    return Proposals(chosen, len(recent.entries), recent.since, lacking)


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
        parts.append(f"{bare} name no journal, proceedings, DOI or arXiv id")
    if scattered := len(left) - bare:
        parts.append(f"{scattered} are in venues with one or two papers, or in books")
    if covered:
        parts.append(f"the other {len(covered)} are in different sources")
    return (
        f"no source covers {ENOUGH:.0%} of the {total} papers{recent.span()}: "
        + "; ".join(parts)
    )
