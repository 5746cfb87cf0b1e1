"""`readnext feedback import`: real mails, as mail programs keep them."""

from __future__ import annotations

import mailbox
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def mail(subject: str, date: str = "Sat, 28 Nov 2026 07:30:00 +0100") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = message["To"] = "mia@example.org"
    message["Date"] = date
    message.set_content("")
    return message


@pytest.fixture
def suggested(run: Run, fixtures: Path, data: Path) -> list[str]:
    """The ids of papers that were suggested, and judged for a while in 2020."""
    library = fixtures / "libraries" / "generalization.bib"
    done = run("suggest", library, "-n", "3", "--format", "bibtex")
    assert done.returncode == 0, done.stderr
    marks = [line for line in done.stdout.splitlines() if "readnext-id" in line]
    ids = [line.partition("{")[2].rpartition("}")[0] for line in marks]
    for one in ids:  # which notes the papers
        assert run("feedback", "like", one).returncode == 0
    assert run("feedback", "undo", *ids).returncode == 0
    with closing(sqlite3.connect(data / "history.sqlite")) as db, db:
        db.execute("UPDATE feedback SET at = '2020-01-01', undone = '2020-01-02'")
    return ids


def listed(run: Run) -> str:
    return run("feedback", "list").stdout


def later(subject: str) -> EmailMessage:
    return mail(subject, "Mon, 01 Jan 2024 07:30:00 +0000")


def test_mails_of_all_kinds_of_boxes(
    run: Run, suggested: list[str], tmp_path: Path
) -> None:
    first, second, third = suggested
    (tmp_path / "one.eml").write_bytes(later(f"readnext like {first}").as_bytes())
    box = mailbox.mbox(tmp_path / "in.mbox")
    box.add(later(f"Fwd: readnext dismiss {second}"))
    box.add(later("Lunch?"))
    box.close()
    folder = mailbox.Maildir(tmp_path / "Mail")
    folder.add(later(f"readnext like {third}"))
    folder.close()
    done = run(
        *("feedback", "import", tmp_path / "one.eml", tmp_path / "in.mbox"),
        tmp_path / "Mail",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("liked: ") == 2 and done.stdout.count("dismissed: ") == 1
    assert len(listed(run).splitlines()) == 3
    again = run("feedback", "import", tmp_path / "in.mbox")
    assert again.returncode == 0 and len(listed(run).splitlines()) == 3


def test_feedback_given_later_remains(
    run: Run, suggested: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "old.eml"
    old = mail(f"readnext like {suggested[0]}", "Mon, 01 Jan 2018 07:30:00 +0000")
    path.write_bytes(old.as_bytes())
    done = run("feedback", "import", path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing new: " in done.stderr
    assert "No feedback is recorded" in listed(run)


def test_what_is_no_feedback_is_left_out(
    run: Run, suggested: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "mails"
    folder.mkdir()
    subjects = ("readnext like", f"like {suggested[0]}", "readnext adore x", "")
    for number, subject in enumerate(subjects):
        (folder / f"{number}.eml").write_bytes(later(subject).as_bytes())
    done = run("feedback", "import", folder)
    assert done.returncode == 1 and "no feedback in 4 mails" in done.stderr
    (folder / "9.eml").write_bytes(later("readnext like nobody/knows").as_bytes())
    done = run("feedback", "import", folder)
    assert done.returncode == 0 and "never suggested" in done.stderr
    assert "No feedback is recorded" in listed(run)


def test_broken_files_do_not_stop_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.eml"
    path.write_bytes(b"\xff\xfe\x00Subject: =?utf-8?q?readnext\x00 like\r\n\r\n" * 3)
    done = run("feedback", "import", path)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert run("feedback", "import", tmp_path / "none.eml").returncode == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_refused(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "in.eml"
    os.mkfifo(pipe)
    done = run("feedback", "import", pipe)
    assert done.returncode == 2
    assert done.stderr == f"readnext: {pipe}: not a regular file\n"


def test_only_the_beginning_of_a_large_mail_counts(
    run: Run, suggested: list[str], tmp_path: Path
) -> None:
    large = mail(f"readnext like {suggested[0]}").as_bytes() + b"x" * 40_000_000
    folder = tmp_path / "Mail"
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    (folder / "new" / "1700000000.a").write_bytes(large)
    # Python decodes Punycode in quadratic time: of 200 kB, for 9 s.
    slow = b"Subject: =?punycode?q?" + b"ab-" * 70_000 + b"?=\n\nreadnext like x"
    (folder / "new" / "1700000001.b").write_bytes(slow)
    done = run("feedback", "import", folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("liked: ") == 1
