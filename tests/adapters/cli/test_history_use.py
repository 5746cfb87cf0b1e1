"""What `readnext suggest` takes from the history and the library, and puts into it."""

from __future__ import annotations

import datetime as dt
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readnext.history.store import History
from readnext.paper import Paper
from readnext.suggestion import Answer, Suggestion

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FIRST = Path(__file__).parents[3] / "fixtures" / "libraries" / "generalization.bib"
NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


@pytest.fixture
def history(home: Path) -> Path:
    return home / ".local" / "share" / "readnext" / "history.sqlite"


def suggested(run: Run, *arguments: str | Path) -> dict[str, Any]:
    done = run("suggest", *arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [one["id"] for one in found["suggestions"]]


def on_terminal(environment: dict[str, str], *arguments: str | Path) -> tuple[int, str]:
    """Run the real command with a terminal for standard output."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "readnext", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as started:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 1 << 16)
            except OSError:  # what Linux says where the other end is closed
                break
            if not piece:
                break
            shown += piece
        os.close(ours)
        assert started.stderr is not None
        said = started.stderr.read()
    assert "Traceback" not in said and shown
    return started.returncode, said


def dismissed(path: Path, found: dict[str, Any]) -> str:
    """Dismiss the first of the suggestions; return its id."""
    one = found["suggestions"][0]
    path.parent.mkdir(parents=True, exist_ok=True)
    with History.open(path) as store:
        store.judge(Paper(one["id"], one["title"]), "dismiss", NOW)
    return str(one["id"])


def test_no_history_is_made_by_asking(run: Run, history: Path) -> None:
    suggested(run, FIRST, "-n", "1")
    assert not history.exists()
    said = run("history").stdout
    assert said.startswith("Nothing is recorded yet: ") and "as JSON are not" in said


@pytest.mark.slow
def test_the_dismissed_is_not_suggested(run: Run, history: Path) -> None:
    first = dismissed(history, suggested(run, FIRST))
    assert first not in ids(suggested(run, FIRST, "-n", "500"))


@pytest.mark.slow
def test_the_liked_is_learnt_from(run: Run, history: Path) -> None:
    before = suggested(run, FIRST)
    run("feedback", "like", ids(before)[0])
    after = suggested(run, FIRST)
    assert after["library"] == before["library"]  # it is learned from, not owned
    assert after["ranker"]["why"] != before["ranker"]["why"]
    assert ids(before)[0] not in ids(after)


@pytest.mark.slow
@pytest.mark.parametrize("damage", [b"no database at all" * 99, b"SQLite format 3\0"])
def test_a_damaged_history_is_one_note(run: Run, history: Path, damage: bytes) -> None:
    whole = ids(suggested(run, FIRST))
    history.parent.mkdir(parents=True)
    history.write_bytes(damage + b"\0" * 5000)
    done = run("suggest", FIRST, "--format", "json")
    assert done.returncode == 0
    assert ids(json.loads(done.stdout)) == whole
    assert done.stderr.count("ignoring your history") == 1
    assert history.read_bytes() == damage + b"\0" * 5000


def test_records_that_are_damaged_are_one_note(run: Run, history: Path) -> None:
    dismissed(history, suggested(run, FIRST, "-n", "1"))
    with History.open(history) as store:
        store.db.execute("UPDATE papers SET record = '{'")
    done = run("suggest", FIRST, "-n", "1")
    assert done.returncode == 0
    assert done.stderr.count("the record of paper 1 is damaged; ignored") == 1


@pytest.mark.slow
def test_what_a_digest_brought_is_noted(run: Run, history: Path) -> None:
    found = suggested(run, FIRST, "-n", "3")
    shown = tuple(
        Suggestion(n, Paper(one["id"], one["title"]), "k", 1.0, 0.5, ())
        for n, one in enumerate(found["suggestions"][:2], 1)
    )
    history.parent.mkdir(parents=True)
    with History.open(history) as store, store.transaction():
        answer = Answer(1, 1, 1, "c", 9, 9, "prior", "", shown)
        number = store.note_run("digest", "p", answer, NOW)
        store.db.execute(
            "INSERT INTO issues (profile, day, part, run, state, message_id, sender,"
            " recipient, message, catalog, newest, prepared)"
            " VALUES ('p', '2026-11-20', 1, ?, 'sent', 'm', 's', 'r', '', 'c', 0, '')",
            (number,),
        )
    done = run("suggest", FIRST, "-n", "3", "--format", "json")
    told = "2 of these were in your digest of 2026-11-20"
    assert f"readnext: {told}\n" in done.stderr
    again = json.loads(done.stdout)
    assert again["notes"] == [*found["notes"], told]
    assert again["suggestions"] == found["suggestions"]


@pytest.mark.slow
def test_a_list_on_a_terminal_is_recorded(
    run: Run, environment: dict[str, str], history: Path, tmp_path: Path
) -> None:
    code, _ = on_terminal(environment, "suggest", FIRST, "-n", "3")
    assert code == 0 and history.exists()
    told = json.loads(run("history", "--format", "json").stdout)["total"]
    assert (told["suggested"], told["taken"]) == (3, 0)
    taken = suggested(run, FIRST, "-n", "1")["suggestions"][0]
    mine = tmp_path / "mine.bib"
    mine.write_text(
        FIRST.read_text(encoding="utf-8")
        + f"\n@misc{{new, title = {{{taken['title']}}},"
        f" author = {{{' and '.join(taken['authors'])}}}}}\n",
        encoding="utf-8",
    )
    on_terminal(environment, "suggest", mine, "-n", "3")
    told = json.loads(run("history", "--format", "json").stdout)["total"]
    assert told["taken"] == 1


@pytest.mark.slow
def test_only_a_list_on_a_terminal_is_recorded(
    environment: dict[str, str], history: Path, tmp_path: Path
) -> None:
    for more in (("--format", "json"), ("-o", tmp_path / "x.txt")):
        done = on_terminal_or_not(environment, "suggest", FIRST, "-n", "1", *more)
        assert done == 0
    assert not history.exists()


def on_terminal_or_not(environment: dict[str, str], *arguments: str | Path) -> int:
    """As `on_terminal`, where nothing may be shown."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "readnext", *map(str, arguments)]
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=120,
        ).returncode
    finally:
        os.close(theirs)
        os.close(ours)


