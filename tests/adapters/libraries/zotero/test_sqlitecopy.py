"""Reading a database that another process keeps locked and writes to."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from readnext.errors import InputError
from readnext.paper import Entry
from readnext_adapters.libraries.zotero.sqlitecopy import is_database, opened_copy
from readnext_adapters.opening.library import read_library
from tests.adapters.zoterofiles import ZoteroFile

# What Zotero does to its database, in another process. It says "ready", does its
# work until standard input ends, and lets go.
HOLDER = """
import sqlite3, sys, threading, time
path, journal, work = sys.argv[1:]
db = sqlite3.connect(path, isolation_level=None)
db.execute("PRAGMA locking_mode = EXCLUSIVE")
db.execute(f"PRAGMA journal_mode = {journal}")
db.execute("PRAGMA wal_autocheckpoint = 40")
db.execute("PRAGMA cache_size = 5")
add = "INSERT INTO items (itemID, itemTypeID, libraryID, key) VALUES (?, 1, 1, ?)"
def pair(n):
    db.execute("BEGIN EXCLUSIVE")
    for half in (n, n + 1):
        db.execute(add, (half, f"NEW{half}"))
    db.execute("UPDATE itemDataValues SET value = value || '!'")
    db.execute("COMMIT")
pair(10_000)
if work == "uncommitted":
    db.execute("BEGIN EXCLUSIVE")
    db.execute(add, (20_000, "UNCOMMITTED"))
    db.execute("UPDATE itemDataValues SET value = 'UNCOMMITTED ' || value")
over = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
print("ready", flush=True)
n = 10_002
while not over.is_set():
    if work == "write":
        pair(n)
        n += 2
    time.sleep(0.03)
"""


@contextmanager
def held(path: Path, journal: str, work: str) -> Iterator[None]:
    command = [sys.executable, "-c", HOLDER, str(path), journal, work]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "ready\n"
        yield
        assert process.poll() is None, "it let go too early"
        process.stdin.close()
        assert process.wait(20) == 0


@pytest.fixture
def filled(path: Path) -> Path:
    file = ZoteroFile(path)
    for number in range(400):
        fields = {"title": f"Duck {number}", "abstractNote": f"{number} " * 200}
        file.item(f"OLD{number}", fields)
    file.close()
    return path


def keys(path: Path) -> list[str]:
    found = list(read_library(str(path)))
    entries = [entry for entry in found if isinstance(entry, Entry)]
    assert len(entries) == len(found)
    assert not [e for e in entries if "UNCOMMITTED" in e.title + e.key]
    return [entry.key for entry in entries]


@pytest.mark.parametrize("journal", ["DELETE", "TRUNCATE", "PERSIST", "WAL"])
def test_a_locked_database_is_read_to_the_last_commit(
    filled: Path, journal: str
) -> None:
    with held(filled, journal, "rest"):
        found = keys(filled)
    assert len(found) == 402
    assert {"OLD0", "OLD399", "NEW10000", "NEW10001"} <= set(found)


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_what_is_not_committed_is_not_read(filled: Path, journal: str) -> None:
    with held(filled, journal, "uncommitted"):
        assert len(keys(filled)) == 402


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_database_that_is_written_to_all_the_time(filled: Path, journal: str) -> None:
    with held(filled, journal, "write"):
        for _ in range(5):
            found = keys(filled)
            # Items come in pairs, each of one transaction.
            assert len(found) >= 402
            assert len(found) % 2 == 0


def test_the_original_is_only_read(filled: Path) -> None:
    before = hashlib.sha256(filled.read_bytes()).hexdigest()
    times = filled.stat().st_mtime_ns
    filled.chmod(0o400)
    filled.parent.chmod(0o500)
    try:
        assert len(keys(filled)) == 400
    finally:
        filled.parent.chmod(0o700)
    assert [p.name for p in filled.parent.iterdir()] == ["zotero.sqlite"]
    assert filled.stat().st_mtime_ns == times
    assert hashlib.sha256(filled.read_bytes()).hexdigest() == before


def test_the_copy_is_private_and_gone_afterwards(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    with opened_copy(filled, ("items",)) as connection:
        (inside,) = place.iterdir()
        assert inside.stat().st_mode & 0o077 == 0
        assert connection.execute("SELECT count(*) FROM items").fetchone() == (400,)
    assert list(place.iterdir()) == []


def test_a_database_that_never_stands_still(filled: Path) -> None:
    """Whoever looks at the file finds that it was written to just now."""

    class Restless(type(filled)):  # type: ignore[misc]
        def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
            now = filled.stat().st_mtime_ns + 1
            os.utime(filled, ns=(now, now))
            return filled.stat()

    slept: list[float] = []
    with (
        pytest.raises(InputError, match="keeps writing to it"),
        opened_copy(Restless(filled), (), sleep=slept.append),
    ):
        pass
    assert 1 < sum(slept) < 5


def test_what_is_a_database(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"SQLite format 3\0")
    (tmp_path / "b").write_bytes(b"SQLite")
    (tmp_path / "c").write_bytes(b"")
    (tmp_path / "c-wal").write_bytes(b"x")
    names = ["a", "b", "c", "c-wal", "none", "", "x\0y"]
    assert [n for n in names if is_database(tmp_path / n)] == ["a", "c"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_database_that_may_not_be_read(filled: Path) -> None:
    filled.chmod(0)
    with pytest.raises(InputError, match="Permission denied"):
        list(read_library(str(filled)))
