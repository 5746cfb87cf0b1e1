"""The papers of the history: each once, found by any record of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from readnext.catalog.serialize import dump_paper, load_paper
from readnext.history.schema import HistoryError, translate_errors
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys, MatchIndex
from readnext.paper import Paper, Problem

_FEW = 500  # names that are looked up one by one, rather than by reading all


class PaperTable:
    """The papers that were suggested or judged, by their numbers in the history."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._db = connection
        self._broken: dict[int, None] = {}

    def find(self, identity: Identity) -> int | None:
        """Return the number of the paper that an identity is, None if unknown."""
        return self.find_all([identity])[0]

    def find_all(self, identities: Iterable[Identity]) -> list[int | None]:
        """Return the numbers of the papers that many identities are."""
        keys = list(map(LookupKeys.of, identities))
        with translate_errors(self._path):
            numbers = self._numbers(
                {n for one in keys for n in (*one.names, *one.blocks)}
            )
        papers = self.papers(numbers)
        known = {number: Identity.of(paper) for number, paper in papers.items()}
        index = MatchIndex(known.items())
        damaged = self._names_of(set(numbers) - papers.keys())

        def found(one: LookupKeys) -> Iterator[int]:
            for number in index.find(one):
                if not known[number].apart(one.identity):
                    yield number
            # Of a damaged record, the names that it had are all there is to compare.
            for number, had in damaged.items():
                if not had.isdisjoint(one.names):
                    yield number

        return [next(found(one), None) for one in keys]

    def _names_of(self, numbers: Iterable[int]) -> dict[int, set[str]]:
        query = "SELECT alias FROM aliases WHERE paper = ?"
        with translate_errors(self._path):
            return {
                number: {name for (name,) in self._db.execute(query, (number,))}
                for number in numbers
            }

    def _numbers(self, names: set[str]) -> list[int]:
        """The numbers of the papers that go by one of some names, in order."""
        if len(names) <= _FEW:
            query = "SELECT paper FROM aliases WHERE alias = ?"
            rows = [row for name in names for row in self._db.execute(query, (name,))]
        else:
            every = self._db.execute("SELECT paper, alias FROM aliases")
            rows = [(paper,) for paper, alias in every if alias in names]
        return sorted({paper for (paper,) in rows})

    def paper(self, number: int) -> Paper:
        """Return a paper by its number; raise HistoryError if its record is damaged."""
        papers = self.papers([number])
        if number not in papers:
            raise HistoryError(f"{self._path}: {self.problems[-1].why}")
        return papers[number]

    def papers(self, numbers: Iterable[int]) -> dict[int, Paper]:
        """Return papers by number, without those whose record cannot be read.

        `problems` has what is wrong with these.
        """
        query = "SELECT record FROM papers WHERE number = ?"
        papers = {}
        with translate_errors(self._path):
            for number in numbers:
                row = self._db.execute(query, (number,)).fetchone()
                try:
                    papers[number] = load_paper(row[0] if row else "")
                # What is damaged is no JSON, or is not a paper.
                except (ValueError, TypeError, KeyError, AttributeError):
                    self._broken[number] = None
        return papers

    @property
    def problems(self) -> list[Problem]:
        """The records that could not be read so far; they were skipped."""
        return [
            Problem(f"{self._path}", f"the record of paper {number} is damaged")
            for number in self._broken
        ]

    def note(self, paper: Paper) -> int:
        """Return the number of a paper, which gets one if it is new.

        The new record replaces the old one; the old names still find it. Call within a
        transaction.
        """
        identity = Identity.of(paper)
        number = self.find(identity)
        record = dump_paper(paper)
        if number is None:
            found = self._db.execute(
                "INSERT INTO papers (record) VALUES (?)", (record,)
            )
            number = int(found.lastrowid or 0)
        else:
            self._db.execute(
                "UPDATE papers SET record = ? WHERE number = ?", (record, number)
            )
        self._db.executemany(
            "INSERT OR IGNORE INTO aliases VALUES (?, ?)",
            (
                (alias, number)
                for alias in (*identity.aliases(), *identity.blocks(), f"id:{paper.id}")
            ),
        )
        return number
