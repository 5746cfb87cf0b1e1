"""The index of a catalog: the names and blocks by which its papers are found."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from readnext.catalog.hashed_rows import Checked, rows_of_hashes
from readnext.catalog.shards import hash_name
from readnext.catalog.summed_rows import insert_hashed
from readnext.matching.group import RecordGroup
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys, MatchIndex
from readnext.matching.prefilter import Fingerprint, Prefilter

# A row of the database is compared with at most so many records of a batch; with more,
# it is read in any case.
_ASKED = 200


class Index:
    """The names and blocks in the database, and those that are yet to be written."""

    def __init__(self, db: sqlite3.Connection, checked: Checked | None = None) -> None:
        self._db, self._checked = db, checked
        self._hashes: dict[str, int] = {}
        self._noted: list[tuple[int, LookupKeys]] = []
        self._further: list[tuple[int, str]] = []  # numbers with names of other papers
        self._records = MatchIndex[int](by_words=False)

    def look_up(
        self, keys: Sequence[LookupKeys], *, by_words: bool = False
    ) -> set[int]:
        """Return the numbers of papers in the database that some records may be.

        With `by_words`, papers whose titles have another order of words are found.
        """
        found = self.named(name for one in keys for name in one.names)
        asking: defaultdict[int, list[Prefilter]] = defaultdict(list)
        for one in keys:
            for block in (*one.blocks, *(one.further if by_words else ())):
                asking[self._hash(block)].append(one.prefilter)
        for hash_, number, *rest in self._rows("blocks", asking):
            if number not in found and _may_be_any(Fingerprint(*rest), asking[hash_]):
                found.add(number)
        return found

    def named(self, names: Iterable[str]) -> set[int]:
        """Return the numbers of papers in the database that have one of some names."""
        hashes = map(self._hash, names)
        return {n for _, n in self._rows("aliases", hashes)}

    def add(self, number: int, keys: LookupKeys) -> None:
        """Add a record of a paper that the database already has."""
        self._records.add(number, keys)

    def note(self, number: int, keys: LookupKeys, *, find: bool = True) -> None:
        """Have a record written; with `find`, it is a candidate from now on."""
        if find:
            self._records.add(number, keys)
        self._noted.append((number, keys))

    def note_name(self, number: int, name: str) -> None:
        """Have a name written that is not that of the paper itself; see `named`."""
        self._further.append((number, name))

    def candidates(self, keys: LookupKeys) -> dict[int, list[Identity]]:
        """Return the records that one may be the same paper as, by their papers."""
        return self._records.candidates(keys)

    def write(self, numbers: Collection[int], first: int) -> None:
        """Write what was noted of some papers, of which those from `first` on are new.

        It is sorted as the tables are.
        """
        noted = [(number, keys) for number, keys in self._noted if number in numbers]
        named = [(self._hash(k), n) for n, keys in noted for k in keys.names]
        named += [(self._hash(name), n) for n, name in self._further if n in numbers]
        blocks = [
            (self._hash(block), number, *keys.prefilter.fingerprint)
            for number, keys in noted
            for block in keys.blocks
        ]
        self._insert("aliases", named, first)
        self._insert("blocks", blocks, first)

    def _insert(self, table: str, rows: Iterable[tuple[int, ...]], first: int) -> None:
        new, known = list[tuple[int, ...]](), list[tuple[int, ...]]()
        for row in sorted(set(rows)):
            (new if row[1] >= first else known).append(row)
        insert_hashed(self._db, table, new)
        if known:
            marks = ", ".join("?" * len(known[0]))
            query = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"
            self._db.executemany(query, known)

    def _rows(self, table: str, hashes: Iterable[int]) -> Iterator[tuple[int, ...]]:
        return rows_of_hashes(self._db, table, hashes, self._checked)

    def _hash(self, name: str) -> int:
        hash_ = self._hashes.get(name)
        if hash_ is None:
            hash_ = self._hashes[name] = hash_name(name)
        return hash_


def _may_be_any(row: Fingerprint, asking: Sequence[Prefilter]) -> bool:
    """Whether a row can be of the same paper as one of the records of its block."""
    return len(asking) > _ASKED or any(one.may_match(row) for one in asking)


def numbers_of(
    wanted: Iterable[LookupKeys], known: Iterable[tuple[int, Iterable[Identity]]]
) -> list[list[int]]:
    """Return the numbers of the papers that each record is, mostly one or none.

    Records are given by their keys. `known` are papers by number, each with the
    identities of its records.
    """
    groups = {number: RecordGroup(records) for number, records in known}
    index = MatchIndex((n, one) for n, group in groups.items() for one in group)
    return [
        sorted(
            number
            for number in index.find(keys)
            if groups[number].admits(keys.identity)
        )
        for keys in wanted
    ]