@pytest.mark.slow
def test_what_cannot_be_recorded_is_one_note(
    environment: dict[str, str], home: Path
) -> None:
    (home / ".local").write_text("in the way")
    code, said = on_terminal(environment, "suggest", FIRST, "-n", "1")
    assert code == 0
    assert said.count("this list is not recorded") == 1
    assert "ignoring your history" not in said


@pytest.mark.slow
def test_the_round_trip(run: Run, tmp_path: Path) -> None:
    ours = tmp_path / "next.bib"
    asked = ("suggest", FIRST, "-n", "3", "-o", ours)
    assert run(*asked).returncode == 0
    written = ours.read_bytes()
    done = run("suggest", FIRST, ours, "-n", "3", "-o", ours)
    assert "3 entries are suggestions by readnext" in done.stderr
    assert ours.read_bytes() == written
    # A verdict of no: never again, and it stands in the file as it was.
    judged = written.replace(b"  readnext-id", b"  readnext = {no},\n  readnext-id", 1)
    ours.write_bytes(judged)
    before = re.findall(r"readnext-id\s*=\s*{(.*)}", written.decode())
    after = ids(suggested(run, FIRST, ours, "-n", "100"))
    assert before[0] not in after and before[1] in after
    assert run("suggest", FIRST, ours, "-n", "3", "-o", ours).returncode == 0
    assert ours.read_bytes().startswith(judged)
    # A verdict of yes: learnt from, and owned.
    ours.write_bytes(judged.replace(b"{no}", b"{yes}"))
    liked = suggested(run, FIRST, ours)
    entries = suggested(run, FIRST)["library"]["entries"]
    assert liked["library"]["entries"] == entries + 1
    assert before[0] not in ids(liked)


@pytest.mark.slow
def test_update_refreshes_our_fields_alone(run: Run, tmp_path: Path) -> None:
    ours = tmp_path / "next.bib"
    asked = ("suggest", FIRST, "-n", "3", "-o", ours)
    assert run(*asked).returncode == 0
    fresh = ours.read_bytes()
    stale = fresh.replace(b"readnext-score = {", b"readnext-score = {9")
    ours.write_bytes(stale + b"% mine: Caf\xc3\xa9")
    assert run(*asked).returncode == 0
    assert ours.read_bytes() == stale + b"% mine: Caf\xc3\xa9"
    assert run(*asked, "--update").returncode == 0
    assert ours.read_bytes() == fresh + b"% mine: Caf\xc3\xa9"


@pytest.mark.parametrize(
    "more", [(), ("-o", "a.json"), ("-o", "a.ris"), ("--format", "bibtex")]
)
def test_update_needs_a_bibtex_file(run: Run, more: tuple[str, ...]) -> None:
    done = run("suggest", FIRST, "--update", *more)
    assert done.returncode == 2
    assert "--update needs -o with a file in bibtex or biblatex format" in done.stderr


def test_refusing_everything_leaves_nothing_to_learn_from(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "x.bib").write_text("@misc{a, title={Ducks}, readnext={no}}\n")
    done = run("suggest", "x.bib")
    assert done.returncode == 1
    assert "every entry is marked as one not to learn from" in done.stderr


def test_a_suggestion_that_a_draft_cites_is_learnt_from(
    run: Run, tmp_path: Path
) -> None:
    assert run("suggest", FIRST, "-n", "1", "-o", "next.bib").returncode == 0
    shown = run("library", "show", "next.bib", "--format", "json")
    key = json.loads(shown.stdout)["entries"][0]["key"]
    (tmp_path / "draft.md").write_text(f"As is well known [@{key}].\n")
    found = suggested(run, "next.bib", "--draft", "draft.md")
    assert found["library"]["entries"] == 1
