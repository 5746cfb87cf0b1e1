"""A disk without space: each command says so and what to do, and loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

import pytest

from readnext.catalog.page import sizes_of
from readnext.history.schema import FORMAT
from readnext.history.store import History
from tests.command import Run

DO = "the disk is full; free some space and run the command again"
LIBRARY = "@article{a, title={A Duck on Pond 1}}\n@article{b, title={Duck of Pond 2}}\n"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 3 MB."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def home(disk: Path) -> Path:
    """A home on the small disk."""
    folder = disk / "home"
    folder.mkdir()
    return folder


def source(path: Path, count: int) -> Path:
    papers = (
        {"id": f"p{n}", "title": f"On Duck {n} of Pond {n}"} for n in range(count)
    )
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    return path


def fill(disk: Path) -> Path:
    """Leave no block of a disk free."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return ballast


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "mine.bib"
    path.write_text(LIBRARY)
    return path


def refused(run: Run, *arguments: object) -> str:
    done = run(*map(str, arguments))
    assert done.returncode == 1, done.stderr
    last = done.stderr.splitlines()[-1]
    assert DO in last, done.stderr
    return last


@pytest.mark.slow
def test_a_catalog(run: Run, disk: Path, tmp_path: Path) -> None:
    folder = disk / "c"
    few = source(tmp_path / "few.jsonl", 20)
    assert run("catalog", "add", few, "--catalog", folder).returncode == 0
    many = source(tmp_path / "many.jsonl", 20_000)
    assert str(folder) in refused(run, "catalog", "add", many, "--catalog", folder)
    assert run("catalog", "verify", "--catalog", folder).returncode == 0
    # Whole batches stay.
    batches = islice(accumulate(sizes_of(0)), 4)
    said = run("catalog", "stats", "--catalog", folder).stdout.partition(" papers")[0]
    assert said.rpartition(" ")[2] in {"20", *(f"{papers:,}" for papers in batches)}


@pytest.mark.slow
def test_what_a_reader_has(
    run: Run, disk: Path, data: Path, library: Path, tmp_path: Path
) -> None:
    folder, history = tmp_path / "c", data / "history.sqlite"
    run("catalog", "add", source(tmp_path / "few.jsonl", 20), "--catalog", folder)
    catalog = ("--catalog", folder)
    assert run("feedback", "like", "p1", *catalog).returncode == 0
    output, mail = disk / "next.json", disk / "mail.eml"
    output.write_text("what was there")
    commands: dict[tuple[object, ...], Path] = {
        ("suggest", library, *catalog, "-o", output): output,
        ("feedback", "like", "p2", "p3", *catalog): data,
        ("digest", library, *catalog, "--to", "a@b.example", "--output", mail): data,
    }
    ballast = fill(disk)
    for command, place in commands.items():
        assert str(place) in refused(run, *command)
    assert output.read_text() == "what was there"
    assert not mail.exists()
    ballast.unlink()
    assert liked(history) == {"p1"}
    for command in commands:
        assert run(*map(str, command)).returncode == 0
    assert liked(history) == {"p1", "p2", "p3"}
    assert mail.read_bytes() and json.loads(output.read_text())


def leave_log(database: Path) -> None:
    """Put a database into the state that a killed process leaves."""
    names = [database, database.with_name(f"{database.name}-wal")]
    with History.open(database) as history:
        with history.transaction():
            history.db.execute(f"PRAGMA user_version = {FORMAT}")
        kept = [path.read_bytes() for path in names]
    assert all(kept)
    for path, content in zip(names, kept, strict=True):
        path.write_bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize("log_is_left", [False, True])
def test_reading_needs_no_space(
    run: Run, disk: Path, data: Path, library: Path, tmp_path: Path, log_is_left: bool
) -> None:
    folder = disk / "c"
    run("catalog", "add", source(tmp_path / "few.jsonl", 20), "--catalog", folder)
    catalog = ("--catalog", folder)
    asked = ("suggest", library, *catalog, "--format", "json")
    first = json.loads(run(*asked).stdout)["suggestions"][0]["id"]
    assert run("feedback", "dismiss", first, *catalog).returncode == 0
    if log_is_left:
        leave_log(data / "history.sqlite")
    ballast = fill(disk)
    done = run(*asked)
    assert done.returncode == 0 and "history" not in done.stderr, done.stderr
    ids = [one["id"] for one in json.loads(done.stdout)["suggestions"]]
    assert ids and first not in ids
    assert first in run("feedback", "list").stdout
    assert run("history").returncode == 0
    more = source(tmp_path / "more.jsonl", 30)
    for change in (("add", more), ("remove", "--yes", "few.jsonl"), ("compact",)):
        refused(run, "catalog", *change, *catalog)
    ballast.unlink()
    assert run("catalog", "add", more, *catalog).returncode == 0
    assert run("catalog", "verify", *catalog).returncode == 0


def liked(history: Path) -> set[str]:
    with History.read(history) as opened:
        return {one.paper.id for one in opened.judged()}
