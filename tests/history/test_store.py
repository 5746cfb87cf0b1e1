"""The history: lists, judgements, what was taken, and one paper under two forms."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from readnext.history.schema import FORMAT, HistoryError
from readnext.history.store import History
from readnext.library.works import works_of
from readnext.matching.identity import Identity
from readnext.paper import Author, Entry, Paper
from readnext.suggestion import Answer, Reason, Suggestion

DAY = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
DUCKS = Paper(
    "arxiv:2401.00001",
    "On the Calibration of Ducks in Small Ponds",
    authors=("Mia Sand", "Lotte van Dijk"),
    date="2024-01-05",
    arxiv="2401.00001",
)
PUBLISHED = Paper(
    "openalex:W1",
    "On the Calibration of Ducks in Small Ponds",
    authors=("Mia Sand", "Lotte van Dijk"),
    date="2024-09-01",
    doi="10.5555/ducks.1",
    venue="Journal of Ponds",
)
GEESE = Paper("g/1", "Geese of the Northern Estuaries", ("Noah Field",), date="2023")


def answer(*papers: Paper) -> Answer:
    suggestions = tuple(
        Suggestion(i + 1, p, f"key{i}", 1.0 - i, 0.5, (Reason("text", "near", 0.4),))
        for i, p in enumerate(papers)
    )
    return Answer(3, 3, 1, "c", 10, 7, "prior", "few papers", suggestions)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History.open(tmp_path / "data" / "history.sqlite") as opened:
        yield opened


def show(history: History, *papers: Paper, days: int = 0) -> int:
    with history.transaction():
        at = DAY + dt.timedelta(days=days)
        return history.note_run("suggest", "", answer(*papers), at)


def test_the_newest_verdict_counts_and_can_be_undone(history: History) -> None:
    history.judge(DUCKS, "like", DAY)
    history.judge(PUBLISHED, "dismiss", DAY + dt.timedelta(days=1))
    (one,) = history.judged()
    assert (one.verdict, one.paper) == ("dismiss", PUBLISHED)
    assert history.undo(one.number, DAY + dt.timedelta(days=2))
    assert not history.undo(one.number, DAY + dt.timedelta(days=2))
    assert history.judged() == []


def test_a_suggested_paper_in_the_library_was_taken_once(history: History) -> None:
    show(history, DUCKS, GEESE)
    mine = Entry(
        "sand24",
        title=PUBLISHED.title,
        authors=(Author("Sand", "Mia"), Author("van Dijk", "Lotte")),
        date="2024",
        doi=PUBLISHED.doi,
    )
    works = works_of([mine, replace(mine, key="again")])
    assert history.note_taken(works, DAY) == 1
    assert history.note_taken(works, DAY + dt.timedelta(days=9)) == 0
    assert history.months() == [("2026-11", 2, 1, 0, 0)]


def test_what_was_never_suggested_is_not_taken(history: History) -> None:
    history.judge(GEESE, "like", DAY)
    show(history, DUCKS)
    geese = Entry(
        "g", title=GEESE.title, authors=(Author("Field", "Noah"),), date="2023"
    )
    assert history.note_taken(works_of([geese]), DAY) == 0


def test_ignored_is_what_was_shown_on_three_days(history: History) -> None:
    for day in (0, 0, 1):
        show(history, DUCKS, GEESE, days=day)
    assert history.ignored(3) == []
    show(history, PUBLISHED, GEESE, days=2)
    assert [p.title for p in history.ignored(3)] == [DUCKS.title, GEESE.title]
    history.judge(GEESE, "like", DAY)
    assert [p.title for p in history.ignored(3)] == [DUCKS.title]


def test_a_list_that_fails_half_way_leaves_nothing(history: History) -> None:
    class Stop(Exception):
        pass

    with pytest.raises(Stop), history.transaction():
        history.note_run("suggest", "", answer(DUCKS), DAY)
        raise Stop
    assert history.months() == []
    assert history.db.execute("SELECT count(*) FROM papers").fetchone() == (0,)


def test_a_file_that_is_no_history_is_told(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    path.write_bytes(b"dear diary" * 100)
    with pytest.raises(HistoryError, match="is damaged; move it away"):
        History.open(path)
    with pytest.raises(HistoryError, match="cannot be read or written"):
        History.open(path / "below")


def test_a_damaged_record_is_skipped_and_reported(history: History) -> None:
    show(history, DUCKS, GEESE)
    history.judge(GEESE, "like", DAY)
    history.judge(DUCKS, "dismiss", DAY)
    history.db.execute("UPDATE papers SET record = '{\"id\"' WHERE number = 1")
    assert [one.paper for one in history.judged()] == [GEESE]
    assert list(history.papers([1, 2]).values()) == [GEESE]
    (problem,) = history.problems
    assert "the record of paper 1 is damaged" in problem.why
    with pytest.raises(HistoryError, match="the record of paper 1 is damaged"):
        history.paper(1)


def test_a_damaged_record_is_known_by_its_names_and_repaired(history: History) -> None:
    show(history, DUCKS, GEESE)
    history.db.execute("UPDATE papers SET record = '' WHERE number = 1")
    assert history.find(Identity.of(DUCKS)) == 1
    show(history, DUCKS, days=1)
    assert history.paper(1) == DUCKS
    (count,) = history.db.execute("SELECT count(*) FROM papers").fetchone()
    assert count == 2


@pytest.mark.parametrize("table", ["aliases", "shown", "feedback", "taken", "issues"])
def test_a_missing_table_is_created_again(tmp_path: Path, table: str) -> None:
    path = tmp_path / "history.sqlite"
    with History.open(path) as history:
        show(history, DUCKS)
        history.db.execute(f"DROP TABLE {table}")
    with History.open(path) as history:
        show(history, GEESE)
        history.judge(DUCKS, "like", DAY)
        assert [one.paper for one in history.judged()] == [DUCKS]


def test_reading_creates_nothing(tmp_path: Path) -> None:
    path = tmp_path / "data" / "history.sqlite"
    with History.read(path) as history:
        assert not history.judged() and not history.months()
    assert not list(tmp_path.iterdir())


@contextmanager
def read_only(*paths: Path) -> Iterator[None]:
    """Make paths read-only, for the superuser, too, who acts as another user."""
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(65534)
    try:
        yield
    finally:
        if superuser:
            os.seteuid(0)
        for path in paths:
            path.chmod(0o755)


@pytest.mark.parametrize("version", [1, FORMAT])
def test_reading_from_a_read_only_disk(version: int) -> None:
    # The folder of pytest can be read by its owner alone.
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "history.sqlite"
        with History.open(path) as history:
            history.judge(DUCKS, "like", DAY)
            if version == 1:
                history.db.execute("DROP TABLE issues")
                history.db.execute("DROP TABLE listed")
                history.db.execute("PRAGMA user_version = 1")
        before = path.read_bytes()
        with read_only(path, folder):
            with pytest.raises(HistoryError):
                History.open(path)
            with History.read(path) as history:
                assert [one.paper for one in history.judged()] == [DUCKS]
                assert not history.last_list()
        assert path.read_bytes() == before and list(folder.iterdir()) == [path]


@pytest.mark.parametrize(
    ("script", "says"),
    [("PRAGMA user_version = 99", "newer readnext"), (None, "it is damaged")],
)
def test_reading_what_cannot_be_used(script: str | None, says: str) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "history.sqlite"
        path.write_bytes(b"no database" * 100)
        if script:
            path.unlink()
            with History.open(path) as history:
                history.db.execute(script)
        with (
            read_only(path, path.parent),
            pytest.raises(HistoryError, match=says),
        ):
            History.read(path)


_WRITING = """
import datetime as dt, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from readnext.history.store import History
from readnext.paper import Paper

def write(number):
    with History.open(path) as history:
        paper = Paper(number, "Paper number " + number)
        history.judge(paper, "like", dt.datetime.now(dt.UTC))
    with History.read(path) as history:
        history.judged()

for line in sys.stdin:
    path, *numbers = line.split("\t")
    path = Path(path)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, numbers))
    print("done", flush=True)
"""


@pytest.mark.slow
def test_a_new_history_is_opened_by_many_threads_of_many_processes(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    """Each waits for the others; no lock is lost, and nothing that is written."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(3)
    ]
    for attempt in range(8):
        path = tmp_path / f"{attempt}.sqlite"
        for place, process in enumerate(processes):
            assert process.stdin
            names = [f"p{place * 10 + n}" for n in range(10)]
            process.stdin.write("\t".join([str(path), *names]) + "\n")
            process.stdin.flush()
        for process in processes:
            assert process.stdout and process.stdout.readline() == "done\n"
        with History.read(path) as history:
            assert len(history.judged()) == 30
    for process in processes:
        process.communicate()
