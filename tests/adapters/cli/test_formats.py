"""`readnext suggest --format ...` and files that get what they lack."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from readnext_adapters.exports import EXPORT_FORMATS

TINY = Path(__file__).parents[3] / "fixtures" / "libraries" / "tiny.bib"

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Suggest = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def suggest(run: Run, tmp_path: Path) -> Suggest:
    """Rank eight papers on ducks for a library with one."""
    (tmp_path / "x.bib").write_text(
        "@misc{a, title={Ducks in Ponds}, author={Sand, Mia}}\n"
    )
    papers = (
        {"id": f"d{n}", "title": f"Ducks by {n} ponds", "authors": ["Mia Sand"]}
        for n in ("two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    lines = "".join(f"{json.dumps(paper)}\n" for paper in papers)
    (tmp_path / "papers.jsonl").write_text(lines)
    return lambda *arguments: run(
        "suggest", "x.bib", "--catalog", "papers.jsonl", *arguments
    )


def test_the_help_lists_every_format(run: Run) -> None:
    shown = run("suggest", "--help").stdout
    assert f"[{'|'.join(EXPORT_FORMATS)}]" in "".join(shown.split())


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.ris", "TY  - GEN\r\nTI  - Ducks by"),
        ("a.csljson", '[\n  {\n    "id": "sand'),
        ("a.md", "# What to read next\n\nChosen on 20"),
        ("a.HTM", "<!doctype html>\n"),
        ("feed.xml", '<?xml version="1.0" encoding="utf-8"?>\n<feed'),
    ],
)
def test_the_outputs_name_shows_its_format(
    suggest: Suggest, tmp_path: Path, name: str, begins: str
) -> None:
    done = suggest("-n", "2", "-o", name)
    assert (done.returncode, done.stdout) == (0, "")
    text = (tmp_path / name).read_bytes().decode()
    assert text.startswith(begins) and text.count("Ducks by") >= 2


@pytest.mark.parametrize(
    ("form", "name", "mine"),
    [
        ("ris", "next.ris", b"TY  - BOOK\nTI  - Caf\xc3\xa9\nID  - own\nER  - \n"),
        ("csljson", "next.json", b'\n[ {"id":"own", "type":"book",  "title":"A"} ]\n'),
    ],
)
def test_a_bibliography_gets_what_it_lacks(
    suggest: Suggest, run: Run, tmp_path: Path, form: str, name: str, mine: bytes
) -> None:
    out = tmp_path / name
    out.write_bytes(mine)
    arguments = ("--format", form, "-o", out, "-n")
    assert suggest(*arguments, 3).returncode == 0
    grown = out.read_bytes()
    assert grown.startswith(mine.rstrip(b" ]\n"))
    assert suggest(*arguments, 3).returncode == 0
    assert out.read_bytes() == grown
    assert suggest(*arguments, 5).returncode == 0
    shown = json.loads(run("library", "show", out, "--format", "json").stdout)
    assert shown["problems"] == []
    assert shown["entries"][0]["key"] == "own"
    assert len(shown["entries"]) == 6
    # Taken for a library, the file owns what was suggested.
    rest = json.loads(suggest(out, "--format", "json").stdout)["suggestions"]
    assert len(rest) == 3


@pytest.mark.parametrize(
    ("form", "content", "why"),
    [
        ("ris", b"TY  - JOUR\nTI  - Moss\n", "never ended"),
        ("csljson", b'{"items": []}', "not an array of objects"),
    ],
)
def test_a_file_that_cannot_grow_is_left_alone(
    suggest: Suggest, tmp_path: Path, form: str, content: bytes, why: str
) -> None:
    out = tmp_path / "next"
    out.write_bytes(content)
    done = suggest("-n", "1", "--format", form, "-o", out)
    assert done.returncode == 1
    assert why in done.stderr.splitlines()[-1]
    assert out.read_bytes() == content


def test_other_formats_replace_the_file_whole(suggest: Suggest, tmp_path: Path) -> None:
    (tmp_path / "next").write_text("what stood here before")
    assert suggest("-n", "1", "--format", "html", "-o", "next").returncode == 0
    assert (tmp_path / "next").read_text().startswith("<!doctype html>")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["home", "next", "papers.jsonl", "x.bib"]


@pytest.mark.slow
def test_a_page_has_a_map_of_the_library(run: Run) -> None:
    """Papers that one likes are no library, and what is trending is nobody's."""
    own = ("suggest", TINY, "-n", "3", "--format", "html")
    done = run(*own)
    assert (done.returncode, done.stdout.count('<section id="map"')) == (0, 1)
    assert "3 works of your library as small marks and 3 suggestions" in done.stdout
    assert run(*own).stdout == done.stdout
    for start in (("suggest", "--like", "Deep double descent"), ("trending",)):
        shown = run(*start, "-n", "3", "--format", "html")
        assert (shown.returncode, shown.stdout.count("<svg")) == (0, 0)
        assert shown.stdout.count("<article>") == 3
