"""Taking in a batch of papers: which are new, known, changed, or taken back."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha1
from itertools import chain
from typing import Any

from readnext.catalog.merge import merge, merge_all
from readnext.catalog.records import digest_of, dump_paper, load_paper
from readnext.catalog.schema import select_in
from readnext.catalog.shards import hash_name
from readnext.identity import Identity, is_among, slug_id
from readnext.names import fold, lab_key, person_keys, split_name
from readnext.paper import Gone, Paper, Problem
from readnext.persons import people_of, shared_surnames
from readnext.retitling import respelt
from readnext.titles import read_title


@dataclass(slots=True)
class Added:
    """How many papers were added, updated (merged), left unchanged, and deleted."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __iadd__(self, other: Added) -> Added:
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.deleted += other.deleted
        self.problems += other.problems
        return self


class Adder:
    """One batch of one source within one transaction: take all, write.

    A *statement* is what one source says of a paper under one id. The paper of a
    number is what its statements say together, the oldest first.
    """

    def __init__(self, db: sqlite3.Connection, source: int) -> None:
        self.added = Added()
        self._db = db
        self._source = source
        newest = db.execute("SELECT max(number) FROM statements").fetchone()[0]
        removed = db.execute("SELECT max(number) FROM gone").fetchone()[0]
        self._next = max(newest or 0, removed or 0) + 1
        self._by_id: dict[str, int] = {}  # statement id -> number
        self._said: dict[int, dict[str, Paper]] = {}  # number -> id -> statement
        self._aliases: dict[int, set[int]] = {}  # alias hash -> numbers
        self._identities: dict[int, list[Identity]] = {}
        self._named: dict[int, set[int]] = {}  # number -> alias hashes to write
        self._touched: dict[int, None] = {}  # numbers with something new, in order
        self._new_ids: dict[str, None] = {}
        self._changed_ids: dict[str, None] = {}
        self._restated: list[str] = []
        self._gone_ids: dict[str, None] = {}
        self._left: set[int] = set()  # numbers without a statement, or joined

    def take_all(self, items: Sequence[Paper | Gone]) -> None:
        """Take in a batch of papers, and of ids whose papers are gone."""
        items = self._unknown(items)
        papers = [item for item in items if isinstance(item, Paper)]
        identities = list(map(Identity.of, papers))
        names = list(map(_hashes, identities))
        self._prepare([item.id for item in items], papers, names)
        known = zip(identities, names, strict=True)
        for item in items:
            if isinstance(item, Gone):
                self._remove(item.id)
            else:
                self._add(item, *next(known))

    def _unknown(self, items: Sequence[Paper | Gone]) -> list[Paper | Gone]:
        """The items that are not word for word what the catalog has already.

        One hash tells that, so that what was added before costs next to nothing.
        An id that comes twice, or with its end, is looked at in full.
        """
        times = Counter(item.id for item in items)
        query = "SELECT id, digest, source FROM statements WHERE id IN ({})"
        told = {id_: rest for id_, *rest in select_in(self._db, query, times)}
        kept, also = [], []
        for item in items:
            digest, source = told.get(item.id, (None, None))
            if (
                digest is None
                or isinstance(item, Gone)
                or times[item.id] > 1
                or digest != digest_of(dump_paper(item))
            ):
                kept.append(item)
                continue
            self.added.unchanged += 1
            if source != self._source:
                also.append(item.id)
        self._note_sources(also)
        return kept

    def _note_sources(self, ids: Iterable[str]) -> None:
        """Note this source with statements that another one gave first."""
        self._db.executemany(
            "INSERT OR IGNORE INTO also "
            "SELECT id, ?1 FROM statements WHERE id = ?2 AND source != ?1",
            ((self._source, id_) for id_ in ids),
        )

    def _prepare(
        self, ids: list[str], papers: list[Paper], names: list[list[int]]
    ) -> None:
        """Load what the catalog knows of these ids and papers."""
        wanted = set(chain.from_iterable(names))
        numbers = set()
        for alias, number in self._query("aliases", "hash, number", "hash", wanted):
            self._aliases.setdefault(alias, set()).add(number)
            numbers.add(number)
        wanted_ids = {*ids, *map(_apart, papers)}
        found = self._query("statements", "number", "id", wanted_ids)
        self._load(numbers | {number for (number,) in found})

    def _add(self, paper: Paper, identity: Identity, hashes: list[int]) -> None:
        """Take in one paper as a new statement, a changed one, or nothing new."""
        number = self._by_id.get(paper.id)
        if number is not None and self._is_other(paper, identity, number):
            self._note_conflict(paper)
            paper = replace(paper, id=_apart(paper))
            number = self._by_id.get(paper.id)
        if number is not None:
            paper = _restated(self._said[number][paper.id], paper)
            if self._said[number][paper.id] == paper:
                self.added.unchanged += 1
                return
        known = self._numbers_of(identity, hashes)
        known |= {number} if number is not None else set()
        if known:
            self.added.updated += 1
            number = self._join(known)
        else:
            self.added.added += 1
            number, self._next = self._next, self._next + 1
        self._state(paper, identity, number, hashes)

    def _remove(self, id_: str) -> None:
        """Take back a statement; the paper goes with its last one."""
        number = self._by_id.pop(id_, None)
        if number is None:
            return
        self.added.deleted += 1
        self._said[number].pop(id_)
        self._identities.pop(number, None)
        if id_ in self._new_ids:
            self._new_ids.pop(id_)
        else:
            self._changed_ids.pop(id_, None)
            self._gone_ids[id_] = None
        if self._said[number]:
            self._touched[number] = None
            self._name(number, ())
        else:
            self._leave(number)

    def _leave(self, number: int) -> None:
        """Give up a number that has no statement any more."""
        self._said.pop(number)
        self._touched.pop(number, None)
        self._identities.pop(number, None)
        self._left.add(number)

    def changed(self) -> dict[int, Paper]:
        """Return the merged papers that need new features, by number.

        Among them are withdrawn ones, which get none.
        """
        return {n: merge_all(list(self._said[n].values())) for n in self._touched}

    def write(self, withdrawn: Iterable[int]) -> None:
        """Write the batch to the database; `withdrawn` numbers are hidden."""
        numbers = {id_: n for n, said in self._said.items() for id_ in said}
        records = {id_: p for said in self._said.values() for id_, p in said.items()}
        self._db.executemany(
            "DELETE FROM statements WHERE id = ?", ((i,) for i in self._gone_ids)
        )
        self._db.executemany(
            "DELETE FROM also WHERE id = ?", ((i,) for i in self._gone_ids)
        )
        self._db.executemany(
            "INSERT INTO statements (id, number, source, digest, record) "
            "VALUES (?, ?, ?, ?, ?)",
            (
                (i, numbers[i], self._source, digest_of(record), record)
                for i in self._new_ids
                for record in [dump_paper(records[i])]
            ),
        )
        self._db.executemany(
            "UPDATE statements SET number = ?, digest = ?, record = ? WHERE id = ?",
            (
                (numbers[i], digest_of(record), record, i)
                for i in self._changed_ids
                for record in [dump_paper(records[i])]
            ),
        )
        self._note_sources(self._restated)
        self._write_hidden(set(withdrawn))
        self._write_aliases()
        self._write_names()

    # ------------------------------------------------------------------ parts
    def _load(self, numbers: set[int]) -> None:
        """Load all statements of these numbers."""
        rows = self._query("statements", "seq, id, number, record", "number", numbers)
        for _, id_, number, record in sorted(rows):
            self._by_id[id_] = number
            self._said.setdefault(number, {})[id_] = load_paper(record)

    def _stated(self, number: int) -> list[Identity]:
        """Identities of all statements of a paper."""
        if number not in self._identities:
            statements = self._said[number].values()
            self._identities[number] = list(map(Identity.of, statements))
        return self._identities[number]

    def _numbers_of(self, identity: Identity, hashes: list[int]) -> set[int]:
        """Numbers of the known papers that this one is.

        An id can show that several known papers are one. A title cannot: a record
        cut short ("Rivers") may fit two works that are known to differ.
        """
        near = {n for h in hashes if h in self._aliases for n in self._aliases[h]}
        # A number that was joined to another has aliases, but no statements.
        known = [n for n in sorted(near) if n in self._said]
        found = [n for n in known if is_among(identity, self._stated(n))]
        if not found:
            return set()
        proved = {n for n in found if any(map(identity.shares_id, self._stated(n)))}
        titled = [n for n in found if n not in proved]
        equal = [n for n in titled if self._has_title(n, identity.title)]
        return proved | set((equal or titled)[:1])

    def _has_title(self, number: int, key: str) -> bool:
        return any(known.title == key for known in self._stated(number))

    def _is_other(self, paper: Paper, identity: Identity, number: int) -> bool:
        """Whether an id that is taken names another paper there.

        A source may mend a title or an author list, so only a paper that agrees in
        neither is another one.
        """
        old = self._said[number][paper.id]
        if old.title == paper.title:
            return False
        known = Identity.of(old)
        ours, theirs = people_of(paper.authors), people_of(old.authors)
        if identity.same(known) or shared_surnames(ours, theirs):
            return False
        return bool(ours or theirs) or not respelt(
            read_title(old.title), read_title(paper.title)
        )

    def _note_conflict(self, paper: Paper) -> None:
        self.added.problems.append(
            Problem(
                paper.id,
                f"this id already names another paper; {paper.title!r} "
                f"is kept apart as {_apart(paper)}",
            )
        )

    def _join(self, numbers: set[int]) -> int:
        """Make several known papers one; return its number."""
        keep, *others = sorted(numbers)
        for other in others:
            self._name(keep, chain.from_iterable(map(_hashes, self._stated(other))))
            for id_, statement in self._said.pop(other).items():
                self._said[keep][id_] = statement
                self._by_id[id_] = keep
                if id_ not in self._new_ids:
                    self._changed_ids[id_] = None
            self._identities.pop(keep, None)
            self._touched.pop(other, None)
            self._left.add(other)
        return keep

    def _state(
        self, paper: Paper, identity: Identity, number: int, hashes: list[int]
    ) -> None:
        """Record a statement of a paper."""
        if paper.id in self._gone_ids:  # taken back and given again
            self._gone_ids.pop(paper.id)
            self._changed_ids[paper.id] = None
        elif paper.id not in self._by_id:
            self._new_ids[paper.id] = None
        elif paper.id not in self._new_ids:
            self._changed_ids[paper.id] = None
            self._restated.append(paper.id)
        self._by_id[paper.id] = number
        self._said.setdefault(number, {})[paper.id] = paper
        self._identities.pop(number, None)
        if len(self._said[number]) == 1:
            self._identities[number] = [identity]
        self._touched[number] = None
        self._name(number, hashes)

    def _name(self, number: int, hashes: Iterable[int]) -> None:
        """Make a number known by the hashes of its names."""
        hashes = list(hashes)
        for alias in hashes:
            self._aliases.setdefault(alias, set()).add(number)
        self._named.setdefault(number, set()).update(hashes)

    def _write_hidden(self, withdrawn: set[int]) -> None:
        """Write which numbers are no longer shown, and which are again."""
        hidden = self._left | withdrawn
        shown = set(self._touched) - hidden
        self._db.executemany("DELETE FROM gone WHERE number = ?", ((n,) for n in shown))
        self._db.executemany(
            "INSERT OR IGNORE INTO gone VALUES (?)", ((n,) for n in sorted(hidden))
        )

    def _write_aliases(self) -> None:
        """Write the names under which papers are found."""
        rows = ((h, number) for number in self._touched for h in self._named[number])
        self._db.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", rows)

    def _write_names(self) -> None:
        """Write the first spelling of every name."""
        names: dict[tuple[str, str], str] = {}
        for number in self._touched:
            for paper in self._said[number].values():
                for kind, key, name in names_of(paper):
                    names.setdefault((kind, key), name)
        self._db.executemany(
            "INSERT OR IGNORE INTO names VALUES (?, ?, ?)",
            ((kind, hash_name(key), name) for (kind, key), name in names.items()),
        )

    def _query(
        self, table: str, columns: str, where: str, values: Iterable[object]
    ) -> list[tuple[Any, ...]]:
        """Rows of a table where a column has one of many values."""
        query = f"SELECT {columns} FROM {table} WHERE {where} IN ({{}})"
        return list(select_in(self._db, query, values))


def _hashes(identity: Identity) -> list[int]:
    """The hashed names under which the same paper may be known."""
    return list(map(hash_name, identity.aliases() + identity.blocks()))


def names_of(paper: Paper) -> Iterable[tuple[str, str, str]]:
    """Yield (kind, key, spelling) of all that a paper can be filtered by."""
    for author in paper.authors:
        family, given = split_name(author)
        # The key that people share stands for all of them, so it gets no whole name.
        spellings = (f"{given[:1]}. {family}" if given else family, author)
        for key, spelling in zip(person_keys(author), spellings, strict=False):
            yield "people", key, spelling
    for lab in paper.labs:
        yield "labs", lab_key(lab), lab
    for category in paper.categories:
        yield "categories", fold(category), category
    if paper.venue:
        yield "venue", fold(paper.venue), paper.venue


def _restated(old: Paper, new: Paper) -> Paper:
    """What a source says now under an id that it used before.

    An id made of the title is no source's own: several pages may have the paper,
    and what they say of it adds up.
    """
    return merge(old, new) if new.id == slug_id(new.title) else new


def _apart(paper: Paper) -> str:
    """The id of a paper whose own id is taken by another."""
    return f"{paper.id}~{sha1(paper.title.encode()).hexdigest()[:6]}"
