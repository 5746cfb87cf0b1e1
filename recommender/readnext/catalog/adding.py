"""Adding a batch of papers: which are new, which are known, what changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha1
from itertools import chain
from typing import Any

from readnext.catalog.merge import merge, merge_all
from readnext.catalog.records import dump_paper, load_paper
from readnext.catalog.schema import select_in
from readnext.catalog.shards import hash_name
from readnext.identity import Identity, is_among, slug_id
from readnext.names import fold, lab_key, person_keys, split_name
from readnext.paper import Paper, Problem
from readnext.persons import people_of, shared_surnames
from readnext.retitling import respelt
from readnext.titles import read_title


@dataclass(slots=True)
class Added:
    """How many papers an addition added, updated (merged) and left unchanged."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __iadd__(self, other: Added) -> Added:
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.problems += other.problems
        return self


class Adder:
    """One batch within one transaction: add all, write.

    A *statement* is what one source says of a paper under one id. The paper of a
    number is what its statements say together, the oldest first.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self.added = Added()
        self._db = db
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
        self._joined: dict[int, int] = {}  # number -> the number it became

    def add_all(self, papers: list[Paper]) -> None:
        """Take in a batch of papers."""
        identities = list(map(Identity.of, papers))
        names = list(map(_hashes, identities))
        self._prepare(papers, names)
        for paper, identity, hashes in zip(papers, identities, names, strict=True):
            self._add(paper, identity, hashes)

    def _prepare(self, papers: list[Paper], names: list[list[int]]) -> None:
        """Load what the catalog knows of these papers."""
        wanted = set(chain.from_iterable(names))
        numbers = set()
        for alias, number in self._query("aliases", "hash, number", "hash", wanted):
            self._aliases.setdefault(alias, set()).add(number)
            numbers.add(number)
        ids = {id_ for paper in papers for id_ in (paper.id, _apart(paper))}
        numbers |= {n for (n,) in self._query("statements", "number", "id", ids)}
        self._load(numbers)

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

    def changed(self) -> dict[int, Paper]:
        """Return the merged papers that need new features, by number."""
        return {n: merge_all(list(self._said[n].values())) for n in self._touched}

    def write(self) -> None:
        """Write the batch to the database."""
        numbers = {id_: n for n, said in self._said.items() for id_ in said}
        records = {id_: p for said in self._said.values() for id_, p in said.items()}
        self._db.executemany(
            "INSERT INTO statements (id, number, record) VALUES (?, ?, ?)",
            ((i, numbers[i], dump_paper(records[i])) for i in self._new_ids),
        )
        self._db.executemany(
            "UPDATE statements SET number = ?, record = ? WHERE id = ?",
            ((numbers[i], dump_paper(records[i]), i) for i in self._changed_ids),
        )
        self._write_joins()
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
            self._joined[other] = keep
        return keep

    def _state(
        self, paper: Paper, identity: Identity, number: int, hashes: list[int]
    ) -> None:
        """Record a statement of a paper."""
        target = self._new_ids if paper.id not in self._by_id else self._changed_ids
        if paper.id not in self._new_ids:
            target[paper.id] = None
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

    def _write_joins(self) -> None:
        """Write aliases, and what became of joined numbers."""
        rows = ((h, number) for number in self._touched for h in self._named[number])
        self._db.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", rows)
        self._db.executemany(
            "INSERT OR IGNORE INTO gone VALUES (?)", ((n,) for n in self._joined)
        )

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
