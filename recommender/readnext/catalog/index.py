"""The index of a catalog: by which names and blocks its papers are found."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from readnext.catalog.schema import select_in
from readnext.catalog.shards import hash_name
from readnext.matching.identity import Identity
from readnext.matching.prefilter import Glance, Outline


@dataclass(slots=True)
class Trace:
    """What a record is looked up by: hashed names, hashed blocks, and its outline.

    `found` are the numbers of the papers in the database that it may be.
    """

    names: tuple[int, ...]
    blocks: tuple[int, ...]
    glance: Glance
    found: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, identity: Identity) -> Trace:
        """Return the trace of a record."""
        names = tuple(map(hash_name, identity.aliases()))
        return cls(names, tuple(map(hash_name, identity.blocks())), Glance(identity))


class _Asking:
    """Which traces have a hash; nearly always it is one, so that needs no list."""

    def __init__(self, pairs: Iterable[tuple[int, Trace]]) -> None:
        self._first: dict[int, Trace] = {}
        self._others: dict[int, list[Trace]] = {}
        for hash_, trace in pairs:
            if self._first.setdefault(hash_, trace) is not trace:
                self._others.setdefault(hash_, []).append(trace)

    def hashes(self) -> list[int]:
        """Return all hashes, sorted as the tables are."""
        return sorted(self._first)

    def who(self, hash_: int) -> Iterator[Trace]:
        """Yield the traces that have a hash."""
        yield self._first[hash_]
        yield from self._others.get(hash_, ())


class Index:
    """The names and blocks in the database, and those that are yet to be written."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._named: dict[int, list[int]] = {}
        self._blocks: dict[int, list[tuple[int, Outline]]] = {}

    def look_up(self, traces: Iterable[Trace]) -> None:
        """Find out which papers in the database some records may be."""
        traces = list(traces)
        named = _Asking((name, trace) for trace in traces for name in trace.names)
        query = "SELECT hash, number FROM aliases WHERE hash IN ({})"
        for name, number in select_in(self._db, query, named.hashes()):
            for trace in named.who(name):
                trace.found.add(number)
        blocks = _Asking((block, trace) for trace in traces for block in trace.blocks)
        query = (
            "SELECT hash, number, year, initials, size, people FROM blocks "
            "WHERE hash IN ({})"
        )
        for block, number, *rest in select_in(self._db, query, blocks.hashes()):
            outline = Outline(*rest)
            for trace in blocks.who(block):
                if trace.glance.may_be(outline):
                    trace.found.add(number)

    def near(self, trace: Trace) -> set[int]:
        """Return the numbers of all papers that a record may be."""
        near = trace.found.copy()
        for name in trace.names:
            near.update(self._named.get(name, ()))
        for block in trace.blocks:
            for number, outline in self._blocks.get(block, ()):
                if number not in near and trace.glance.may_be(outline):
                    near.add(number)
        return near

    def note(self, number: int, trace: Trace) -> None:
        """Make a paper known by what one of its records is looked up by."""
        for name in trace.names:
            self._named.setdefault(name, []).append(number)
        for block in trace.blocks:
            self._blocks.setdefault(block, []).append((number, trace.glance.outline))

    def write(self, numbers: Collection[int]) -> None:
        """Write what was noted of some papers, sorted as the tables are."""
        named = (
            (name, number)
            for name in sorted(self._named)
            for number in self._named[name]
            if number in numbers
        )
        self._db.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", named)
        blocks = (
            (block, number, *outline)
            for block in sorted(self._blocks)
            for number, outline in self._blocks[block]
            if number in numbers
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO blocks VALUES (?, ?, ?, ?, ?, ?)", blocks
        )
