"""The catalog store: records in SQLite, features in shards, which are arrays.

Adding papers costs time in proportion to what is added. One process writes at a
time, in transactions; any number may read meanwhile, each from the state that the
last transaction left. A shard that a killed writer left behind is not listed in
the database, so no process reads it, and the next writer replaces it.
"""

from __future__ import annotations

import datetime as dt
import gc
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Self

from readnext.catalog import removal
from readnext.catalog.arrivals import Arrivals, note_arrival, read_arrivals
from readnext.catalog.hashed_rows import rows_of_hashes
from readnext.catalog.import_result import ImportResult
from readnext.catalog.index import Index, numbers_of
from readnext.catalog.ingest import Importer
from readnext.catalog.merge import merge_all
from readnext.catalog.moved_file import same_file
from readnext.catalog.name_index import read_names
from readnext.catalog.newest import Cut
from readnext.catalog.page import pages_of, sizes_of
from readnext.catalog.prepared import Prepared
from readnext.catalog.rebuild import open_upgraded
from readnext.catalog.records import (
    all_statements,
    count_after,
    last_number,
    number_of_id,
    papers_by_source,
    statements_of,
)
from readnext.catalog.schema import translate_errors
from readnext.catalog.shards import Columns, hash_name
from readnext.catalog.source_log import Account, SourceLog
from readnext.catalog.storage import Storage
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys
from readnext.paper import Gone, Paper

if TYPE_CHECKING:
    from readnext.catalog.pool import PreparingPool


def _aliases(paper: Paper) -> Iterable[str]:
    return Identity.of(paper).aliases()


