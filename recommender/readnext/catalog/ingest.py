"""Importing a batch of papers: which are new, known, changed, or withdrawn."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from readnext.catalog import statement_table as table
from readnext.catalog.batch_facts import BatchFacts
from readnext.catalog.candidates import retractions, with_retraction
from readnext.catalog.checksums import rows_of
from readnext.catalog.facts import Facts, retracted_keys
from readnext.catalog.hashed_rows import Checked
from readnext.catalog.import_result import ImportResult
from readnext.catalog.index import Index
from readnext.catalog.known_papers import KnownPapers
from readnext.catalog.name_index import Known, Names, write_names
from readnext.catalog.notice_titles import (
    retraction_of,
    retraction_of_key,
)
from readnext.catalog.prepared import Prepared
from readnext.catalog.records import last_number, statements_of
from readnext.catalog.schema import select_in
from readnext.catalog.serialize import digest_of
from readnext.catalog.statements import apart_id, is_other, restated
from readnext.matching.group import RecordGroup
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys
from readnext.paper import Gone, Paper, Problem


class Importer:
    """One batch of one source within one transaction: `add_all`, then `write`.

    A *statement* is what one source says of a paper under one id. The paper of a
    number is what its statements say together, the oldest first.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        source: int,
        prepared: Prepared | None = None,
        checked: Checked | None = None,
    ) -> None:
        self.added = ImportResult()
        self.facts = BatchFacts(prepared)
        self._db = db
        self._source = source
        removed = (number for (number,) in rows_of(db, "gone", "number"))
        self._first = self._next = max(last_number(db), *removed, 0) + 1
        self._known = KnownPapers(Index(db, checked))
        self._touched: dict[int, None] = {}  # numbers with something new, in order
        self._new_ids: dict[str, None] = {}
        self._changed_ids: dict[str, None] = {}
        self._correctable: set[str] = set()  # ids that this source used once before
        self._restated: list[str] = []
        self._gone_ids: dict[str, None] = {}
        self._left: set[int] = set()  # numbers without a statement, or joined

    @property
    def first_new(self) -> int | None:
        """The number of the first paper that is new, None if there is none."""
        return self._first if self._next > self._first else None

    def add_all(self, items: Sequence[Paper | Gone]) -> None:
        """Add a batch of papers, and remove the ids that a source has withdrawn."""
        items, taken = self._unknown(list(_stated(items)))
        papers = [item for item in items if isinstance(item, Paper)]
        facts = list(map(self.facts.of, papers))
        notices = [
            (paper, one.retracts)
            for paper, one in zip(papers, facts, strict=True)
            if one.retracts is not None
        ]
        keys = [one.keys for one in facts]
        known = self._known.index.look_up([*keys, *(wanted for _, wanted in notices)])
        earlier = self._known.index.named(
            retraction_of_key(one.identity.title)
            for paper, one in zip(papers, keys, strict=True)
            if paper.venue
        )
        apart = (apart_id(p) for p in papers if p.id in taken or "~" in p.id)
        found = self._query("statements", "number", "id", {*taken, *apart})
        numbers = known.union(earlier, (n for (n,) in found))
        self._known.load(statements_of(self._db, numbers))
        found_out = iter(facts)
        for item in items:
            if isinstance(item, Gone):
                self._remove(item.id)
            else:
                self._add(item, next(found_out))
        for notice, wanted in (*notices, *self._notices_of(earlier)):
            self._withdraw(notice, wanted)

    def _notices_of(self, numbers: Iterable[int]) -> Iterator[tuple[Paper, LookupKeys]]:
        """The notices among some papers, each with the keys of what it retracts."""
        for number in sorted(numbers):
            for paper in list(self._known.statements.get(number, {}).values()):
                if wanted := retracted_keys(paper):
                    yield paper, wanted

    def _unknown(
        self, items: Sequence[Paper | Gone]
    ) -> tuple[list[Paper | Gone], set[str]]:
        """The items that differ from what the catalog has already.

        A hash of the record decides, so that adding a paper again is cheap. An id that
        occurs twice, or is removed, is always compared in full. Also returns the ids
        that are in use before their item is added.
        """
        times = Counter(item.id for item in items)
        query = "SELECT id, number, digest, source FROM statements WHERE id IN ({})"
        known = {id_: rest for id_, *rest in select_in(self._db, query, sorted(times))}
        kept, also, taken, others = [], [], set[str](), set[str]()
        for item in items:
            number, digest, source = known.get(item.id, (None, None, None))
            if (
                number is None
                or isinstance(item, Gone)
                or times[item.id] > 1
                or digest != digest_of(number, self.facts.record_of(item))
            ):
                kept.append(item)
                if number is not None or times[item.id] > 1:
                    taken.add(item.id)
                if times[item.id] == 1 and source is not None:
                    own = source == self._source
                    (self._correctable if own else others).add(item.id)
                continue
            self.added.unchanged += 1
            if source != self._source:
                also.append(item.id)
        self._correctable |= table.further_ids(self._db, self._source, others)
        table.add_sources(self._db, self._source, also)
        return kept, taken

    def _add(self, paper: Paper, facts: Facts) -> None:
        """Add one paper as a new statement, a changed one, or an unchanged one."""
        given, keys = paper, facts.keys
        identity = keys.identity
        number = self._known.by_id.get(paper.id)
        if number is not None and is_other(
            self._known.statements[number][paper.id],
            paper,
            identity,
            corrected=paper.id in self._correctable,
        ):
            self._note_conflict(paper)
            paper = replace(paper, id=apart_id(paper))
            number = self._known.by_id.get(paper.id)
        stated = paper
        if number is not None:
            stated = restated(self._known.statements[number][paper.id], paper)
            if self._known.statements[number][paper.id] == stated:
                self.added.unchanged += 1
                return
        known = self._known.numbers_of(keys)
        known |= {number} if number is not None else set()
        if known:
            self.added.updated += 1
            number = self._join(known)
        else:
            self.added.added += 1
            number, self._next = self._next, self._next + 1
        if stated is not paper:  # it includes what other sources state
            self._known.index.note(number, keys)
            keys = LookupKeys.of(Identity.of(stated))
        if stated is given:
            self.facts.keep(stated, facts)
        self._state(stated, number, keys)

    def _withdraw(self, notice: Paper, wanted: LookupKeys) -> None:
        """Withdraw the paper of exactly the title in a notice, if there is only one."""
        titled = self._known.titled(wanted)
        if len(titled) != 1:
            return
        paper = self._known.merged(titled[0])
        statement = None if paper.withdrawn else retraction_of(paper, notice)
        if statement is not None and statement.id not in self._known.by_id:
            self.added.updated += 1
            self._state(statement, titled[0], LookupKeys.of(Identity.of(statement)))

    def _remove(self, id_: str) -> None:
        """Remove a statement; the paper is removed with its last one."""
        number = self._known.by_id.pop(id_, None)
        if number is None:
            return
        self.added.deleted += 1
        self._known.statements[number].pop(id_)
        self._known.groups.pop(number, None)
        if id_ in self._new_ids:
            self._new_ids.pop(id_)
        else:
            self._changed_ids.pop(id_, None)
            self._gone_ids[id_] = None
        if self._known.statements[number]:
            self._touched[number] = None
        else:
            self._leave(number)

    def _leave(self, number: int) -> None:
        """Drop a number that has no statements left."""
        self._known.statements.pop(number)
        self._touched.pop(number, None)
        self._known.groups.pop(number, None)
        self._left.add(number)

    def changed(self) -> dict[int, Paper]:
        """Return the merged papers that need new features, by number.

        Withdrawn ones are included, although they get none.
        """
        return {n: self._known.merged(n) for n in self._touched}

    def write(self, withdrawn: Iterable[int], known: Known) -> Names:
        """Write the batch to the database; `withdrawn` numbers are hidden.

        Returns the names that were not `known` and will be, once it is committed.
        """
        stated = {
            id_: (number, paper)
            for number, statements in self._known.statements.items()
            for id_, paper in statements.items()
        }
        table.delete(self._db, self._gone_ids)
        table.insert(
            self._db,
            self._source,
            (self._row(id_, *stated[id_]) for id_ in self._new_ids),
        )
        table.update(
            self._db, (self._row(id_, *stated[id_]) for id_ in self._changed_ids)
        )
        table.add_sources(self._db, self._source, self._restated)
        hidden = self._left | set(withdrawn)
        visible = {n for n in self._touched if n < self._first} - hidden
        table.set_hidden(self._db, hidden, visible)
        self._known.index.write(self._touched, self._first)
        papers = [p for n in self._touched for p in self._known.statements[n].values()]
        prepared = self.facts.prepared
        people = prepared.people if prepared else {}
        return write_names(self._db, papers, known, people)

    # ------------------------------------------------------------------ parts
    def _row(self, id_: str, number: int, paper: Paper) -> table.Row:
        """The row of a statement."""
        return id_, number, *self.facts.stored(paper)

    def _note_conflict(self, paper: Paper) -> None:
        self.added.problems.append(
            Problem(
                paper.id,
                f"this id already names another paper; {paper.title!r} "
                f"is kept apart as {apart_id(paper)}",
            )
        )

    def _join(self, numbers: set[int]) -> int:
        """Merge several known papers into one; return its number."""
        keep, *others = sorted(numbers)
        for other in others:
            for identity in self._known.group(other):
                self._known.index.note(keep, LookupKeys.of(identity))
            for id_, statement in self._known.statements.pop(other).items():
                self._known.statements[keep][id_] = statement
                self._known.by_id[id_] = keep
                if id_ not in self._new_ids:
                    self._changed_ids[id_] = None
            self._known.groups.pop(keep, None)
            self._touched.pop(other, None)
            self._left.add(other)
        return keep

    def _state(self, paper: Paper, number: int, keys: LookupKeys) -> None:
        """Record a statement of a paper."""
        statements = self._known.statements.setdefault(number, {})
        if paper.id in statements:
            self._known.groups.pop(number, None)
        elif statements:
            self._known.group(number).add(keys.identity)
        else:
            self._known.groups[number] = RecordGroup([keys.identity])
        if paper.id in self._gone_ids:  # removed and added again
            self._gone_ids.pop(paper.id)
            self._changed_ids[paper.id] = None
        elif paper.id not in self._known.by_id:
            self._new_ids[paper.id] = None
        elif paper.id not in self._new_ids:
            self._changed_ids[paper.id] = None
            self._restated.append(paper.id)
        self._known.by_id[paper.id] = number
        statements[paper.id] = paper
        self._touched[number] = None
        self._known.index.note(number, keys)
        for name in self.facts.names_of(paper):
            self._known.index.note_name(number, name)

    def _query(
        self, table: str, columns: str, where: str, values: Iterable[object]
    ) -> list[tuple[Any, ...]]:
        """Rows of a table where a column has one of many values."""
        query = f"SELECT {columns} FROM {table} WHERE {where} IN ({{}})"
        return list(select_in(self._db, query, values))


def _stated(items: Iterable[Paper | Gone]) -> Iterator[Paper | Gone]:
    """The items of a batch, and what notices among them say of other papers."""
    for item in items:
        if isinstance(item, Gone):
            yield item
        else:
            yield with_retraction(item)
            yield from retractions(item)
