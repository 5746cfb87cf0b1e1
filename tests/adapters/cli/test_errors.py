"""What the user sees when something is wrong: one line, an exit code, no traceback."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]

DUCKS = "@article{sand2024, title={On Ducks}, author={Sand, Mia}, year=2024}\n"


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    file = tmp_path / "ducks.bib"
    file.write_text(DUCKS)
    return file


def lines(done: Done) -> list[str]:
    return done.stderr.strip().splitlines()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.bib", None, "No such file"),
        ("empty.bib", b"", "the file is empty"),
        ("blank.bib", b" \n\n", "the file is empty"),
        ("paper.bib", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF, not a bibliography"),
        ("thesis.docx", b"PK\x03\x04stuff", "an office document"),
        ("zotero.sqlite", b"SQLite format 3\0stuff", "a SQLite database"),
        ("letter.txt", b"Dear Sir,\nyours sincerely\n", "unrecognised format"),
    ],
)
def test_a_library_that_cannot_be_read(
    run: Run, tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for command in ("suggest", "library show"):
        done = run(*command.split(), tmp_path / name)
        assert done.returncode == 2
        assert len(lines(done)) == 1
        assert str(tmp_path / name) in done.stderr
        assert says in done.stderr
        assert done.stdout == ""


def test_a_folder_as_library(run: Run, tmp_path: Path) -> None:
    done = run("suggest", tmp_path)
    assert (done.returncode, len(lines(done))) == (2, 1)
    assert "is a directory" in done.stderr


def test_a_library_without_titles(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text("@misc{a, year=2020}")
    done = run("suggest", tmp_path / "x.bib")
    assert done.returncode == 1
    assert "nothing to learn from" in done.stderr


def test_wrong_usage(run: Run, bib: Path) -> None:
    for arguments in (["suggest"], ["sugest"], ["suggest", bib, "--since", "soon"]):
        done = run(*arguments)
        assert done.returncode == 2
        assert "Usage:" in done.stderr


def test_a_catalog_that_is_not_there(run: Run, bib: Path, tmp_path: Path) -> None:
    done = run("suggest", bib, "--catalog", tmp_path / "none")
    assert (done.returncode, len(lines(done))) == (1, 1)
    assert "readnext catalog add" in done.stderr


def test_a_catalog_of_a_newer_version(run: Run, bib: Path, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    assert run("catalog", "add", bib, "--catalog", folder).returncode == 0
    with sqlite3.connect(folder / "catalog.sqlite") as db:
        db.execute("UPDATE meta SET value = '99' WHERE name = 'format'")
    db.close()
    for arguments in (["suggest", bib], ["catalog", "stats"], ["catalog", "add", bib]):
        done = run(*arguments, "--catalog", folder)
        assert (done.returncode, len(lines(done))) == (1, 1)
        assert "a newer readnext" in done.stderr
        assert "update readnext" in done.stderr


def test_a_pdf_as_catalog(run: Run, bib: Path, tmp_path: Path) -> None:
    (tmp_path / "p.bib").write_bytes(b"%PDF-1.7\n")
    for arguments in (
        ["suggest", bib, "--catalog", tmp_path / "p.bib"],
        ["catalog", "add", tmp_path / "p.bib", "--catalog", tmp_path / "c"],
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert "a PDF, not a bibliography" in done.stderr


def test_what_the_system_refuses_is_no_bug(run: Run, bib: Path, tmp_path: Path) -> None:
    long = tmp_path / ("x" * 300)
    for arguments in (
        ["suggest", long],
        ["suggest", bib, "--catalog", long],
        ["suggest", bib, "-o", long],
    ):
        done = run(*arguments)
        assert done.returncode in (1, 2)
        assert "too long" in done.stderr
        assert "bug" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_feedback_that_cannot_be_printed_is_stored(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text(
        '{"id": "x", "title": "On Ducks"}\n{"id": "y", "title": "On Moss"}\n'
    )

    def fails(*arguments: str) -> None:
        command = [sys.executable, "-m", "readnext", "feedback", *arguments]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                command, stdout=full, stderr=subprocess.PIPE, text=True, env=environment
            )
        (line,) = done.stderr.splitlines()
        assert done.returncode == 1
        assert line.startswith(
            "readnext: stored, but it could not be printed: No space"
        )

    fails("dismiss", "x", "y", "--catalog", str(source))
    listed = run("feedback", "list").stdout
    assert "On Ducks" in listed and "On Moss" in listed
    fails("undo", "x")
    assert "On Ducks" not in run("feedback", "list").stdout


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_papers_that_cannot_be_counted_are_stored(
    run: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": "x", "title": "On Ducks"}\n')
    for words, left in ((["add", str(source)], 1), (["remove", "a.jsonl", "--yes"], 0)):
        done = _print_to_full_disk(environment, "catalog", *words)
        assert done.returncode == 1
        (line,) = done.stderr.splitlines()
        assert line.startswith(
            "readnext: stored, but it could not be printed: No space"
        )
        assert line.endswith("'readnext catalog stats' shows it")
        stats = run(
            "catalog", "stats", "--format", "json", "--catalog", _own(environment)
        )
        assert json.loads(stats.stdout)["papers"] == left


def _print_to_full_disk(
    environment: dict[str, str], *words: str
) -> subprocess.CompletedProcess[str]:
    with Path("/dev/full").open("w") as full:
        return subprocess.run(
            [sys.executable, "-m", "readnext", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            check=False,
        )


def _own(environment: dict[str, str]) -> Path:
    (catalog,) = Path(environment["HOME"]).rglob("catalog.sqlite")
    return catalog.parent


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_standard_output_on_a_full_disk(environment: dict[str, str], bib: Path) -> None:
    done = _print_to_full_disk(environment, "suggest", str(bib))
    assert done.returncode == 1
    assert "the disk is full; free some space" in done.stderr
    assert "bug" not in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_catalog_source(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("Dear Sir")
    done = run("catalog", "add", tmp_path / "x.txt", "--catalog", tmp_path / "c")
    assert (done.returncode, len(lines(done))) == (2, 1)
    assert "the formats are" in done.stderr
    assert not (tmp_path / "c").exists()


def test_an_output_that_cannot_be_written(run: Run, bib: Path, tmp_path: Path) -> None:
    done = run("suggest", bib, "-o", tmp_path / "none" / "out.bib", "--format", "json")
    assert done.returncode == 1
    assert str(tmp_path / "none" / "out.bib") in lines(done)[-1]


@pytest.fixture
def slow_source(tmp_path: Path) -> Iterator[Path]:
    """A source that never ends: a named pipe that someone keeps open."""
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    yield pipe


def test_ctrl_c(environment: dict[str, str], tmp_path: Path, slow_source: Path) -> None:
    command = [sys.executable, "-m", "readnext", "catalog", "add", str(slow_source)]
    with (
        subprocess.Popen(
            [*command, "--catalog", str(tmp_path / "c")],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            # A shell has what it runs in the background ignore the interrupt.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as process,
        slow_source.open("w") as pipe,
    ):
        pipe.write('{"id": "1", "title": "On Ducks"}\n' * 5000)
        pipe.flush()
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.strip() == "readnext: stopped"


def test_strict_turns_problems_into_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "twice.bib").write_text(DUCKS + DUCKS)
    loose = run("library", "show", tmp_path / "twice.bib", "--format", "json")
    assert loose.returncode == 0
    for arguments in (
        ["library", "show", "--format", "json"],
        ["library", "show"],
        ["suggest"],
        ["catalog", "add", "--catalog", tmp_path / "c"],
    ):
        done = run(*arguments, "--strict", tmp_path / "twice.bib")
        assert done.returncode == 1


def test_problems_name_file_and_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "twice.bib").write_text(DUCKS + DUCKS)
    done = run("suggest", "twice.bib")
    assert done.returncode == 0
    assert "twice.bib:2: " in done.stderr


def test_debug_shows_the_traceback(environment: dict[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "readnext", "--debug", "suggest", "none.bib"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.returncode == 2
    assert "Traceback" in done.stderr


def test_a_reader_that_has_enough(environment: dict[str, str], bib: Path) -> None:
    command = f"{sys.executable} -m readnext library show {bib} --each {bib} | true"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


SOCKET = """
import socket, sys
from readnext_adapters.cli import main
from readnext_adapters.cli.main import cli
@cli.command()
def dial() -> None:
    socket.create_connection(("127.0.0.1", 9))
