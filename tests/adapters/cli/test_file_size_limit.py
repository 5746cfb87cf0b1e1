"""A limit of the size of files: each command says so in one line, and loses nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readnext.catalog.page import sizes_of
from readnext.catalog.store import Catalog
from readnext.history.store import History
from tests.command import Done, Run

resource = pytest.importorskip("resource", reason="Windows has no such limits")
DO = "raise the limit (ulimit -f) and run the command again"
LIBRARY = "@article{a, title={A Duck on Pond 1}}\n@article{b, title={Duck of Pond 2}}\n"
COMMAND = """
import resource, sys
from readnext_adapters.cli import main
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
main()
"""
Limited = Callable[..., Done]


@pytest.fixture
def limited(environment: dict[str, str]) -> Limited:
    """Run a command whose files may have so many bytes; it may say so in one line.

    Python cuts a compiled module short at the limit without noticing, for all runs that
    follow, so that it writes none here.
    """
    unspoilt = environment | {"PYTHONDONTWRITEBYTECODE": "1"}

    def run_limited(limit: int, *arguments: object) -> Done:
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, str(limit), *map(str, arguments)],
            capture_output=True,
            text=True,
            env=unspoilt,
            check=False,
        )
        if done.returncode:
            assert done.returncode == 1
            *notes, last = done.stderr.splitlines()
            assert all(note.startswith("readnext: ") for note in notes), done.stderr
            assert last.startswith("readnext: ") and DO in last
        return done

    return run_limited


@pytest.fixture
def catalog(run: Run, tmp_path: Path) -> Path:
    folder = tmp_path / "c"
    run("catalog", "add", source(tmp_path / "few.jsonl", 20), "--catalog", folder)
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "mine.bib"
    path.write_text(LIBRARY)
    return path


FIRST_BATCH = next(sizes_of(0))


def source(path: Path, count: int) -> Path:
    papers = ({"id": f"p{n}", "title": f"Duck {n} of Pond {n}"} for n in range(count))
    path.write_text("".join(f"{json.dumps(paper)}\n" for paper in papers))
    return path


def limits(start: int) -> Iterator[int]:
    """Ever larger limits; the last one is enough for everything here."""
    for power in range(5):
        yield start * 4**power
    yield 1 << 30


def liked(data: Path) -> set[str]:
    with History.read(data / "history.sqlite") as opened:
        return {one.paper.id for one in opened.judged()}


@pytest.mark.slow
def test_a_catalog(limited: Limited, run: Run, catalog: Path, tmp_path: Path) -> None:
    many = source(tmp_path / "many.jsonl", 3000)
    failed = 0
    for limit in limits(10_000):
        done = limited(limit, "catalog", "add", many, "--catalog", catalog)
        failed += done.returncode
        assert run("catalog", "verify", "--catalog", catalog).returncode == 0
        with Catalog.open(catalog) as opened:
            papers = len(opened)
            assert papers == len(opened.columns())
        # Whole batches stay.
        assert papers in ({20, FIRST_BATCH} if done.returncode else {3000})
    assert done.returncode == 0 and failed > 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["json", "bibtex", "html", "markdown"])
def test_an_export(
    kind: str, limited: Limited, run: Run, catalog: Path, library: Path, tmp_path: Path
) -> None:
    output = tmp_path / "next"
    output.write_text("what was there")
    command = ("suggest", library, "--catalog", catalog, "--format", kind, "-o", output)
    assert limited(300, *command).returncode == 1
    assert output.read_text() == "what was there"
    assert not list(tmp_path.glob(".next*"))
    assert limited(1 << 20, *command).returncode == 0
    assert "Pond" in output.read_text()


@pytest.mark.slow
def test_the_history(limited: Limited, run: Run, catalog: Path, data: Path) -> None:
    every = {f"p{n}" for n in range(20)}
    command = ("feedback", "like", *sorted(every), "--catalog", catalog)
    assert run("feedback", "like", "p1", "--catalog", catalog).returncode == 0
    failed = 0
    for limit in limits(1000):
        done = limited(limit, *command)
        failed += done.returncode
        found = liked(data)
        assert {"p1"} <= found <= every
        # What it said it recorded is recorded.
        assert set(re.findall(r"\((p\d+)\)$", done.stdout, re.MULTILINE)) <= found
    assert done.returncode == 0 and failed > 1
    assert liked(data) == every


@pytest.mark.slow
def test_a_digest(
    limited: Limited, run: Run, own_catalog: Path, data: Path, fixtures: Path
) -> None:
    """It is sent once, whatever the limits of the runs before."""
    library, mail = fixtures / "libraries" / "tiny.bib", data / "mail.eml"
    asked = ("digest", library, "--to", "a@b.example", "--output", mail)
    failed = 0
    for limit in limits(1000):
        done = limited(limit, *asked)
        failed += done.returncode
        if not done.returncode:
            break
        assert not mail.exists()
    assert failed > 1 and mail.read_bytes().count(b"Subject: readnext: ") == 1
    assert "was already sent" in run(*asked).stderr
