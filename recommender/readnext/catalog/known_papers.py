"""The papers that the records of a batch may be: of the catalog, and of the batch."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from readnext.catalog.index import Index
from readnext.catalog.merge import merge_all
from readnext.catalog.records import Statement
from readnext.matching.group import RecordGroup
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys
from readnext.paper import Paper


class KnownPapers:
    """Papers by number, each with its statements, and an index by which they are found.

    `by_id`: the number of each statement's paper; `statements`: by number and id, the
    oldest first. `groups` are made when they are needed: who changes or removes a
    statement removes the group of its number.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.by_id: dict[str, int] = {}
        self.statements: dict[int, dict[str, Paper]] = {}
        self.groups: dict[int, RecordGroup] = {}

    def load(self, statements: Iterable[Statement]) -> None:
        """Add papers that the catalog has, with all of their statements."""
        for _, id_, number, paper in sorted(statements, key=attrgetter("seq")):
            self.by_id[id_] = number
            self.statements.setdefault(number, {})[id_] = paper
            self.index.add(number, LookupKeys.of(Identity.of(paper)))

    def group(self, number: int) -> RecordGroup:
        """Return the identities of all statements of a paper."""
        if number not in self.groups:
            statements = self.statements[number].values()
            self.groups[number] = RecordGroup(map(Identity.of, statements))
        return self.groups[number]

    def merged(self, number: int) -> Paper:
        """Return what all statements of a paper say together."""
        return merge_all(list(self.statements[number].values()))

    def titled(self, keys: LookupKeys) -> list[int]:
        """Return the numbers of the papers that have exactly the title of a record."""
        return [
            number
            for number in self.index.candidates(keys)
            if number in self.statements
            and keys.identity.title in self.group(number).titles
        ]

    def numbers_of(self, keys: LookupKeys) -> set[int]:
        """Return the numbers of the papers that are the same paper as this one.

        An id can show that several known papers are one. A title cannot: a record
        cut short ("Rivers") may fit two works that are known to differ.
        """
        identity = keys.identity
        found = [
            number
            for number, records in sorted(self.index.candidates(keys).items())
            if self._is_among(identity, number, records)
        ]
        if not found:
            return set()
        proved = {n for n in found if self.group(n).shares_id(identity)}
        titled = [n for n in found if n not in proved]
        equal = [n for n in titled if identity.title in self.group(n).titles]
        return proved | set((equal or titled)[:1])

    def _is_among(
        self, identity: Identity, number: int, records: Iterable[Identity]
    ) -> bool:
        """Whether a record is of the paper of a number, by records of that one."""
        # A number that was joined to another is in the index, but has no statements;
        # neither has a record that was replaced.
        if number not in self.statements:
            return False
        group = self.group(number)
        same = any(one in group and identity.same(one) for one in records)
        return same and group.admits(identity)