sys.argv = ["readnext", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("offline", [[], ["--offline"]], ids=["online", "offline"])
def test_offline_refuses_every_socket(
    environment: dict[str, str], offline: list[str]
) -> None:
    """A command that dials: only --offline stops it before the socket does."""
    done = subprocess.run(
        [sys.executable, "-c", SOCKET, *offline, "dial"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert ("--offline was given" in done.stderr) == bool(offline)
    assert done.returncode == 1


@pytest.mark.slow
def test_lightgbm_that_cannot_be_loaded(
    run: Run, tmp_path: Path, environment: dict[str, str]
) -> None:
    """A package of that name that fails as LightGBM does without libgomp."""
    fake = tmp_path / "fake" / "lightgbm"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text(
        "raise OSError('libgomp.so.1: cannot open shared object file')"
    )
    path = os.pathsep.join([str(fake.parent), environment["PYTHONPATH"]])
    many = tmp_path / "many.bib"
    many.write_text(
        "".join(
            f"@misc{{k{n}, title={{Pond duck {n} of {n}}}, author={{Ann Duck}}}}\n"
            for n in range(40)
        )
    )
    own = tmp_path / "own.bib"
    own.write_text("".join(many.read_text().splitlines(keepends=True)[:20]))
    arguments = ("suggest", own, "--catalog", many, "--format", "json")
    done = run(*arguments, env={"PYTHONPATH": path})
    assert done.returncode == 0
    assert '"kind": "prior"' in done.stdout
    assert "libgomp1" in done.stderr
    assert '"kind": "lightgbm"' in run(*arguments).stdout


def test_a_database_that_is_not_zoteros_as_a_catalog(run: Run, tmp_path: Path) -> None:
    (tmp_path / "zotero.sqlite").write_bytes(b"SQLite format 3\0stuff")
    done = run("catalog", "add", "zotero.sqlite", "--catalog", "c")
    assert (done.returncode, len(lines(done))) == (2, 1)
    assert "zotero.sqlite" in done.stderr
    assert not (tmp_path / "c").exists()
    piped = run("catalog", "add", "-", "--catalog", "c", stdin="SQLite format 3\0stuff")
    assert (piped.returncode, len(lines(piped))) == (2, 1)
    assert "zotero.sqlite is read by its name" in piped.stderr
