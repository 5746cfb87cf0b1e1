"""Reading the stored records of papers, each with its checksum."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from readnext.catalog.checksums import check_small, paper_sum, rows_of
from readnext.catalog.packing import unpack
from readnext.catalog.schema import select_in
from readnext.catalog.serialize import digest_of, load_paper
from readnext.paper import Paper
from readnext.sqlite import DamageError, snapshot

_COLUMNS = "papers.number, papers.checksum, seq, id, source, digest, record"
_JOINED = "papers LEFT JOIN statements ON statements.number = papers.number"


class Statement(NamedTuple):
    """What one source says of the paper of a number; they are in order by `seq`."""

    seq: int
    id: str
    number: int
    paper: Paper


def count_papers(db: sqlite3.Connection) -> int:
    """Return the number of papers. Raises DamageError if two tables differ in it."""
    query = (
        "SELECT (SELECT count(*) FROM papers), "
        "(SELECT count(DISTINCT number) FROM statements)"
    )
    return _agreed(db.execute(query).fetchone())


def count_after(db: sqlite3.Connection, number: int) -> int:
    """Return how many papers have higher numbers than one."""
    query = (
        "SELECT (SELECT count(*) FROM papers WHERE number > ?1), "
        "(SELECT count(DISTINCT number) FROM statements WHERE number > ?1)"
    )
    return _agreed(db.execute(query, (number,)).fetchone())


def last_number(db: sqlite3.Connection) -> int:
    """Return the highest number of a paper, 0 where there is none."""
    query = (
        "SELECT (SELECT coalesce(max(number), 0) FROM papers), "
        "(SELECT coalesce(max(number), 0) FROM statements)"
    )
    return _agreed(db.execute(query).fetchone())


def papers_by_source(db: sqlite3.Connection) -> dict[str, int]:
    """Return how many papers each source has. Raises DamageError."""
    with snapshot(db):
        check_small(db)
        sources = db.execute("SELECT number, name FROM sources").fetchall()
        further = Counter(source for (source,) in rows_of(db, "also", "source"))
        return {
            name: len(set(rows_of(db, "statements", "number", source)))
            + further[source]
            for source, name in sources
        }


def _agreed(values: Sequence[int]) -> int:
    one, other = values
    if one != other:
        raise DamageError("the papers do not fit their records")
    return one


def number_of_id(db: sqlite3.Connection, id_: str) -> int | None:
    """Return the number of the paper that a source gave an id, None if there is none.

    Raises DamageError if the index of the ids, which has no checksum, is damaged where
    the id would be.
    """
    with snapshot(db):
        query = "SELECT number FROM statements WHERE id = ?"
        if row := db.execute(query, (id_,)).fetchone():
            return int(row[0])
        for where in ("id > ? ORDER BY id", "id < ? ORDER BY id DESC"):
            # Only the index is read for this, and only the table for the next query.
            query = f"SELECT seq, id FROM statements WHERE {where} LIMIT 1"
            if near := db.execute(query, (id_,)).fetchone():
                query = "SELECT id FROM statements WHERE seq = ?"
                if db.execute(query, (near[0],)).fetchone() != (near[1],):
                    raise DamageError("an id does not fit its record")
    return None


def statements_of(db: sqlite3.Connection, numbers: Iterable[int]) -> list[Statement]:
    """Return what is stated of papers; of those that were removed, there is nothing.

    Raises DamageError if a record is damaged or missing.
    """
    wanted = set(numbers)
    query = f"SELECT {_COLUMNS} FROM {_JOINED} WHERE papers.number IN ({{}})"
    query += " ORDER BY seq"
    with snapshot(db):
        rows = list(select_in(db, query, sorted(wanted)))
        if missing := wanted.difference(row[0] for row in rows):
            _check_unstated(db, missing)
    _check_sums(rows)
    return list(map(_statement, rows))


def all_statements(db: sqlite3.Connection) -> Iterator[Statement]:
    """Yield what is stated of all papers, paper by paper.

    Raises DamageError if a record is damaged or missing.
    """
    count_papers(db)
    query = f"SELECT {_COLUMNS} FROM {_JOINED} ORDER BY papers.number, seq"
    rows: list[tuple[Any, ...]] = []
    for row in db.execute(query):
        if rows and row[0] != rows[0][0]:
            _check_sums(rows)
            yield from map(_statement, rows)
            rows = []
        rows.append(row)
    _check_sums(rows)
    yield from map(_statement, rows)


def _check_unstated(db: sqlite3.Connection, numbers: set[int]) -> None:
    """Raise DamageError if there are records of papers that have no sum."""
    query = "SELECT number FROM statements WHERE number IN ({})"
    if any(True for _ in select_in(db, query, sorted(numbers))):
        raise DamageError("papers are missing")


def _check_sums(rows: Sequence[tuple[Any, ...]]) -> None:
    """Raise DamageError if the statements of a paper do not fit their sum."""
    sums = dict[int, int]()
    kept = dict[int, int]()
    try:
        for number, checksum, seq, _, source, digest, _ in rows:
            kept[number] = checksum
            share = paper_sum(digest, seq, source)
            sums[number] = sums.get(number, 0) ^ share
    except TypeError as error:
        raise DamageError("records are missing") from error
    if sums != kept:
        raise DamageError("records do not fit their checksum")


def _statement(row: tuple[Any, ...]) -> Statement:
    number, _, seq, id_, _, digest, packed = row
    try:
        record = unpack(packed)
    except ValueError as error:
        raise DamageError(f"record {seq} is damaged") from error
    if digest != digest_of(number, record):
        raise DamageError(f"record {seq} does not fit its checksum")
    return Statement(seq, id_, number, load_paper(record))
