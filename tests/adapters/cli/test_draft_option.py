"""`readnext suggest --draft`: what a manuscript may have missed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path) -> Path:
    (tmp_path / "mylib.bib").write_text(
        "@misc{sand2024, title={Ducks in Ponds}, author={Sand, Mia}, year=2024}\n"
        "@misc{owned, title={Ducks in Marshes}, author={Sand, Mia}, year=2023}\n"
        "@misc{other, title={Calibrated Geese}, author={Field, Noah}}\n"
    )
    (tmp_path / "papers.jsonl").write_text(
        '{"id": "d", "title": "Ducks in Marshes", "authors": ["Mia Sand"]}\n'
        '{"id": "e", "title": "Ducks again", "authors": ["Mia Sand"], "date": "2024"}\n'
        '{"id": "f", "title": "Geese again", "authors": ["Noah Field"]}\n'
    )
    return tmp_path


def suggest(run: Run, *more: str) -> subprocess.CompletedProcess[str]:
    return run("suggest", "mylib.bib", "--catalog", "papers.jsonl", *more)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("paper.tex", "Ducks\\cite{sand2024}\n\\citep{gone2020}"),
        ("paper.aux", "\\citation{sand2024}\n\\citation{gone2020}"),
        ("paper.qmd", "Ducks [@sand2024]\nand @gone2020"),
        ("paper.Rmd", "Ducks [@sand2024]\nand @gone2020"),
    ],
)
def test_the_profile_is_what_is_cited(
    run: Run, desk: Path, name: str, text: str
) -> None:
    (desk / name).write_text(text)
    done = suggest(run, "--draft", name, "--format", "json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["library"]["entries"] == 1
    assert [s["id"] for s in answer["suggestions"]] == ["e", "f"]
    assert f"{name}:2: cites gone2020, which is not in the library" in done.stderr
    assert suggest(run, "--draft", name, "--strict").returncode == 1


@pytest.mark.parametrize(
    ("name", "text", "code", "says"),
    [
        ("empty.tex", "", 2, "no citation found"),
        ("plain.md", "me@there.org", 2, "no citation found"),
        ("broken.bcf", "<a><b", 2, "no citation found in it (broken.bcf: damaged"),
        ("foreign.tex", "\\cite{a,b}", 1, "none of the 2 keys that it cites"),
        ("paper.docx", "PK", 2, "not a manuscript by its suffix"),
        ("gone.tex", None, 2, "No such file"),
    ],
)
def test_a_manuscript_that_says_nothing(
    run: Run, desk: Path, name: str, text: str | None, code: int, says: str
) -> None:
    if text is not None:
        (desk / name).write_text(text)
    done = suggest(run, "--draft", name)
    assert (done.returncode, done.stdout) == (code, "")
    assert len(done.stderr.splitlines()) == 1
    assert says in done.stderr


def test_a_draft_and_a_selection_exclude_each_other(run: Run, desk: Path) -> None:
    (desk / "paper.tex").write_text("\\cite{sand2024}")
    done = suggest(run, "--draft", "paper.tex", "--tag", "x")
    assert done.returncode == 2
    assert "--draft says what to learn from" in done.stderr
