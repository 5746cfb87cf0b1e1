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


@pytest.mark.slow
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
        (
            "one.tex",
            "\\cite{a}\\cite{a}",
            1,
            "a, the only key that it cites, is not in",
        ),
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


@pytest.mark.slow
def test_a_second_draft_is_refused(run: Run, desk: Path) -> None:
    done = suggest(run, "--draft", "one.tex", "--draft", "two.tex")
    assert done.returncode == 2
    assert "one manuscript at a time" in done.stderr


def drafted(run: Run, *more: str) -> subprocess.CompletedProcess[str]:
    return run("suggest", "--catalog", "papers.jsonl", "--draft", *more)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("paper.tex", "\\cite{sand2024}\n\\bibliography{mylib}"),
        ("paper.tex", "\\cite{sand2024}\n\\bibliography {gone, mylib.bib}"),
        ("paper.tex", "\\addbibresource[label=x]{mylib.bib}\\cite{sand2024}"),
        ("paper.aux", "\\citation{sand2024}\n\\bibdata{mylib,paperNotes}"),
        ("paper.md", "---\ntitle: X\nbibliography: mylib.bib\n---\n@sand2024"),
        ("paper.md", "---\nbibliography: ['a.bib', \"mylib.bib\"]\n---\n@sand2024"),
        ("paper.qmd", "---\nbibliography:\n  - mylib.bib\nlang: en\n---\n@sand2024"),
        (
            "paper.bcf",
            '<b:c xmlns:b="https://a.org/b"><b:bibdata><b:datasource type="file">'
            "mylib.bib</b:datasource></b:bibdata><b:citekey>sand2024</b:citekey></b:c>",
        ),
    ],
)
def test_a_manuscript_names_its_library(
    run: Run, desk: Path, name: str, text: str
) -> None:
    (desk / name).write_text(text)
    done = drafted(run, name, "--format", "json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["library"]["entries"] == 1
    assert [s["id"] for s in answer["suggestions"]] == ["e", "f"]


def test_a_library_of_a_manuscript_in_another_folder(run: Run, desk: Path) -> None:
    """Its name is relative to the manuscript, and may lead out of its folder."""
    (desk / "thesis").mkdir()
    text = "\\input{chapter}\\bibliography{../mylib}"
    (desk / "thesis" / "main.tex").write_text(text)
    (desk / "thesis" / "chapter.tex").write_text("\\cite{sand2024}")
    assert drafted(run, "thesis/main.tex").returncode == 0


def test_a_library_that_is_typed_is_the_only_one(run: Run, desk: Path) -> None:
    (desk / "more.bib").write_text("@misc{b, title={Geese}}")
    (desk / "paper.tex").write_text("\\cite{sand2024,b}\\bibliography{more}")
    done = suggest(run, "--draft", "paper.tex")
    assert "cites b, which is not in the library" in done.stderr


def test_the_default_library_beside_that_of_a_manuscript(
    run: Run, desk: Path, home: Path
) -> None:
    assert run("config", "set", "library", str(desk / "mylib.bib")).returncode == 0
    (desk / "more.bib").write_text("@misc{b, title={Geese}}")
    (desk / "paper.tex").write_text("\\cite{sand2024,b}\\bibliography{more,mylib}")
    done = drafted(run, "paper.tex", "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["library"]["entries"] == 2
    assert "which is not in the library" not in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\\cite{a}", "paper.tex: it names no .bib file; name a LIBRARY"),
        ("\\cite{a}\\bibliography{gone}", "paper.tex: gone.bib is not there; name"),
        ("\\cite{a}\\bibliography{\\jobname}", "names no .bib file"),
        ("\\cite{a}\\addbibresource{https://a.org/b.bib}", "names no .bib file"),
        ("%\\bibliography{mylib}\n\\bibliographystyle{x}", "names no .bib file"),
        ("\\bibliography{" + "x" * 300 + "}", "is not there"),
    ],
)
def test_a_manuscript_without_a_library(
    run: Run, desk: Path, text: str, says: str
) -> None:
    (desk / "paper.tex").write_text(text)
    done = drafted(run, "paper.tex")
    assert (done.returncode, done.stdout) == (2, "")
    (said,) = done.stderr.splitlines()
    assert says in said
