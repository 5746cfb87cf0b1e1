"""The files of a catalog: the database, and the shards beside it.

A shard that a killed writer left behind is not listed in the database, so no process
reads it; the next writer replaces it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from readnext import sqlite
from readnext.catalog import loaded, shard_files
from readnext.catalog.checksums import check_small, rows_of, seal
from readnext.catalog.hashed_rows import Checked
from readnext.catalog.ingest import Importer
from readnext.catalog.name_index import Known, Names
from readnext.catalog.newest import Cut, cut_down, join_live
from readnext.catalog.prepared import Prepared
from readnext.catalog.rebuild_lock import writing
from readnext.catalog.records import count_papers
from readnext.catalog.schema import damaged, prepare_to_write, translate_errors
from readnext.catalog.shards import Columns, columns_of
from readnext.cores import on_all_cores
from readnext.paper import Paper

BATCH = 20_000  # papers a transaction and a shard
_IN_MEMORY = 100_000  # papers whose terms are read at once
# Shards have four open files each. Of the files that the system allows a process (256
# on macOS, 1,024 on most others), a quarter is used, since a service that ranks again
# has two catalogs open for a while.
_FILES, _PART, _OPEN = 4, 4, 40
_ATTEMPTS = 20  # to read shards while a writer puts them together


class Listed(NamedTuple):
    """A shard as the database names it."""

    number: int
    papers: int
    checksums: dict[str, int]


class Storage:
    """The database and the shards of one folder."""

    def __init__(
        self, folder: Path, connection: sqlite3.Connection, last_shard: int = 0
    ) -> None:
        self.folder = folder
        self.db = connection
        self.known = Known()
        self.checked = Checked()
        self._last_shard = last_shard  # new shards get higher numbers

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a write transaction; any exception rolls it back.

        Raises CatalogError.
        """
        with translate_errors(self.folder):
            prepare_to_write(self.db)
            with writing(self.folder), sqlite.transaction(self.db):
                # What is damaged must not get a new checksum.
                check_small(self.db)
                yield
                seal(self.db)

    def count(self) -> int:
        """Return the number of papers."""
        return count_papers(self.db)

    def removed(self) -> list[int]:
        """Return the numbers that were joined to another, removed, or withdrawn."""
        return [number for (number,) in rows_of(self.db, "gone", "number")]

    # ----------------------------------------------------------------- writing
    def write(self, importer: Importer) -> Names:
        """Write what a batch changed; what is no candidate gets no features.

        Returns the names that are known once this is committed.
        """
        changed = importer.changed()
        shown = {n: p for n, p in changed.items() if importer.facts.is_candidate(p)}
        self.write_features(shown, importer.facts.prepared)
        return importer.write(changed.keys() - shown.keys(), self.known)

    def write_features(
        self, changed: Mapping[int, Paper], prepared: Prepared | None = None
    ) -> None:
        """Write the features of changed papers as a new shard.

        The newest shards that are no larger are merged into it, so that many small
        additions make few shards, and a paper is rewritten only a few times.
        """
        if not changed:
            return
        listed = self.listed()
        make = prepared.columns_of if prepared else columns_of
        tables = [make(list(changed.values()), list(changed))]
        total = len(changed)
        for shard in reversed(listed):
            if shard.papers > total or shard.papers >= BATCH:
                break
            tables.insert(0, self.read_shard(shard))
            total += shard.papers
            self.db.execute("DELETE FROM shards WHERE number = ?", (shard.number,))
        number = max((one.number for one in listed), default=self._last_shard) + 1
        self.put(join_live(tables, []), number)

    def clear_unlisted(self) -> None:
        """Remove the folders of shards that are no longer, or never were, listed."""
        listed = {f"{n:06d}" for (n,) in self.db.execute("SELECT number FROM shards")}
        for folder in (self.folder / "shards").glob("*"):
            if folder.name not in listed:
                shutil.rmtree(folder, ignore_errors=True)

    def put(self, table: Columns, number: int) -> None:
        """Write a shard within a transaction."""
        if len(table):
            checksums = shard_files.write_shard(self._shard(number), table)
            self.db.execute(
                "INSERT INTO shards VALUES (?, ?, ?)",
                (number, len(table), json.dumps(checksums)),
            )

    def listed(self) -> list[Listed]:
        """Return all shards by number, within a transaction that checked them."""
        query = "SELECT number, papers, checksums FROM shards ORDER BY number"
        rows = self.db.execute(query).fetchall()
        return [Listed(number, papers, json.loads(c)) for number, papers, c in rows]

    def read_shard(self, shard: Listed, *, in_memory: bool = True) -> Columns:
        """Read a shard; FileNotFoundError if it is gone, CatalogError if damaged."""
        return shard_files.read_shard(
            self._shard(shard.number),
            shard.checksums,
            partial(damaged, self.folder),
            in_memory=in_memory,
        )

    def read_shards(self, listed: Sequence[Listed]) -> Iterator[Columns]:
        """Read shards; the terms of many papers stay in their files.

        Those of the largest shards, since a process can have so many files open.
        """
        if sum(one.papers for one in listed) <= _IN_MEMORY:
            yield from map(self.read_shard, listed)
            return
        by_size = sorted(listed, key=lambda one: -one.papers)
        large = {one.number for one in by_size[: most_open()]}

        def read(one: Listed) -> Columns:
            return self.read_shard(one, in_memory=one.number not in large)

        yield from on_all_cores(read, listed)

    def _shard(self, number: int) -> Path:
        return self.folder / "shards" / f"{number:06d}"

    def columns(self, cut: Cut | None = None) -> Columns:
        """Return the features of all papers, each once, or of a part of so many."""
        for _ in range(_ATTEMPTS):
            with translate_errors(self.folder), sqlite.snapshot(self.db):
                check_small(self.db)
                listed = self.listed()
                gone = self.removed()
            large = cut is not None and sum(one.papers for one in listed) > cut.most
            state = f"{self.folder.resolve()} {listed} {gone}"
            if not large and (kept := loaded.get(state)) is not None:
                return kept
            try:
                tables = list(self.read_shards(listed))
                break
            except FileNotFoundError:  # a writer has just put shards together
                continue
        else:
            raise damaged(self.folder, "a shard is missing")
        if not tables:
            return columns_of([], [])
        if cut is not None and large:
            return cut_down(tables, gone, cut)
        joined = join_live(tables, gone)
        loaded.put(state, joined)
        return joined


def most_open() -> int:
    """Return how many shards may be open at once."""
    try:
        import resource
    except ImportError:  # on Windows
        return _OPEN
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(_OPEN, allowed // _PART // _FILES)
