"""The state of library, catalog and sources, as far as a service tells it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readnext.catalog.source_log import Account
from readnext.catalog.source_names import short_names
from readnext.catalog.stats import Stats, count
from readnext.catalog.store import Catalog
from readnext.library.catalog_check import check_with
from readnext.library.lint import LintReport, examine
from readnext.paper import Entry, Problem
from readnext_adapters.exports.lint_object import lint_object
from readnext_adapters.service.triage import Triage


@dataclass(frozen=True, slots=True)
class SourceState:
    """The log entry of a source, its papers, and whether a complete run is overdue.

    `name` is its short name, without the folders of a file.
    """

    name: str
    account: Account
    papers: int
    late: bool


@dataclass(frozen=True, slots=True)
class Health:
    """The report on a library; `found` of its entries are in the catalog."""

    report: LintReport
    found: int


class HealthCheck:
    """Examines a library and a catalog, again only when papers came to the catalog.

    `problems` were found when the library was read.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        problems: Sequence[Problem],
        folder: Path,
        label: str,
    ) -> None:
        self.label = label
        self.problems = problems
        self._entries = entries
        self._folder = folder
        self._lock = threading.Lock()
        self._health: tuple[int, Health] | None = None
        self._stats: tuple[int, Stats] | None = None

    @classmethod
    def of(cls, triage: Triage) -> HealthCheck:
        """Return a check of what a list is made of."""
        places = triage.places
        entries, problems = triage.library.own, triage.problems
        return cls(entries, problems, places.folder, places.label)

    def sources(self, now: dt.datetime) -> list[SourceState]:
        """Return the state of each source, network sources first."""
        with Catalog.open(self._folder) as catalog:
            papers, accounts = catalog.papers_by_source(), catalog.accounts()
        names = short_names(one.name for one in accounts)
        return [
            SourceState(names[one.name], one, papers.get(one.name, 0), one.is_late(now))
            for one in accounts
        ]

    def library(self) -> Health:
        """Return the report on the library."""
        with self._lock, Catalog.open(self._folder) as catalog:
            newest = catalog.newest()
            if self._health is None or self._health[0] != newest:
                checked = check_with(self._entries, catalog)
                report = examine(self._entries, checked.offers)
                self._health = newest, Health(report, checked.found)
            return self._health[1]

    def catalog(self) -> Stats:
        """Return the figures of the catalog; all of its papers are read for that."""
        with self._lock, Catalog.open(self._folder) as catalog:
            newest = catalog.newest()
            if self._stats is None or self._stats[0] != newest:
                self._stats = newest, count(catalog.all_papers())
            return self._stats[1]

    def size(self) -> int:
        """Return the number of papers in the catalog."""
        with Catalog.open(self._folder) as catalog:
            return len(catalog)

    def as_object(self, now: dt.datetime) -> dict[str, Any]:
        """Return all but the figures of the catalog as a JSON object."""
        health = self.library()
        sources = [
            asdict(one.account)
            | {"name": one.name, "papers": one.papers, "late": one.late}
            for one in self.sources(now)
        ]
        return {
            "library": lint_object(
                health.report, self.label, health.found, self.problems
            ),
            "catalog": {"path": self.label, "papers": self.size(), "sources": sources},
        }
