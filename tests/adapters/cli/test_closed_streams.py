"""Commands whose standard streams were closed by what called them."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no sh")

MAIL = ("--catalog", "new.jsonl", "--to", "you@example.org", "--no-update")
LIBRARY = Path("fixtures/libraries/generalization.bib").resolve()


def run(
    command: str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command of the shell, in which $R is readnext."""
    return subprocess.run(
        ["sh", "-c", command.replace("$R", f"{sys.executable} -m readnext")],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("closed", ["2>&-", ">&-", "<&-", "<&- >&- 2>&-"])
def test_a_list_is_written(
    closed: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    done = run(f"$R suggest {LIBRARY} -o n.json {closed}", tmp_path, environment)
    assert done.returncode == 0
    assert "bug" not in done.stderr
    assert (tmp_path / "n.json").stat().st_size > 1_000


def write_papers(folder: Path) -> None:
    """Write a catalog file with papers of today."""
    day = dt.datetime.now(dt.UTC).date().isoformat()
    papers = [
        {"id": f"{n}", "title": f"Generalization of Networks {n}", "date": day}
        for n in range(20)
    ]
    (folder / "new.jsonl").write_text("\n".join(map(json.dumps, papers)))


@pytest.mark.slow
def test_a_digest_is_sent(tmp_path: Path, environment: dict[str, str]) -> None:
    write_papers(tmp_path)
    run("$R catalog add new.jsonl --catalog c", tmp_path, environment)
    mail = "--catalog c --to you@example.org --output mail.eml --no-update"
    command = f"$R digest {LIBRARY} {mail} <&- >&- 2>&-"
    assert run(command, tmp_path, environment).returncode == 0
    assert b"Subject:" in (tmp_path / "mail.eml").read_bytes()


def test_papers_are_added(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "new.jsonl").write_text('{"id": "1", "title": "On Ducks"}\n')
    added = "$R catalog add new.jsonl --catalog c <&- >&- 2>&-"
    assert run(added, tmp_path, environment).returncode == 0
    sound = run("$R catalog verify --catalog c", tmp_path, environment)
    assert (sound.returncode, sound.stdout) == (0, "no damage found\n")


def test_nothing_is_read_from_a_closed_input(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    done = run("$R suggest - <&-", tmp_path, environment)
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["readnext: standard input: the file is empty"]


def test_an_error_needs_no_stream(tmp_path: Path, environment: dict[str, str]) -> None:
    done = run("$R suggest missing.bib 2>&-", tmp_path, environment)
    assert done.returncode in (1, 2)


@pytest.fixture(params=["pipe", "disk"])
def unwritable(request: pytest.FixtureRequest) -> Iterator[int]:
    """What nothing can be written to: a pipe whose reader is gone, or a full disk."""
    if request.param == "pipe":
        reading, number = os.pipe()
        os.close(reading)
    elif Path("/dev/full").exists():
        number = os.open("/dev/full", os.O_WRONLY)
    else:
        pytest.skip("there is no /dev/full")
    yield number
    os.close(number)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("suggest", "mylib.bib", "-n", "2", "-o", "next.md"), 0),
        (("digest", "mylib.bib", *MAIL, "--output", "next.md"), 0),
        (("suggest", "missing.bib"), 2),
        (("suggest", "--nonsense"), 2),
    ],
)
def test_no_command_fails_for_its_messages(
    arguments: tuple[str, ...],
    code: int,
    unwritable: int,
    tmp_path: Path,
    environment: dict[str, str],
) -> None:
    write_papers(tmp_path)
    # Two entries have no title, so that there is a message before the list.
    library = LIBRARY.read_text(encoding="utf-8")
    (tmp_path / "mylib.bib").write_text(library + "@misc{a}\n@misc{a}\n")
    done = subprocess.run(
        [sys.executable, "-m", "readnext", *arguments],
        stdout=subprocess.PIPE,
        stderr=unwritable,
        cwd=tmp_path,
        env=environment,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, b"")
    assert (tmp_path / "next.md").exists() == (code == 0)
