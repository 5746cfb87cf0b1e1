"""Building a catalog again from its stored records: to repair or to upgrade it.

The records, the sources and their log are kept, with the numbers of the papers; names,
blocks and shards are computed again. The new database is built beside the old one, of
which its pages then take the place in one transaction: other processes that have the
database open see the old catalog, then the new one.

A database that is too damaged to be written to is replaced as a file. The new one is
renamed to `_READY` when it is complete, and counts from then on: what is left of the
swap is finished when the catalog is opened next. So a process that is killed leaves
either the old catalog or the new one.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from readnext import sqlite
from readnext.catalog.candidates import is_candidate
from readnext.catalog.checksums import seal
from readnext.catalog.index import Index
from readnext.catalog.merge import merge_all
from readnext.catalog.name_index import write_names
from readnext.catalog.notice_titles import notice_names
from readnext.catalog.packing import pack, unpack
from readnext.catalog.rebuild_lock import rebuilding
from readnext.catalog.salvage import read_records, read_table
from readnext.catalog.schema import (
    DATABASE,
    OldCatalogError,
    connect,
    create_tables,
    is_catalog,
    open_database,
    prepare_to_write,
    translate_errors,
)
from readnext.catalog.serialize import digest_of, load_paper
from readnext.catalog.source_log import SourceLog
from readnext.catalog.storage import BATCH, Storage
from readnext.catalog.tables import NOT_COMPUTED, complete, damaged_tables
from readnext.errors import CatalogError
from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys
from readnext.paper import Paper, Problem

_log = logging.getLogger(__name__)

_BUILDING, _READY = "catalog.building", "catalog.rebuilt"
_BESIDE = ("-wal", "-shm", "-journal")
_LOST = (
    "no record can be read; delete the folder, and fill a new catalog with 'readnext "
    "catalog update' or 'readnext catalog add'"
)
# The source of records whose own source is no longer known.
_UNKNOWN_SOURCE = "restored records"


@dataclass(slots=True)
class Rebuilt:
    """How many papers a catalog has after it was rebuilt, and what was lost."""

    papers: int = 0
    problems: list[Problem] = field(default_factory=list)


def open_upgraded(folder: Path, *, create: bool) -> sqlite3.Connection:
    """Open a catalog's database; one of an older format is upgraded first.

    Raises CatalogError if it cannot be used.
    """
    _finish(folder)
    try:
        return open_database(folder, create=create)
    except OldCatalogError as error:
        _log.warning("%s: upgrading the catalog to the new format", folder)
        try:
            rebuilt = rebuild(folder)
        except CatalogError as failed:
            raise CatalogError(f"{error}, which failed: {failed}") from failed
        if rebuilt.problems:
            _log.warning(
                "%s: %d records could not be kept (%s)",
                folder,
                len(rebuilt.problems),
                error,
            )
    return open_database(folder, create=create)


def rebuild(folder: Path) -> Rebuilt:
    """Build a catalog again from its stored records.

    What cannot be read of them becomes a problem. Other processes can read the old
    catalog meanwhile. Raises CatalogError if there is no catalog, if it is of a newer
    format or in use, or if nothing can be read from it.
    """
    _finish(folder)
    if not is_catalog(folder):
        raise CatalogError(
            f"{folder}: there is no catalog; 'readnext catalog add' creates one"
        )
    with suppress(OldCatalogError), closing(_sound(folder)):
        pass  # a newer format is refused
    result = Rebuilt()
    with sqlite.translate_errors(folder, CatalogError, _LOST), rebuilding(folder):
        _delete(folder / _BUILDING)
        try:
            with (
                closing(connect(folder / DATABASE, salvage=True)) as old,
                closing(connect(folder / _BUILDING)) as new,
            ):
                result.papers = _build(folder, old, new, result.problems)
                placed = _copy(new, old)
                new.execute("PRAGMA journal_mode = DELETE")
            if not placed:
                (folder / _BUILDING).replace(folder / _READY)
        finally:
            _delete(folder / _BUILDING)
    _finish(folder)
    with closing(open_database(folder, create=False)) as connection:
        storage = Storage(folder, connection)
        with storage.transaction():
            storage.clear_unlisted()
    return result


def _sound(folder: Path) -> sqlite3.Connection:
    """The database, or one in memory in the place of one that is damaged."""
    try:
        return open_database(folder, create=False)
    except OldCatalogError:
        raise
    except CatalogError as error:
        if "newer" in str(error):
            raise
        return sqlite3.connect(":memory:")


def _copy(new: sqlite3.Connection, old: sqlite3.Connection) -> bool:
    """Replace the content of the old database; False if it is too damaged for that."""
    try:
        new.backup(old)
    except sqlite3.DatabaseError as error:
        if not sqlite.is_damage(error):
            raise
        return False
    return True


def _build(
    folder: Path,
    old: sqlite3.Connection,
    new: sqlite3.Connection,
    problems: list[Problem],
) -> int:
    """Fill a new database, and write its shards; return the number of papers."""
    create_tables(new)
    storage = Storage(folder, new, last_shard=_last_shard(folder))
    prepare_to_write(new)
    with sqlite.transaction(new):
        problems += damaged_tables(old, folder, NOT_COMPUTED)
        _copy_sources(old, new)
        known = {number for (number,) in new.execute("SELECT number FROM sources")}
        for row in read_records(old, folder, problems):
            source = row.source
            if source not in known:
                source = SourceLog(new).number(_UNKNOWN_SOURCE)
            new.execute(
                "INSERT INTO statements (seq, id, number, source, digest, record) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (*row[:3], source, digest_of(row.number, row.record), pack(row.record)),
            )
        if problems and not storage.count():
            raise CatalogError(f"{folder}: {_LOST}")
        _compute(storage, new)
        seal(new)
        return storage.count()


def _copy_sources(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Copy the sources, their log and cursors, and which numbers were removed."""
    for table in ("sources", "lines", "also", "gone", "arrivals"):
        columns = [row[1] for row in new.execute(f"PRAGMA table_info({table})")]
        for row in read_table(old, table, columns):
            if not complete(table, row):
                continue
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            with suppress(sqlite3.IntegrityError):
                new.execute(
                    f"INSERT INTO {table} ({names}) VALUES ({marks})",
                    tuple(row.values()),
                )