class Catalog:
    """The papers of one folder. Use as a context manager, or call `close`."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._db = connection
        self._storage = Storage(folder, connection)

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Open the catalog in a folder; with `create`, create it if there is none.

        A catalog of an older format is upgraded first. Raises CatalogError if it is
        missing, damaged or of a newer format.
        """
        return cls(folder, open_upgraded(folder, create=create))

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __len__(self) -> int:
        with translate_errors(self.folder):
            return self._storage.count()

    # ------------------------------------------------------------------ adding
    def add(
        self,
        items: Iterable[Paper | Gone],
        source: str = "unnamed",
        *,
        batch: int = 0,
        day: dt.date | None = None,
        prepared: Prepared | None = None,
        pool: PreparingPool | None = None,
    ) -> ImportResult:
        """Add the papers of a source, merging those that the catalog knows.

        A paper added twice changes nothing. Papers are committed in batches of
        `batch`, by default of up to 20,000: what a finished batch added stays, whatever
        happens later. `day` is when they came, today (UTC) if it is None. Papers can be
        `prepared`, or the processes of a `pool` prepare them.
        """
        total, known = ImportResult(), False
        for page in (pool.pages if pool else pages_of)(items, sizes_of(batch)):
            with _uncollected():
                # What is known already needs no preparation.
                found = prepared or (None if known else page.prepared())
            added = self.add_page(page.items, source, day=day, prepared=found)
            known = 2 * added.unchanged > len(page.items)
            total += added
            del page, found  # before further ones are read
        return total

    def add_page(
        self,
        items: Sequence[Paper | Gone],
        source: str,
        cursor: str | None = None,
        *,
        day: dt.date | None = None,
        prepared: Prepared | None = None,
    ) -> ImportResult:
        """Add a few items of a source with the cursor to resume at, all or nothing."""
        with _uncollected():
            came = day or dt.datetime.now(dt.UTC).date()
            return self._import(items, source, cursor, came, prepared)

    def _import(
        self,
        items: Sequence[Paper | Gone],
        source: str,
        cursor: str | None,
        day: dt.date,
        prepared: Prepared | None,
    ) -> ImportResult:
        with self._storage.transaction():
            self._storage.clear_unlisted()
            log = SourceLog(self._db)
            number = log.number(source)
            importer = Importer(self._db, number, prepared, self._storage.checked)
            importer.add_all(items)
            names = self._storage.write(importer)
            if importer.first_new is not None:
                note_arrival(self._db, importer.first_new, day)
            added = importer.added
            log.count(number, (added.added, added.updated, added.deleted), cursor)
        self._storage.known.add(names)
        return added

    def same_file(self, papers: Sequence[Paper], names: Collection[str]) -> str | None:
        """Return the source, one of `names`, that states most of a file's papers.

        None if it has too few of them to be of the same file.
        """
        with translate_errors(self.folder):
            return same_file(self._db, papers, names)

    # ---------------------------------------------------------------- removing
    def remove_source(self, name: str) -> int:
        """Remove a source with all that it alone has stated; return how many papers.

        A paper that another source also has stays, with what that source states.
        """
        return removal.remove_source(self._storage, name)

    def remove_before(self, date: str) -> int:
        """Remove papers that are older than an ISO date; return how many.

        Papers without a date stay.
        """
        return removal.remove_before(self._storage, date)

    def compact(self) -> None:
        """Put all shards together, drop what was removed, and free the space.

        Other processes can read meanwhile.
        """
        removal.compact(self._storage)

    # ---------------------------------------------------------------- counting
    def newest(self) -> int:
        """Return the number of the paper that came last, 0 where there is none."""
        with translate_errors(self.folder):
            return last_number(self._db)

    def count_since(self, number: int) -> int:
        """Return how many papers came after one, by its number."""
        with translate_errors(self.folder):
            return count_after(self._db, number)

    def arrivals(self) -> Arrivals:
        """Return on which days the papers came."""
        with translate_errors(self.folder):
            return read_arrivals(self._db)

    def size(self) -> int:
        """Return the size of the catalog on disk in bytes."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return sum(path.stat().st_size for path in files)

    def papers_by_source(self) -> dict[str, int]:
        """Return how many papers each source has."""
        with translate_errors(self.folder):
            return papers_by_source(self._db)

    @contextmanager
    def source_log(self) -> Iterator[SourceLog]:
        """Open the log of sources; what is written to it is one transaction."""
        with self._storage.transaction():
            yield SourceLog(self._db)

    def accounts(self) -> list[Account]:
        """Return the log entry of each source."""
        with translate_errors(self.folder):
            return SourceLog(self._db).accounts()

    # ----------------------------------------------------------------- reading
    def columns(self, cut: Cut | None = None) -> Columns:
        """Return the features of all papers, each once, or of a part of so many."""
        return self._storage.columns(cut)

    def papers(self, numbers: Iterable[int]) -> dict[int, Paper]:
        """Return papers by number; unknown numbers are left out."""
        statements = self._statements(numbers)
        return {number: merge_all(found) for number, found in statements.items()}

    def _statements(self, numbers: Iterable[int]) -> dict[int, list[Paper]]:
        """What the sources say of papers, the oldest first."""
        statements: dict[int, list[Paper]] = {}
        with translate_errors(self.folder):
            for one in statements_of(self._db, numbers):
                statements.setdefault(one.number, []).append(one.paper)
        return statements

    def all_papers(self) -> Iterator[Paper]:
        """Yield every paper, merged."""
        with translate_errors(self.folder):
            statements = all_statements(self._db)
            for _, found in groupby(statements, key=attrgetter("number")):
                yield merge_all([one.paper for one in found])

    def find(self, identities: Sequence[Identity]) -> list[list[int]]:
        """Return the numbers of the papers that each identity is, mostly one or none.

        A catalog can hold several records of a work that nothing there connects.
        """
        keys = list(map(LookupKeys.of, identities))
        with translate_errors(self.folder):
            numbers = Index(self._db).look_up(keys, by_words=True)
        statements = self._statements(numbers)
        return numbers_of(
            keys,
            (
                (number, map(Identity.of, papers))
                for number, papers in statements.items()
            ),
        )

    def withdrawn(self, identities: Sequence[Identity]) -> list[Paper | None]:
        """Return the withdrawn paper that each identity is, None for most.

        They must have an id or the whole title in common, which is looked up fast.
        """
        with translate_errors(self.folder):
            hidden = set(self._storage.removed())
        found: list[Paper | None] = [None] * len(identities)
        if not hidden:
            return found
        names = [set(map(hash_name, one.aliases())) for one in identities]
        with translate_errors(self.folder):
            rows = rows_of_hashes(self._db, "aliases", set().union(*names))
            hits = [(hash_, number) for hash_, number in rows if number in hidden]
        statements = self._statements({number for _, number in hits})
        merged = {number: merge_all(papers) for number, papers in statements.items()}
        gone = {number for number, paper in merged.items() if paper.withdrawn}
        hashes = {hash_ for hash_, number in hits if number in gone}
        places = [n for n, own in enumerate(names) if not own.isdisjoint(hashes)]
        known = [(number, map(Identity.of, statements[number])) for number in gone]
        wanted = (LookupKeys.of(identities[place]) for place in places)
        numbers = numbers_of(wanted, known)
        for place, some in zip(places, numbers, strict=True):
            found[place] = merged[some[0]] if some else None
        return found

    def of_id(self, id_: str) -> Paper | None:
        """Return the paper that a source gave this id, None if there is none."""
        with translate_errors(self.folder):
            number = number_of_id(self._db, id_)
        return None if number is None else self.papers([number])[number]

    def called(
        self,
        names: Iterable[str],
        names_of: Callable[[Paper], Iterable[str]] = _aliases,
    ) -> list[Paper]:
        """Return the papers that have one of some names by `names_of`.

        These are the papers' own, see `Identity.aliases`, or those of other papers in
        notices, see `readnext.catalog.notice_titles`.
        """
        wanted = set(names)
        with translate_errors(self.folder):
            rows = rows_of_hashes(self._db, "aliases", map(hash_name, wanted))
            hits = {number for _, number in rows}
        return [
            merge_all(papers)
            for _, papers in sorted(self._statements(hits).items())
            if any(not wanted.isdisjoint(names_of(p)) for p in papers)
        ]

    def names(self, kind: str) -> list[tuple[int, str]]:
        """Return the hash and first spelling of all people, labs, venues, categories.

        `kind` is "people", "labs", "venue" or "categories".
        """
        with translate_errors(self.folder):
            return read_names(self._db, kind)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the garbage collector: a batch has no cycles.

    Searching for them took a sixth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
