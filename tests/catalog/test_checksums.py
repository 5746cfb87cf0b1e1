"""What has changed in a catalog without its checksum is an error, and verified."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from array import array
from contextlib import closing
from pathlib import Path

import pytest

from readnext.catalog.rebuild import rebuild
from readnext.catalog.schema import DATABASE
from readnext.catalog.store import Catalog
from readnext.catalog.verify import verify
from readnext.errors import CatalogError
from readnext.matching.identity import Identity
from readnext.paper import Gone, Paper

PAPERS = [
    Paper(
        f"p/{n}",
        f"The Song of Swan Number {n}",
        (f"Ann Field{n}",),
        labs=("Lake Institute",),
        date="2024-01-05",
    )
    for n in range(9)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "catalog"
    with Catalog.open(folder, create=True) as catalog:
        catalog.add(PAPERS, "swans.jsonl", day=dt.date(2026, 11, 20))
        catalog.add([PAPERS[2]], "again.jsonl")
        catalog.add([Gone("p/3")], "swans.jsonl")
        with catalog.source_log() as log:
            log.note_lines("swans.jsonl", array("q", [5]))
    return folder


def read_all(folder: Path) -> None:
    """Read a catalog in all ways."""
    with Catalog.open(folder) as catalog:
        columns = catalog.columns()
        columns.terms.whole(), columns.titles.whole()
        catalog.find([Identity.of(paper) for paper in PAPERS])
        list(catalog.all_papers())
        catalog.papers(range(20))
        catalog.papers_by_source()
        catalog.arrivals()
        catalog.names("people")
        len(catalog)
        with catalog.source_log() as log:
            log.known_lines("swans.jsonl")
        catalog.remove_source("again.jsonl")


CHANGES = {
    "a name of another paper": "UPDATE aliases SET number = 7 WHERE number = 6",
    "a block of another hash": "UPDATE blocks SET hash = hash + 1 WHERE number = 6",
    "another year": "UPDATE blocks SET year = year + 1 WHERE number = 6",
    "another paper removed": "UPDATE gone SET number = 5",
    "another spelling": "UPDATE names SET name = 'A. Fjeld' WHERE name = 'Ann Field1'",
    "another hash": "UPDATE names SET hash = hash + IIF(hash < 0, 1, -1) * (1 << 56)",
    "another cursor": "UPDATE sources SET cursor = 'x'",
    "another size": "UPDATE shards SET papers = papers + 1",
    "another checksum": "UPDATE shards SET checksums = replace(checksums, '1', '2')",
    "another day": "UPDATE arrivals SET day = '2025-11-20'",
    "another line": "UPDATE lines SET digests = x'0700000000000000'",
    "another record": "UPDATE statements SET record = '{}' WHERE number = 7",
    "another number": "UPDATE statements SET number = 70 WHERE number = 7",
    "another sum": "UPDATE papers SET checksum = checksum + 1 WHERE number = 7",
    "another id": "UPDATE also SET id = 'p/4'",
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_without_its_checksum_is_found(folder: Path, change: str) -> None:
    assert verify(folder) == []
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        assert db.execute(CHANGES[change]).rowcount > 0
    assert verify(folder) != []
    with pytest.raises(CatalogError, match="'readnext catalog rebuild'"):
        read_all(folder)
    rebuild(folder)
    assert verify(folder) == []
    read_all(folder)


def test_a_change_of_any_file_of_a_shard_is_found(folder: Path) -> None:
    shard = max((folder / "shards").iterdir())
    for path in sorted(shard.iterdir()):
        sound = path.read_bytes()
        path.write_bytes(sound[:-1] + bytes([sound[-1] ^ 4]))
        assert [problem.where for problem in verify(folder)] == [f"{folder}: shards"]
        with pytest.raises(CatalogError, match="does not fit its checksum"):
            read_all(folder)
        path.write_bytes(sound)
    assert verify(folder) == []


@pytest.mark.parametrize("byte", [b"\xdc", b"?", b"\0"])
def test_a_damaged_definition_costs_no_records(folder: Path, byte: bytes) -> None:
    path = folder / DATABASE
    sound = path.read_bytes()
    place = sound.index(b"BEGIN INSERT") + len("BEGIN")
    path.write_bytes(sound[:place] + byte + sound[place + 1 :])
    with pytest.raises(CatalogError, match="'readnext catalog rebuild'"):
        read_all(folder)
    result = rebuild(folder)
    assert (result.papers, result.problems) == (8, [])
    assert verify(folder) == []
    read_all(folder)


def test_a_paper_without_its_records_is_found(folder: Path) -> None:
    """As if a page had lost rows: no trigger has run."""
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        query = "SELECT sql FROM sqlite_master WHERE name = 'statements_delete'"
        (trigger,) = db.execute(query).fetchone()
        db.execute("DROP TRIGGER statements_delete")
        db.execute("DELETE FROM statements WHERE number = 7")
        db.execute(trigger)
    with pytest.raises(CatalogError, match="damaged"):
        read_all(folder)
    (problem,) = rebuild(folder).problems
    assert problem.where == f"{folder}: paper 7"


def test_a_write_does_not_give_what_is_damaged_a_new_checksum(folder: Path) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as db, db:
        db.execute("UPDATE sources SET cursor = 'x'")
    with Catalog.open(folder) as catalog, pytest.raises(CatalogError, match="damaged"):
        catalog.add([Paper("new", "Swans of the North", ("A. Fox",))])
    assert verify(folder) != []


@pytest.mark.parametrize("bits", [1, 32, 255])
def test_a_damaged_index_of_ids_is_not_an_unknown_id(folder: Path, bits: int) -> None:
    """Wherever the id stands, its last character changes: in the index, too."""
    path = folder / DATABASE
    with closing(sqlite3.connect(path)) as db:  # all of it in one file
        db.execute("PRAGMA journal_mode = DELETE")
    sound = path.read_bytes()
    places = [found.end() - 1 for found in re.finditer(b"p/4", sound)]
    reported = 0
    for place in places:
        path.write_bytes(
            sound[:place] + bytes([sound[place] ^ bits]) + sound[place + 1 :]
        )
        try:
            with Catalog.open(folder) as catalog:
                assert catalog.of_id("p/4") == PAPERS[4]
        except CatalogError as error:
            assert "'readnext catalog rebuild'" in str(error)
            reported += 1
    assert len(places) > 1 and reported
    path.write_bytes(sound)
    assert verify(folder) == []
    with Catalog.open(folder) as catalog:
        assert catalog.of_id("p/40") is catalog.of_id("") is catalog.of_id("z") is None
