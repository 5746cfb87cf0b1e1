"""Rows that are inserted together get the sums that triggers keep."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from readnext import sqlite
from readnext.catalog.hashed_rows import Checked, rows_of_hashes
from readnext.catalog.schema import create_tables
from readnext.catalog.summed_rows import (
    insert_hashed,
    insert_names,
    insert_statements,
)

Rows = list[tuple[int, ...]]


def numbers(rng: random.Random, bits: int, count: int) -> list[int]:
    return [rng.getrandbits(bits) - (1 << (bits - 1)) for _ in range(count)]


def made(count: int) -> tuple[Rows, Rows]:
    """Made-up rows of `aliases` and `blocks`."""
    rng = random.Random(count)
    hashes = sorted(numbers(rng, 64, count))
    aliases: Rows = [(hash_, n % 9 + 1) for n, hash_ in enumerate(hashes)]
    blocks: Rows = [
        (*row, 2000, rng.getrandbits(31), 3, rng.getrandbits(63)) for row in aliases
    ]
    return aliases, blocks


def insert_all(db: sqlite3.Connection, count: int, first: int) -> None:
    """Insert rows of all kinds, in parts of a size."""
    rng = random.Random(1)
    aliases, blocks = made(count)
    crcs = [rng.getrandbits(32) for _ in aliases]
    names = [(row[0], "ö", crc) for row, crc in zip(aliases, crcs, strict=True)]
    statements = [
        (f"id {hash_}", number, 7, hash_ >> 1, b"record") for hash_, number in aliases
    ]
    for start in range(0, count, first):
        part = slice(start, start + first)
        insert_hashed(db, "aliases", aliases[part])
        insert_hashed(db, "blocks", blocks[part])
        insert_names(db, 2, names[part])
        insert_statements(db, statements[part])


def content(fill: Callable[[sqlite3.Connection], None]) -> list[object]:
    """All that a database has, with its triggers."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        create_tables(db)
        with sqlite.transaction(db):
            fill(db)
        tables = ("aliases", "blocks", "names", "statements", "papers", "checksums")
        found: list[object] = [
            db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in tables
        ]
        query = "SELECT name, sql FROM sqlite_master ORDER BY name"
        return [*found, db.execute(query).fetchall()]


def test_sums_are_those_of_the_triggers() -> None:
    by_triggers = content(lambda db: insert_all(db, 2_500, 500))
    assert content(lambda db: insert_all(db, 2_500, 1_250)) == by_triggers
    assert content(lambda db: insert_all(db, 2_500, 2_500)) == by_triggers


def test_rows_are_found_by_their_hashes() -> None:
    aliases, _ = made(3_000)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        create_tables(db)
        with sqlite.transaction(db):
            insert_hashed(db, "aliases", aliases)
        wanted = [hash_ for hash_, _ in aliases[::3]]
        unknown = numbers(random.Random(2), 64, 500)
        for checked in (None, Checked(), Checked()):
            for _ in range(2):
                found = rows_of_hashes(db, "aliases", [*wanted, *unknown], checked)
                assert list(found) == aliases[::3]


@pytest.mark.parametrize("near", [1, 2, 3, 100])
def test_each_bucket_is_checked_once(near: int) -> None:
    """A row without a trigger is damage, but in a bucket that was checked before."""
    aliases = [(bucket << 48, 1) for bucket in range(-200, 200)]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        create_tables(db)
        with sqlite.transaction(db):
            insert_hashed(db, "aliases", aliases)
        checked = Checked()
        first, second = aliases[:100:near], aliases[100:]
        assert list(rows_of_hashes(db, "aliases", dict(first), checked)) == first
        db.execute("DROP TRIGGER aliases_insert")
        db.executemany("INSERT INTO aliases VALUES (?, 2)", ((h,) for h, _ in aliases))
        found = rows_of_hashes(db, "aliases", dict(first), checked)
        assert len(list(found)) == 2 * len(first)
        for hash_ in dict(second[::40]):
            with pytest.raises(sqlite.DamageError):
                list(rows_of_hashes(db, "aliases", [hash_], checked))
