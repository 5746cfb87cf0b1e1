"""The newest papers of a library, and what each is known to be about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readnext.paper import Entry, Paper
from readnext_adapters.sources.arxivnames import category_of
from readnext_adapters.sources.journals import Journal, journal_named, journal_with

_YEARS = 5
_FEW = 10  # papers; of fewer, the newest third of the library is taken
# Series of proceedings (LNCS, LNEE, CEUR, NeurIPS, IEEE's), and what Crossref has not
# (JMLR).
_NO_JOURNAL = frozenset(
    "0302-9743 1611-3349 1876-1119 1613-0073 1049-5258 1520-6149 1063-6919 1532-4435"
    " 1533-7928".split()
)
_OLD_ARXIV = re.compile(r"([a-z-]+)/\d{7}")


@dataclass(frozen=True, slots=True)
class Found:
    """A source, how many papers a month it brings, and the entries it covers."""

    source: str
    why: str
    monthly: int
    covers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest papers of a library, since a year; None if no paper has a year.

    `journals` and `subjects` are the journal and the arXiv categories of each.
    """

    entries: tuple[Entry, ...]
    since: int | None
    journals: tuple[Journal | None, ...]
    subjects: tuple[frozenset[str], ...]

    def span(self) -> str:
        """Return " since YEAR" for texts."""
        return f" since {self.since}" if self.since else ""

    def of_yours(self, number: int) -> str:
        """Return the beginning of a reason."""
        return f"{number} of your {len(self.entries)} papers{self.span()}"

    def in_fields(self, fields: Iterable[str]) -> frozenset[int]:
        """Return the papers in journals of these fields."""
        wanted = frozenset(fields)
        found = (n for n, j in enumerate(self.journals) if j and j.field in wanted)
        return frozenset(found)


def recent_papers(
    entries: Sequence[Entry],
    known: Sequence[Paper],
    today: dt.date,
    years: int | None = _YEARS,
) -> Recent:
    """Return the papers of the last years of a library, or its newest third.

    All papers if `years` is None.
    """
    dated = [e for e in entries if e.year and e.year <= today.year + 1]
    dated.sort(key=lambda e: -(e.year or 0))
    newest = dated[0].year or 0 if dated else 0
    chosen = [e for e in dated if years and (e.year or 0) > newest - years]
    if len(chosen) < _FEW:
        chosen = dated[: max(_FEW, len(dated) // 3)]
    if years is None or len(chosen) < min(_FEW, len(entries)):
        chosen = list(entries)
    stated = [e.year for e in chosen if e.year]
    categories = _categories_of(known)
    return Recent(
        tuple(chosen),
        min(stated) if stated and len(stated) == len(chosen) else None,
        tuple(map(_journal, chosen)),
        tuple(_subjects(e, categories) for e in chosen),
    )


def _journal(entry: Entry) -> Journal | None:
    """The journal of an entry; one that the table lacks has the entry's own ISSN."""
    named = journal_named(entry.venue) if entry.venue else None
    stated = entry.issn if entry.type == "article" else None
    if named or stated is None or stated in _NO_JOURNAL:
        return named
    return journal_with(stated) or Journal(stated, entry.venue or stated, "", 20)


def _categories_of(known: Sequence[Paper]) -> dict[str, tuple[str, ...]]:
    """The categories of the catalog's papers by arXiv id and DOI."""
    return {
        id_: paper.categories
        for paper in known
        for id_ in (paper.arxiv, paper.doi)
        if id_ and paper.categories
    }


def _subjects(entry: Entry, known: dict[str, tuple[str, ...]]) -> frozenset[str]:
    """The arXiv categories that the tags, an old arXiv id or the catalog name."""
    tags = [*entry.keywords, *entry.auto_keywords]
    for id_ in (entry.arxiv, entry.doi):
        tags += known.get(id_ or "", ())
    if old := _OLD_ARXIV.match(entry.arxiv or ""):
        tags.append(old[1])
    return frozenset(filter(None, map(category_of, tags)))
