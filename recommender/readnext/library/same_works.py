"""Entries of a library grouped by the work that they are."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from readnext.matching.group import RecordGroup
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys, MatchIndex
from readnext.paper import Entry

Known = tuple[Entry, Identity]


def same_works(entries: Iterable[Entry]) -> list[list[Known]]:
    """Return entries that have a title, grouped by the work that they are.

    A title that is contained in those of two different works, as "Flood Recovery" in
    "Flood Recovery: Network" and "Flood Recovery: Computing", is a work of its own.
    """
    grouping = _Grouping()
    for entry in entries:
        identity = Identity.of(entry)
        if identity.title:
            grouping.add(entry, identity)
    return grouping.groups()


class _Grouping:
    """Entries by the work that they are, each group under a number."""

    def __init__(self) -> None:
        self._entries: list[list[tuple[int, Known]]] = []  # with their places
        self._records: list[RecordGroup] = []
        self._index = MatchIndex[int]()
        self._joined: dict[int, int] = {}  # number of a group -> where it went
        self._near: list[tuple[int, int]] = []  # may be one, by a part of the title
        self._count = 0

    def add(self, entry: Entry, identity: Identity) -> None:
        """Add an entry to the group of its work, or to a new one."""
        keys = LookupKeys.of(identity)
        found = self._index.candidates(keys)
        same = (n for n, others in found.items() if self._is_of(identity, n, others))
        number = next(map(self._now, same), len(self._records))
        if number == len(self._records):
            self._entries.append([])
            self._records.append(RecordGroup())
        self._entries[number].append((self._count, (entry, identity)))
        self._count += 1
        if identity in self._records[number]:
            return
        self._records[number].add(identity)
        self._index.add(number, keys)
        for other, others in found.items():
            self._compare(identity, number, other, others)

    def _is_of(self, identity: Identity, number: int, others: list[Identity]) -> bool:
        """Whether a record is of the work of a group, of which `others` are."""
        if not any(map(identity.same_in_all_but_spelling, others)):
            return False
        return not self._records[self._now(number)].excludes(identity)

    def _compare(
        self, identity: Identity, number: int, other: int, others: list[Identity]
    ) -> None:
        """Join a further group that a record of `number` proves to be the same work."""
        number, other = self._now(number), self._now(other)
        if number == other:
            return
        for one in others:
            if identity.shares_id(one) and identity.same(one):
                if not self._exclude_each_other(number, other):
                    self._join(number, other)
                return
            if identity.title != one.title and identity.same(one):
                self._near.append((number, other))
                return

    def _now(self, number: int) -> int:
        while number in self._joined:
            number = self._joined[number]
        return number

    def _exclude_each_other(self, one: int, other: int) -> bool:
        return any(map(self._records[one].excludes, self._records[other]))

    def _join(self, one: int, other: int) -> None:
        """Join two groups under the lower number."""
        keep, gone = sorted((one, other))
        self._joined[gone] = keep
        self._entries[keep] += self._entries[gone]
        for identity in self._records[gone]:
            self._records[keep].add(identity)

    def groups(self) -> list[list[Known]]:
        """Return the groups; those that may be one are, if no two of them are two."""
        near = self._near_now()
        for number in sorted(near):
            found = _connected(number, near)
            pairs = list(combinations(sorted(found), 2))
            if all(
                other in near[one] and not self._exclude_each_other(one, other)
                for one, other in pairs
            ):
                for one, other in pairs:
                    if self._now(one) != self._now(other):
                        self._join(self._now(one), self._now(other))
        kept = (n for n in range(len(self._records)) if n not in self._joined)
        return [
            [known for _, known in sorted(self._entries[n], key=lambda item: item[0])]
            for n in kept
        ]

    def _near_now(self) -> dict[int, set[int]]:
        """The groups that may be one, each with the others."""
        near: dict[int, set[int]] = {}
        for pair in self._near:
            one, other = map(self._now, pair)
            if one != other:
                near.setdefault(one, set()).add(other)
                near.setdefault(other, set()).add(one)
        return near


def _connected(number: int, near: dict[int, set[int]]) -> set[int]:
    """All that a group is connected to by others, and itself."""
    found, left = {number}, [number]
    while left:
        new = near[left.pop()] - found
        found |= new
        left += new
    return found
