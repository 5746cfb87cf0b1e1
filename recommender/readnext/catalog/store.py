"""The catalog store: records in SQLite, features in memory-mapped shards.

Adding papers costs time in proportion to what is added. One process writes at a
time, in transactions; any number may read meanwhile, each from the state that the
last transaction left. A shard that a killed writer left behind is not listed in
the database, so nobody reads it, and the next writer replaces it.
"""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Self

from readnext.catalog.index import Index, numbers_of
from readnext.catalog.ingest import Added, Adder
from readnext.catalog.merge import merge_all
from readnext.catalog.name_index import KINDS, Known, Names
from readnext.catalog.newest import Cut, cut_down, live_rows
from readnext.catalog.schema import (
    damaged,
    explained,
    open_database,
    prepare_to_write,
    select_in,
)
from readnext.catalog.serialize import load_paper
from readnext.catalog.shards import (
    Columns,
    columns_of,
    day_number,
    hash_name,
    read_shard,
    write_shard,
)
from readnext.catalog.source_log import Account, Ledger
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys
from readnext.paper import Gone, Paper

_BATCH = 20_000  # papers a transaction and a shard
_TRIES = 20  # how often shards are looked up anew when one has just gone


class Catalog:
    """The papers of one folder. Use as a context manager, or call `close`."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._db = connection
        self._known = Known()

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Open the catalog in a folder; with `create`, make it if there is none.

        Raises CatalogError if it is missing, damaged or of another format.
        """
        return cls(folder, open_database(folder, create=create))

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __len__(self) -> int:
        with explained(self.folder):
            return self._count()

    # ------------------------------------------------------------------ adding
    def add(
        self, items: Iterable[Paper | Gone], source: str = "unnamed", *, batch: int = 0
    ) -> Added:
        """Take in what a source gives, merging papers that the catalog knows.

        A paper added twice changes nothing. Papers are committed in batches of
        `batch`: what a finished batch added stays, whatever happens later.
        """
        total = Added()
        stream = iter(items)
        while found := list(islice(stream, batch or _BATCH)):
            total += self.add_page(found, source)
        return total

    def add_page(
        self, items: Sequence[Paper | Gone], source: str, cursor: str | None = None
    ) -> Added:
        """Take in a few items of a source, and from where to go on, all or nothing."""
        with _uncollected():
            return self._take_in(items, source, cursor)

    def _take_in(
        self, items: Sequence[Paper | Gone], source: str, cursor: str | None
    ) -> Added:
        with explained(self.folder), self._transaction():
            self._clear_away()
            ledger = Ledger(self._db)
            number = ledger.number(source)
            adder = Adder(self._db, number)
            adder.take_all(items)
            names = self._write(adder)
            added = adder.added
            ledger.count(number, (added.added, added.updated, added.deleted), cursor)
        self._known.add(names)
        return added

    def remove_source(self, name: str) -> int:
        """Remove a source with all that it alone has said; return how many papers.

        A paper that another source has, too, stays with what that one says.
        """
        with explained(self.folder), self._transaction():
            ledger = Ledger(self._db)
            if ledger.find(name) is None:
                return 0
            number = ledger.number(name)
            self._db.execute(
                "UPDATE statements SET source = (SELECT min(source) FROM also "
                "WHERE also.id = statements.id AND also.source != ?1) "
                "WHERE source = ?1 AND EXISTS (SELECT 1 FROM also "
                "WHERE also.id = statements.id AND also.source != ?1)",
                (number,),
            )
            self._db.execute(
                "DELETE FROM also WHERE source = ?1 OR source = "
                "(SELECT source FROM statements WHERE statements.id = also.id)",
                (number,),
            )
            query = "SELECT id FROM statements WHERE source = ?"
            ids = [id_ for (id_,) in self._db.execute(query, (number,))]
            removed = self._take_back(ids, number)
            ledger.forget(name)
        return removed

    def remove_before(self, date: str) -> int:
        """Remove papers that are older than an ISO date; return how many.

        Papers whose date nobody gives stay.
        """
        table = self.columns()
        old = (table.date > 0) & (table.date < day_number(date))
        with explained(self.folder), self._transaction():
            query = "SELECT id FROM statements WHERE number IN ({})"
            rows = select_in(self._db, query, table.numbers[old].tolist())
            removed = self._take_back([id_ for (id_,) in rows], 0)
            Ledger(self._db).forget_lines()
        return removed

    def _take_back(self, ids: list[str], source: int) -> int:
        """Delete statements within a transaction; return how many papers went."""
        before = self._count()
        for start in range(0, len(ids), _BATCH):
            adder = Adder(self._db, source)
            adder.take_all([Gone(id_) for id_ in ids[start : start + _BATCH]])
            self._write(adder)
        return before - self._count()

    def _count(self) -> int:
        query = "SELECT count(DISTINCT number) FROM statements"
        return int(self._db.execute(query).fetchone()[0])

    def compact(self) -> None:
        """Put all shards together, forget what was removed, and free the space.

        Whoever reads meanwhile is not disturbed.
        """
        with explained(self.folder):
            with self._transaction():
                self._clear_away()
                shards = [n for (n,) in self._db.execute("SELECT number FROM shards")]
                tables = [self._read_shard(n, mapped=True) for n in sorted(shards)]
                gone = [n for (n,) in self._db.execute("SELECT number FROM gone")]
                self._db.execute("DELETE FROM shards")
                if tables:
                    self._put(_live(Columns.join(tables), gone), max(shards) + 1)
                for table in ("aliases", "blocks"):
                    self._db.execute(
                        f"DELETE FROM {table} WHERE number NOT IN "
                        "(SELECT number FROM statements)"
                    )
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with self._transaction():
                self._clear_away()

    def _put(self, table: Columns, number: int) -> None:
        """Write a shard within a transaction."""
        if len(table):
            write_shard(self._shard(number), table)
            self._db.execute("INSERT INTO shards VALUES (?, ?)", (number, len(table)))

    def newest(self) -> int:
        """Return the number of the paper that came last, 0 where there is none."""
        query = "SELECT coalesce(max(number), 0) FROM statements"
        with explained(self.folder):
            return int(self._db.execute(query).fetchone()[0])

    def count_since(self, number: int) -> int:
        """Return how many papers came after one, by its number."""
        query = "SELECT count(DISTINCT number) FROM statements WHERE number > ?"
        with explained(self.folder):
            return int(self._db.execute(query, (number,)).fetchone()[0])

    def size(self) -> int:
        """Return the bytes that the catalog takes on the disk."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return sum(path.stat().st_size for path in files)

    def papers_by_source(self) -> dict[str, int]:
        """Return how many papers each source speaks of."""
        query = (
            "SELECT name, (SELECT count(DISTINCT number) FROM statements "
            "WHERE source = sources.number) + (SELECT count(*) FROM also "
            "WHERE source = sources.number) FROM sources"
        )
        with explained(self.folder):
            return dict(self._db.execute(query).fetchall())

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """Open the ledger of sources; what is written to it is one transaction."""
        with explained(self.folder), self._transaction():
            yield Ledger(self._db)

    def accounts(self) -> list[Account]:
        """Return what the ledger says of each source."""
        with explained(self.folder):
            return Ledger(self._db).accounts()

    def _write(self, adder: Adder) -> Names:
        """Write what a batch changed; withdrawn papers get no features.

        Returns the names that are known once this is committed.
        """
        changed = adder.changed()
        shown = {n: paper for n, paper in changed.items() if not paper.withdrawn}
        self._write_features(shown)
        return adder.write(changed.keys() - shown.keys(), self._known)

    def _write_features(self, changed: dict[int, Paper]) -> None:
        """Write the features of changed papers as a new shard.

        Newest shards that are no larger are taken into it, so that many small
        additions make few shards, and a paper is written again a few times only.
        """
        if not changed:
            return
        query = "SELECT number, papers FROM shards ORDER BY number DESC"
        shards = self._db.execute(query).fetchall()
        tables = [columns_of(list(changed.values()), list(changed))]
        total = len(changed)
        for number, papers in shards:
            if papers > total or papers >= _BATCH:
                break
            tables.insert(0, self._read_shard(number, mapped=False))
            total += papers
            self._db.execute("DELETE FROM shards WHERE number = ?", (number,))
        number = max((n for n, _ in shards), default=0) + 1
        self._put(_live(Columns.join(tables), []), number)

    def _clear_away(self) -> None:
        """Remove the folders of shards that are no longer, or never were, listed."""
        listed = {f"{n:06d}" for (n,) in self._db.execute("SELECT number FROM shards")}
        for folder in (self.folder / "shards").glob("*"):
            if folder.name not in listed:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A write transaction; anything that interrupts it undoes it."""
        prepare_to_write(self._db)
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _read_shard(self, number: int, mapped: bool) -> Columns:
        """Read a shard; FileNotFoundError if it is gone, CatalogError if damaged."""
        try:
            return read_shard(self._shard(number), mapped)
        except FileNotFoundError:
            raise
        except (OSError, ValueError, EOFError) as error:
            raise damaged(self.folder, error) from error

    def _shard(self, number: int) -> Path:
        return self.folder / "shards" / f"{number:06d}"

    # ----------------------------------------------------------------- reading
    def columns(self, cut: Cut | None = None) -> Columns:
        """Return the features of all papers, each once, or of a part of so many."""
        for _ in range(_TRIES):
            with explained(self.folder):
                self._db.execute("BEGIN")
                query = "SELECT number, papers FROM shards ORDER BY number"
                shards = self._db.execute(query).fetchall()
                gone = [n for (n,) in self._db.execute("SELECT number FROM gone")]
                self._db.execute("COMMIT")
            large = cut is not None and sum(size for _, size in shards) > cut.most
            try:
                # Joined tables are copies, so that mapping them would only cost files.
                mapped = large or len(shards) == 1
                tables = [self._read_shard(n, mapped) for n, _ in shards]
                break
            except FileNotFoundError:  # a writer has just put shards together
                continue
        else:
            raise damaged(self.folder, "a shard is missing")
        if not tables:
            return columns_of([], [])
        if cut is not None and large:
            return cut_down(tables, gone, cut)
        return _live(Columns.join(tables), gone)

    def papers(self, numbers: Iterable[int]) -> dict[int, Paper]:
        """Return papers by number; unknown numbers are left out."""
        statements = self._statements(numbers)
        return {number: merge_all(found) for number, found in statements.items()}

    def _statements(self, numbers: Iterable[int]) -> dict[int, list[Paper]]:
        """What the sources say of papers, the oldest first."""
        query = (
            "SELECT number, record FROM statements WHERE number IN ({}) ORDER BY seq"
        )
        statements: dict[int, list[Paper]] = {}
        with explained(self.folder):
            for number, record in select_in(self._db, query, numbers):
                statements.setdefault(number, []).append(load_paper(record))
        return statements

    def all_papers(self) -> Iterator[Paper]:
        """Yield every paper, merged."""
        query = "SELECT number, record FROM statements ORDER BY number, seq"
        last, found = None, list[Paper]()
        with explained(self.folder):
            for number, record in self._db.execute(query):
                if number != last and found:
                    yield merge_all(found)
                    found = []
                last = number
                found.append(load_paper(record))
        if found:
            yield merge_all(found)

    def find(self, identities: Sequence[Identity]) -> list[list[int]]:
        """Return the numbers of the papers that each identity is, mostly one or none.

        A catalog can hold several records of a work that nothing there connects.
        """
        keys = list(map(LookupKeys.of, identities))
        with explained(self.folder):
            numbers = Index(self._db).look_up(keys)
        statements = self._statements(numbers)
        return numbers_of(
            identities,
            ((number, map(Identity.of, said)) for number, said in statements.items()),
        )

    def of_id(self, id_: str) -> Paper | None:
        """Return the paper that a source gave this id, None if there is none."""
        with explained(self.folder):
            query = "SELECT number FROM statements WHERE id = ?"
            row = self._db.execute(query, (id_,)).fetchone()
        return self.papers([row[0]])[row[0]] if row else None

    def called(self, names: Iterable[str]) -> list[Paper]:
        """Return the papers that go by one of some names, see `Identity.aliases`."""
        wanted = set(names)
        query = "SELECT number FROM aliases WHERE hash IN ({})"
        with explained(self.folder):
            hits = {n for (n,) in select_in(self._db, query, map(hash_name, wanted))}
        return [
            merge_all(said)
            for _, said in sorted(self._statements(hits).items())
            if any(not wanted.isdisjoint(Identity.of(p).aliases()) for p in said)
        ]

    def names(self, kind: str) -> list[tuple[int, str]]:
        """Return the hash and first spelling of all people, labs, venues, categories.

        `kind` is "people", "labs", "venue" or "categories".
        """
        query = "SELECT hash, name FROM names WHERE kind = ?"
        with explained(self.folder):
            return list(self._db.execute(query, (KINDS.index(kind),)))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do without the garbage collector, which is for cycles: a batch has none.

    To look for them again and again took a sixth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _live(table: Columns, gone: list[int]) -> Columns:
    """The last row of each number that is not gone; a table without others as it is."""
    rows = live_rows(table.numbers, gone)
    return table if len(rows) == len(table) else table.take(rows)
