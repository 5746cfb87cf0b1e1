"""The facts of the papers of a batch, prepared before or computed now."""

from __future__ import annotations

from collections.abc import Iterable

from readnext.catalog.candidates import is_candidate
from readnext.catalog.facts import Facts, facts_of
from readnext.catalog.notice_titles import notice_names
from readnext.catalog.packing import pack
from readnext.catalog.prepared import Prepared
from readnext.catalog.serialize import dump_paper
from readnext.paper import Paper


class BatchFacts:
    """Facts by paper; those of papers merged meanwhile are computed again."""

    def __init__(self, prepared: Prepared | None) -> None:
        self.prepared = prepared
        self._kept: dict[str, tuple[Paper, Facts]] = {}  # by id

    def of(self, paper: Paper) -> Facts:
        """Return the facts of a paper."""
        found = self.prepared.facts_of(paper) if self.prepared else None
        return found or facts_of(paper)

    def record_of(self, paper: Paper) -> str:
        """Return a paper as text, and compute no more than that."""
        found = self.prepared.facts_of(paper) if self.prepared else None
        return found.record if found else dump_paper(paper)

    def keep(self, paper: Paper, facts: Facts) -> None:
        """Keep the facts of a paper for the methods below."""
        self._kept[paper.id] = paper, facts

    def is_candidate(self, paper: Paper) -> bool:
        """Tell whether a paper may be suggested."""
        facts = self._known(paper)
        return facts.candidate if facts else is_candidate(paper)

    def names_of(self, paper: Paper) -> Iterable[str]:
        """Return the names of other papers under which a notice is found."""
        facts = self._known(paper)
        return facts.names if facts else notice_names(paper)

    def stored(self, paper: Paper) -> tuple[str, bytes]:
        """Return a paper as text, and packed."""
        if facts := self._known(paper):
            return facts.record, facts.packed
        record = dump_paper(paper)
        return record, pack(record)

    def _known(self, paper: Paper) -> Facts | None:
        kept, facts = self._kept.get(paper.id, (None, None))
        return facts if kept is paper else None