def _compute(storage: Storage, new: sqlite3.Connection) -> None:
    """Compute names, blocks, and features of all papers."""
    query = "SELECT number, record FROM statements ORDER BY number, seq"
    rows = groupby(new.execute(query), key=itemgetter(0))
    papers = (
        (n, [load_paper(unpack(record)) for _, record in some]) for n, some in rows
    )
    while batch := dict(islice(papers, BATCH)):
        _write_batch(storage, new, batch)


def _write_batch(
    storage: Storage, new: sqlite3.Connection, batch: dict[int, list[Paper]]
) -> None:
    index = Index(new)
    for number, statements in batch.items():
        for paper in statements:
            index.note(number, LookupKeys.of(Identity.of(paper)), find=False)
            for name in notice_names(paper):
                index.note_name(number, name)
    index.write(batch.keys(), first=0)
    merged = {number: merge_all(statements) for number, statements in batch.items()}
    shown = {n: paper for n, paper in merged.items() if is_candidate(paper)}
    storage.write_features(shown)
    _write_removed(new, shown, merged.keys() - shown.keys())
    every = [paper for statements in batch.values() for paper in statements]
    storage.known.add(write_names(new, every, storage.known))


def _write_removed(
    new: sqlite3.Connection, shown: Iterable[int], withdrawn: Iterable[int]
) -> None:
    new.executemany("DELETE FROM gone WHERE number = ?", ((n,) for n in shown))
    new.executemany("INSERT OR IGNORE INTO gone VALUES (?)", ((n,) for n in withdrawn))


def _last_shard(folder: Path) -> int:
    """The highest number of a shard's folder; new shards must not replace old ones."""
    names = (path.name for path in (folder / "shards").glob("*"))
    return max((int(name) for name in names if name.isdigit()), default=0)


def _finish(folder: Path) -> None:
    """Replace the old database by a complete new one."""
    if not (folder / _READY).exists():
        return
    with translate_errors(folder), rebuilding(folder):
        if (folder / _READY).exists():
            # A write-ahead log of the old database must not be applied to the new one.
            for end in _BESIDE:
                (folder / (DATABASE + end)).unlink(missing_ok=True)
            (folder / _READY).replace(folder / DATABASE)


def _delete(path: Path) -> None:
    for name in (path.name, *(path.name + end for end in _BESIDE)):
        path.with_name(name).unlink(missing_ok=True)
