"""Reading what can be read of a database that may be damaged or of an older format."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from readnext.catalog.checksums import paper_sum
from readnext.catalog.packing import unpack
from readnext.catalog.serialize import digest_of, load_paper
from readnext.paper import Problem

_CHUNK = 1_000  # rows that are read at a time
_MOST_EMPTY = 50  # chunks without a readable row, after which the table is at its end


class RecordRow(NamedTuple):
    """A stored record; `source` is 0 if it is not known, `digest` None if none is."""

    seq: int
    id: str
    number: int
    source: int
    record: str
    digest: int | None


def read_records(
    db: sqlite3.Connection, folder: Path, problems: list[Problem]
) -> Iterator[RecordRow]:
    """Yield the stored records that can be read, each id once.

    What cannot be read is added to `problems`.
    """
    ids: set[str] = set()
    columns = _columns(db, "statements")
    source = "source" if not columns or "source" in columns else "0"
    sums = _sums(db)
    found: dict[int, int] = {}
    digest = "digest" if sums else "NULL"  # older formats had others
    query = f"SELECT seq, id, number, {source}, record, {digest} FROM statements"
    before = len(problems)
    for row in _rows(db, query, folder, problems):
        record = RecordRow(*row)._replace(record=_text(row[4]))
        if why := _fault(record, checked=bool(sums)):
            problems.append(Problem(f"{folder}: record {record.seq}", why))
        elif record.id not in ids:
            ids.add(record.id)
            if record.digest is not None:
                share = paper_sum(record.digest, record.seq, record.source)
                found[record.number] = found.get(record.number, 0) ^ share
            yield record
    if sums and len(problems) == before:
        problems += _missing(folder, sums, found)


def _text(record: object) -> str:
    """The text of a record, "" if it is damaged; older formats did not compress it."""
    if isinstance(record, str):
        return record
    try:
        return unpack(record)
    except ValueError:
        return ""


def _sums(db: sqlite3.Connection) -> dict[int, int]:
    """The sum of the records of each paper, none in formats that had no sums."""
    rows = read_table(db, "papers", ("number", "checksum"))
    return {row["number"]: row["checksum"] for row in rows}


def _missing(
    folder: Path, sums: dict[int, int], found: dict[int, int]
) -> Iterator[Problem]:
    """The papers whose records do not fit their sum, although each of them is sound."""
    for number in sorted(sums.keys() | found.keys()):
        if sums.get(number) != found.get(number):
            why = "its records do not fit their checksum: one may be missing"
            yield Problem(f"{folder}: paper {number}", why)


def read_table(
    db: sqlite3.Connection, table: str, columns: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a small table by those of the columns that it has."""
    names = [name for name in columns if name in _columns(db, table)]
    if not names:
        return
    try:
        for row in db.execute(f"SELECT {', '.join(names)} FROM {table}"):
            yield dict(zip(names, row, strict=True))
    except sqlite3.DatabaseError:
        return


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    try:
        return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    except sqlite3.DatabaseError:
        return []


def _fault(row: RecordRow, *, checked: bool) -> str:
    """What is wrong with a record, "" for nothing."""
    if not isinstance(row.id, str) or not isinstance(row.number, int):
        return "its id or number is damaged"
    if checked and not _is_intact(row):
        return "the record does not fit its checksum"
    try:
        paper = load_paper(row.record)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return f"the record is damaged ({error})"
    return "" if paper.id == row.id else "the record is of another paper"


def _is_intact(row: RecordRow) -> bool:
    """Whether a record has the digest that is stored with it."""
    if not isinstance(row.source, int):
        return False
    return row.digest == digest_of(row.number, row.record)


def _rows(
    db: sqlite3.Connection, query: str, folder: Path, problems: list[Problem]
) -> Iterator[tuple[Any, ...]]:
    """Yield rows by `seq`, in chunks: a damaged page costs its own rows only."""
    last = _last(db)
    low = empty = 0
    while empty < _MOST_EMPTY if last is None else low <= last:
        before = len(problems)
        rows = _chunk(db, query, low, low + _CHUNK - 1, folder, problems)
        if last is None and not rows:
            empty += 1
            del problems[before + 1 :]
        else:
            empty = 0
        yield from rows
        low += _CHUNK


def _last(db: sqlite3.Connection) -> int | None:
    try:
        found = db.execute("SELECT max(seq) FROM statements").fetchone()[0]
    except sqlite3.DatabaseError:
        return None
    return int(found or 0)


def _chunk(
    db: sqlite3.Connection,
    query: str,
    low: int,
    high: int,
    folder: Path,
    problems: list[Problem],
) -> list[tuple[Any, ...]]:
    """The rows from `low` to `high`; of a chunk that fails, those of its halves."""
    try:
        return db.execute(
            f"{query} WHERE seq BETWEEN ? AND ? ORDER BY seq", (low, high)
        ).fetchall()
    except sqlite3.DatabaseError as error:
        if low == high:
            problems.append(Problem(f"{folder}: record {low}", str(error)))
            return []
    middle = (low + high) // 2
    return [
        *_chunk(db, query, low, middle, folder, problems),
        *_chunk(db, query, middle + 1, high, folder, problems),
    ]
