"""What importing papers into a catalog did."""

from __future__ import annotations

from dataclasses import dataclass, field

from readnext.paper import Problem


@dataclass(slots=True)
class ImportResult:
    """How many papers were added, updated (merged), left unchanged, and deleted."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __iadd__(self, other: ImportResult) -> ImportResult:
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.deleted += other.deleted
        self.problems += other.problems
        return self
