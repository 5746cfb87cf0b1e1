"""Figures of a catalog: how many papers, of when and what, and how well known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from readnext.paper import Paper

_MOST = 20  # venues and subjects listed
_KNOWN: dict[str, Callable[[Paper], object]] = {
    "abstract": lambda paper: paper.abstract,
    "authors": lambda paper: paper.authors,
    "labs": lambda paper: paper.labs,
    "date": lambda paper: paper.date,
    "guessed year": lambda paper: paper.date_guessed,
    "doi": lambda paper: paper.doi,
    "arxiv": lambda paper: paper.arxiv,
    "code": lambda paper: paper.code is not None,
    "references": lambda paper: paper.references,
}


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of papers: all, those with each fact, by year, venue and subject."""

    papers: int
    known: dict[str, int]
    years: dict[str, int]
    venues: dict[str, int]
    categories: dict[str, int]

    def as_dict(self) -> dict[str, object]:
        """Return the counts as plain dictionaries."""
        return asdict(self)


def count(papers: Iterable[Paper]) -> Stats:
    """Count papers; venues and subjects are the twenty most frequent."""
    number = 0
    known = dict.fromkeys(_KNOWN, 0)
    years, venues, categories = Counter[str](), Counter[str](), Counter[str]()
    for paper in papers:
        number += 1
        for what, tell in _KNOWN.items():
            known[what] += bool(tell(paper))
        years[str(paper.year) if paper.year else "unknown"] += 1
        venues.update([paper.venue] if paper.venue else [])
        categories.update(paper.categories)
    return Stats(
        number,
        known,
        dict(sorted(years.items(), reverse=True)),
        dict(venues.most_common(_MOST)),
        dict(categories.most_common(_MOST)),
    )
