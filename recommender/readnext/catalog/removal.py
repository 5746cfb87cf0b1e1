"""Removing papers from a catalog, and freeing the space that they used."""

from __future__ import annotations

from readnext.catalog.ingest import Importer
from readnext.catalog.newest import live_rows
from readnext.catalog.schema import select_in, translate_errors
from readnext.catalog.shards import Columns, day_number
from readnext.catalog.source_log import SourceLog
from readnext.catalog.storage import BATCH, Storage
from readnext.catalog.tables import check_tables
from readnext.paper import Gone

_TOGETHER = 250_000  # papers of a shard, at most


def remove_source(storage: Storage, name: str) -> int:
    """Remove a source with all that it alone has stated; return how many papers.

    A paper that another source also has stays, with what that source states.
    """
    with storage.transaction():
        log = SourceLog(storage.db)
        if log.find(name) is None:
            return 0
        number = log.number(name)
        check_tables(storage.db, ("also", "statements"))
        storage.db.execute(
            "UPDATE statements SET source = (SELECT min(source) FROM also "
            "WHERE also.id = statements.id AND also.source != ?1) "
            "WHERE source = ?1 AND EXISTS (SELECT 1 FROM also "
            "WHERE also.id = statements.id AND also.source != ?1)",
            (number,),
        )
        storage.db.execute(
            "DELETE FROM also WHERE source = ?1 OR source = "
            "(SELECT source FROM statements WHERE statements.id = also.id)",
            (number,),
        )
        query = "SELECT id FROM statements WHERE source = ?"
        ids = [id_ for (id_,) in storage.db.execute(query, (number,))]
        removed = _remove_statements(storage, ids, number)
        log.forget(name)
    return removed


def remove_before(storage: Storage, date: str) -> int:
    """Remove papers that are older than an ISO date; return how many.

    Papers without a date stay.
    """
    table = storage.columns()
    old = (table.date > 0) & (table.date < day_number(date))
    with storage.transaction():
        query = "SELECT id FROM statements WHERE number IN ({})"
        rows = select_in(storage.db, query, table.numbers[old].tolist())
        removed = _remove_statements(storage, [id_ for (id_,) in rows], 0)
        SourceLog(storage.db).forget_lines()
    return removed


def _remove_statements(storage: Storage, ids: list[str], source: int) -> int:
    """Delete statements within a transaction; return how many papers were removed."""
    before = storage.count()
    for start in range(0, len(ids), BATCH):
        importer = Importer(storage.db, source)
        importer.add_all([Gone(id_) for id_ in ids[start : start + BATCH]])
        storage.write(importer)
    return before - storage.count()


def compact(storage: Storage) -> None:
    """Put shards together, drop what was removed, and free the space.

    Shards of so many papers are made that one fits into memory. Other processes can
    read meanwhile.
    """
    with translate_errors(storage.folder):
        with storage.transaction():
            storage.clear_unlisted()
            listed = storage.listed()
            joined = Columns.join(list(storage.read_shards(listed))) if listed else None
            storage.db.execute("DELETE FROM shards")
            if joined is not None:
                rows = live_rows(joined.numbers, storage.removed())
                for n, start in enumerate(range(0, len(rows), _TOGETHER), 1):
                    part = joined.take(rows[start : start + _TOGETHER])
                    storage.put(part, listed[-1].number + n)
            for table in ("aliases", "blocks"):
                storage.db.execute(
                    f"DELETE FROM {table} WHERE number NOT IN "
                    "(SELECT number FROM statements)"
                )
        storage.db.execute("VACUUM")
        storage.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with storage.transaction():
            storage.clear_unlisted()
