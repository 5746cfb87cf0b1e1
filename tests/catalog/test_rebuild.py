"""A catalog that is old or damaged is rebuilt from its records."""

from __future__ import annotations

import datetime as dt
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from readnext.catalog import rebuild as module
from readnext.catalog.notice_titles import (
    corrected_by_id,
    corrected_by_title,
    correction_names,
)
from readnext.catalog.rebuild import rebuild
from readnext.catalog.schema import DATABASE, FORMAT
from readnext.catalog.store import Catalog
from readnext.catalog.verify import verify
from readnext.errors import CatalogError
from readnext.matching.identity import Identity
from readnext.paper import Gone, Paper, Popularity
from tests.conftest import ROOT

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
SOURCE = "arxiv:cs.LG"
PAPERS = [
    Paper(
        f"p/{n}",
        f"On the Habits of Duck Number {n}",
        (f"Mia Sand{n}", "Lotte Hen"),
        abstract="Ducks and ponds.",
        date=f"20{n % 20:02}-01-05",
        doi=f"10.5555/duck.{n}",
    )
    for n in range(60)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalog with two sources, a cursor, merged and removed papers."""
    folder = tmp_path / "catalog"
    with Catalog.open(folder, create=True) as catalog:
        catalog.add(PAPERS, "ducks.jsonl")
        with catalog.source_log() as log:
            log.register(SOURCE, 3)
            log.begin(SOURCE, NOW)
        again = [Paper("o/1", PAPERS[1].title, PAPERS[1].authors, doi=PAPERS[1].doi)]
        catalog.add_page([*again, PAPERS[2]], SOURCE, "cursor 7")
        with catalog.source_log() as log:
            log.end(SOURCE, NOW, None)
        catalog.add([Gone("p/3")], "ducks.jsonl")
    return folder


@contextmanager
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        yield connection
        connection.commit()


def state(folder: Path) -> dict[str, object]:
    """What a catalog says, in all ways in which it is asked."""
    with Catalog.open(folder) as catalog:
        columns = catalog.columns()
        identities = [Identity.of(paper) for paper in PAPERS]
        return {
            "papers": list(catalog.all_papers()),
            "accounts": catalog.accounts(),
            "sources": catalog.papers_by_source(),
            "found": catalog.find(identities),
            "numbers": columns.numbers.tolist(),
            "dates": columns.date.tolist(),
            "terms": columns.terms.whole().sum(),
            # Names of a paper that was removed are dropped when it is rebuilt.
            "names": {n for _, n in catalog.names("people") if "Sand3" not in n[-5:]},
            "newest": catalog.newest(),
        }


def test_nothing_changes_if_nothing_is_damaged(folder: Path) -> None:
    before = state(folder)
    result = rebuild(folder)
    assert (result.papers, result.problems) == (59, [])
    assert state(folder) == before
    left = {path.name for path in folder.iterdir()}
    assert left <= {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"} | {
        "shards",
        "rebuild.lock",
    }


def test_a_rebuilt_catalog_takes_more(folder: Path) -> None:
    rebuild(folder)
    with Catalog.open(folder) as catalog:
        added = catalog.add([*PAPERS, Paper("new", "Swans of the North", ("A. Fox",))])
        assert (added.added, added.updated) == (2, 0)
        assert len(catalog.columns()) == 61


def test_a_rebuilt_catalog_knows_what_its_notices_retract(folder: Path) -> None:
    notice = Paper("note", "Retraction: Swans of the Far North", venue="Bogs")
    with Catalog.open(folder) as catalog:
        catalog.add([notice])
        before = len(catalog.columns())
    rebuild(folder)
    with Catalog.open(folder) as catalog:
        catalog.add([Paper("late", "Swans of the Far North", venue="Bogs")])
        assert len(catalog.columns()) == before


def test_a_rebuilt_catalog_knows_what_its_notices_correct(folder: Path) -> None:
    notice = Paper("note", "Correction to: Swans of the Far North", corrects=("b:1",))
    with Catalog.open(folder) as catalog:
        catalog.add([notice])
    rebuild(folder)
    names = [corrected_by_title("Swans of the far north"), corrected_by_id("b:1")]
    with Catalog.open(folder) as catalog:
        for name in names:
            assert catalog.called([name], correction_names) == [notice]


@pytest.mark.slow
@pytest.mark.parametrize("table", ["aliases", "blocks", "names", "shards", "gone"])
def test_a_missing_table(folder: Path, table: str) -> None:
    with database(folder) as db:
        db.execute(f"DROP TABLE {table}")
    with pytest.raises(CatalogError, match="'readnext catalog rebuild'"):
        state(folder)
    assert rebuild(folder).problems == []
    with Catalog.open(folder) as catalog:
        assert len(catalog) == len(catalog.columns()) == 59
        (account, _) = catalog.accounts()
        assert (account.name, account.cursor) == (SOURCE, "cursor 7")
        catalog.add([Paper("new", "Swans of the North", ("A. Fox",))])


@pytest.mark.slow
@pytest.mark.parametrize("table", ["sources", "also", "lines", "meta"])
def test_what_is_lost_with_a_table_of_sources(folder: Path, table: str) -> None:
    with database(folder) as db:
        db.execute(f"DROP TABLE {table}")
    assert rebuild(folder).papers == 59
    with Catalog.open(folder) as catalog:
        assert len(catalog) == len(catalog.columns()) == 59
        assert sum(catalog.papers_by_source().values()) >= 59


@pytest.mark.slow
def test_missing_and_damaged_shards(folder: Path) -> None:
    before = state(folder)
    shards = sorted((folder / "shards").iterdir())
    (shards[-1] / "venue.npy.zst").write_bytes(b"")
    with pytest.raises(CatalogError, match="'readnext catalog rebuild'"):
        state(folder)
    assert rebuild(folder).problems == []
    assert state(folder) == before


@pytest.mark.slow
def test_damaged_records_are_problems_and_the_rest_is_kept(folder: Path) -> None:
    with database(folder) as db:
        db.execute("UPDATE statements SET record = '{\"id\"' WHERE id = 'p/5'")
        db.execute("UPDATE statements SET record = '{\"id\":\"?\"}' WHERE id = 'p/6'")
    result = rebuild(folder)
    assert result.papers == 57
    wheres = [problem.where for problem in result.problems]
    assert wheres == [f"{folder}: record {n}" for n in (6, 7)]
    with Catalog.open(folder) as catalog:
        assert catalog.of_id("p/5") is None
        assert catalog.of_id("p/7") == PAPERS[7]


def noise(seed: int) -> str:
    """A text that cannot be compressed to a few bytes."""
    return random.Random(seed).randbytes(450).hex()


def test_a_damaged_page_costs_its_own_records(tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    with Catalog.open(folder, create=True) as catalog:
        catalog.add(
            Paper(f"{n}", f"Duck {n} of the pond", (f"A. Fox{n}",), abstract=noise(n))
            for n in range(400)
        )
    with database(folder) as db:
        query = "SELECT record FROM statements WHERE id = '222'"
        ((record,),) = db.execute(query).fetchall()
    path = folder / DATABASE
    content = bytearray(path.read_bytes())
    page = content.index(record[:99]) // 4096 * 4096
    content[page : page + 4096] = bytes(4096)
    path.write_bytes(bytes(content))
    result = rebuild(folder)
    assert 380 < result.papers < 400
    assert len(result.problems) == 400 - result.papers
    with Catalog.open(folder) as catalog:
        assert len(catalog.columns()) == result.papers


def test_what_is_no_database_is_left_as_it_is(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"not a database, but long enough" * 99)
    with pytest.raises(CatalogError, match="no record can be read"):
        rebuild(folder)
    assert (folder / DATABASE).read_bytes().startswith(b"not a database")


def test_an_older_format_is_upgraded_when_it_is_opened(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = state(folder)
    with database(folder) as db:  # as readnext of format 3 had it
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in db.execute(query).fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute("UPDATE meta SET value = '3' WHERE name = 'format'")
        db.execute("ALTER TABLE statements DROP COLUMN digest")
        db.execute("DROP INDEX statements_source")
        db.execute("ALTER TABLE statements DROP COLUMN source")
        for table in ("sources", "also", "lines", "blocks", "papers", "checksums"):
            db.execute(f"DROP TABLE {table}")
    after = state(folder)
    assert "upgrading" in caplog.text
    assert after["papers"] == before["papers"]
    assert after["found"] == before["found"]
    assert after["numbers"] == before["numbers"]
    with database(folder) as db:
        (found,) = db.execute("SELECT value FROM meta").fetchone()
    assert found == str(FORMAT)


def test_a_catalog_without_counts_of_citations_gets_them(folder: Path) -> None:
    cited = Paper("p/99", "Cited Ducks", popularity=Popularity(citations=7))
    with Catalog.open(folder) as catalog:
        catalog.add([cited])
    with database(folder) as db:  # as readnext of format 5 had it
        db.execute("UPDATE meta SET value = '5' WHERE name = 'format'")
    for name in ("citations", "own_links"):
        for path in folder.glob(f"shards/*/{name}.npy*"):
            path.unlink()
    with Catalog.open(folder) as catalog:
        columns = catalog.columns()
    assert np.nansum(columns.citations) == 7
    assert columns.own_links.min() >= 1


def test_a_newer_format_is_refused(folder: Path) -> None:
    with database(folder) as db:
        db.execute("UPDATE meta SET value = '99' WHERE name = 'format'")
    with pytest.raises(CatalogError, match="update readnext"):
        rebuild(folder)


def test_verify_finds_damage(folder: Path) -> None:
    assert verify(folder) == []
    with database(folder) as db:
        db.execute("UPDATE statements SET record = '?' WHERE id = 'p/5'")
    (problem,) = verify(folder)
    assert problem.where == f"{folder}: record 6"
    shard = max((folder / "shards").iterdir())
    (shard / "venue.npy.zst").write_bytes(b"")
    assert [p.where for p in verify(folder)][1:] == [f"{folder}: shards"]
    rebuild(folder)
    assert verify(folder) == []


def test_no_catalog(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="there is no catalog"):
        rebuild(tmp_path)


KILLED = """
import os, sys
from pathlib import Path
from readnext.catalog import rebuild
from readnext.catalog.store import Catalog
from readnext.catalog.verify import verify

folder = Path(sys.argv[1])

def state():
    with Catalog.open(folder) as catalog:
        dates = catalog.columns().date.tolist()
        return list(catalog.all_papers()), catalog.accounts(), dates

def run(last):
    "Rebuild in a process that ends at a line; return how many lines were run."
    count = 0

    def trace(frame, event, argument):
        nonlocal count
        if frame.f_code.co_filename != rebuild.__file__:
            return None
        if event == "line":
            count += 1
            if count == last:
                os._exit(9)
        return trace

    sys.settrace(trace)
    rebuild.rebuild(folder)
    sys.settrace(None)
    return count

before, lines = state(), run(0)
assert state() == before
for line in sorted({*range(1, lines, 60), *range(lines - 60, lines, 4)}):
    child = os.fork()
    if not child:
        run(line)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9, line
    assert state() == before, line
print(lines)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked")
def test_a_kill_leaves_the_old_or_the_new_catalog(folder: Path) -> None:
    paths = os.pathsep.join(str(ROOT / name) for name in ("recommender", "adapters"))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


@pytest.mark.parametrize("ready", [True, False])
def test_a_swap_that_was_interrupted_is_finished(folder: Path, ready: bool) -> None:
    """A write-ahead log of the old database is not applied to the new one."""
    before = state(folder)
    content = (folder / DATABASE).read_bytes()
    (folder / (module._READY if ready else module._BUILDING)).write_bytes(content)
    if ready:
        (folder / DATABASE).write_bytes(b"old")
        (folder / f"{DATABASE}-wal").write_bytes(b"of the old one")
    assert state(folder) == before
