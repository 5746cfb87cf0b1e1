"""No output replaces an input, by whatever name or link it is reached."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FIXTURES = Path(__file__).parents[3] / "fixtures"
INPUTS = {
    "mylib.bib": FIXTURES / "libraries" / "tiny.bib",
    "papers.jsonl": FIXTURES / "catalogs" / "papers.jsonl",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a library, a catalog file, a manuscript and a model's file."""
    for name, source in INPUTS.items():
        (tmp_path / name).write_bytes(source.read_bytes())
    (tmp_path / "paper.md").write_text("As is known [@vaswani2017attention].\n")
    (tmp_path / "old.npz").write_bytes(b"a model, perhaps")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.iterdir() if path.is_file())
    return {path.name: path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["-o", "mylib.bib", "--format", "html"], "is your library"),
        (["--save-model", "mylib.bib"], "is your library"),
        (["--draft", "paper.md", "-o", "paper.md"], "is the manuscript of --draft"),
        (["--draft", "paper.md", "--save-model", "paper.md"], "is the manuscript"),
        (["-o", "papers.jsonl", "--format", "json"], "is the catalog"),
        (["-o", "papers.jsonl", "--format", "bibtex"], "is the catalog"),
        (["--save-model", "papers.jsonl"], "is the catalog"),
        (["--model", "old.npz", "-o", "old.npz", "--format", "json"], "is the model"),
        (["--save-model", "paper.md"], "is not a model of readnext"),
    ],
)
def test_suggest_writes_over_no_input(
    run: Run, folder: Path, arguments: list[str], what: str
) -> None:
    before = contents(folder)
    done = run("suggest", "mylib.bib", "--catalog", "papers.jsonl", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and what in done.stderr
    assert contents(folder) == before


@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
@pytest.mark.parametrize("option", ["-o", "--save-model"])
def test_a_link_leads_to_the_same_file(
    run: Run, folder: Path, link: Callable[[Path, Path], None], option: str
) -> None:
    link(folder / "mylib.bib", folder / "other.html")
    before = contents(folder)
    done = run("suggest", "mylib.bib", option, "other.html")
    assert done.returncode == 1 and "other.html: is your library" in done.stderr
    assert contents(folder) == before


def test_one_file_is_not_written_twice(run: Run, folder: Path) -> None:
    done = run("suggest", "mylib.bib", "--save-model", "x.html", "-o", "./x.html")
    assert done.returncode == 2 and "name the same file" in done.stderr
    assert not (folder / "x.html").exists()


def test_a_catalogs_folder_is_not_written_into(run: Run, folder: Path) -> None:
    assert run("catalog", "add", "papers.jsonl", "--catalog", "cat").returncode == 0
    file = next(path for path in (folder / "cat").iterdir() if path.is_file())
    before = contents(folder / "cat")
    for name in (f"cat/{file.name}", "cat/new.json"):
        more = ["--catalog", "cat", "-o", name, "--format", "json"]
        done = run("trending", *more)
        assert done.returncode == 1 and "is in the catalog's folder" in done.stderr
    assert contents(folder / "cat") == before


@pytest.mark.parametrize(
    ("output", "what"), [("mylib.bib", "is your library"), ("papers.jsonl", "catalog")]
)
def test_a_digest_writes_over_no_input(
    run: Run, folder: Path, output: str, what: str
) -> None:
    before = contents(folder)
    to = ("--to", "me@example.org", "--output", output)
    done = run("digest", "mylib.bib", "--catalog", "papers.jsonl", *to)
    assert done.returncode == 1 and what in done.stderr
    assert contents(folder) == before


def test_the_settings_are_not_written_over(run: Run, folder: Path, home: Path) -> None:
    settings = home / ".config" / "readnext" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("# mine\n")
    for option in ("-o", "--save-model"):
        more = (option, settings, "--format", "json")
        done = run("suggest", "mylib.bib", *more)
        assert done.returncode == 1 and "is your settings file" in done.stderr
    assert settings.read_text() == "# mine\n"


@pytest.mark.parametrize("name", ["x.pdf", "x.docx", "x.PDF"])
@pytest.mark.parametrize("command", [("suggest", "mylib.bib"), ("trending",)])
def test_an_unknown_suffix_is_refused_with_the_formats(
    run: Run, folder: Path, command: tuple[str, ...], name: str
) -> None:
    done = run(*command, "-o", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert "choose one by --format: table, json, bibtex" in done.stderr
    assert not (folder / name).exists()


def test_a_format_that_is_named_may_have_any_suffix(run: Run, folder: Path) -> None:
    assert run("trending", "-o", "x.pdf", "--format", "json").returncode == 0
    assert (folder / "x.pdf").read_text().startswith("{")


def test_a_dash_is_standard_output(run: Run, folder: Path) -> None:
    before = contents(folder)
    asked = ("suggest", "mylib.bib", "--catalog", "papers.jsonl", "--format", "bibtex")
    printed = run(*asked)
    done = run(*asked, "-o", "-")
    assert done.returncode == 0 and done.stdout == printed.stdout
    assert "@" in done.stdout and contents(folder) == before
    assert run("trending", "-n", "1", "-o", "-").stdout
    for refused in (("--save-model", "-"), ("--update", "-o", "-")):
        assert run(*asked, *refused).returncode == 2
    to_file = ("digest", "mylib.bib", "--to", "a@b.example", "--output", "-")
    done = run(*to_file)
    assert done.returncode == 2 and "standard output" in done.stderr
    assert contents(folder) == before
    assert run(*asked, "-o", "./-").returncode == 0
    assert (folder / "-").exists()


def test_a_model_may_be_saved_again(run: Run, folder: Path) -> None:
    more = ("mylib.bib", "--save-model", "new.npz")
    assert run("suggest", *more).returncode == 0
    assert run("suggest", *more).returncode == 0
    assert run("suggest", "mylib.bib", "--model", "new.npz").returncode == 0


RIS = "TY  - JOUR\nTI  - On Geese\nER  - \n"
ENDNOTE = (
    "<?xml version='1.0'?><xml><records><record><rec-number>1</rec-number><titles>"
    "<title>On Geese</title></titles></record></records></xml>"
)


@pytest.mark.parametrize(
    ("name", "text", "arguments", "why"),
    [
        ("old.bib", "@misc{a, title={Geese}}", ["--format", "json"], "bibtex adds"),
        ("old.xml", ENDNOTE, [], "would be replaced: name another file"),
        ("old.txt", RIS, [], "--format ris adds to it"),
        ("old.json", '[{"id": "a", "type": "book"}]', [], "--format csljson adds"),
        ("old.ris", RIS, ["--format", "bibtex"], "this one does not fit"),
        ("old.bib", "@misc{a, title={Geese}}", ["--format", "ris"], "does not fit"),
    ],
)
def test_a_library_that_is_no_input_is_not_replaced(
    run: Run, folder: Path, name: str, text: str, arguments: list[str], why: str
) -> None:
    (folder / name).write_text(text)
    done = run("suggest", "mylib.bib", "-o", name, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and why in done.stderr
    assert (folder / name).read_text() == text


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "html", "atom", "markdown", "table"])
def test_an_own_list_is_replaced(run: Run, folder: Path, form: str) -> None:
    for _ in range(2):
        done = run("suggest", "mylib.bib", "-o", "list.txt", "--format", form)
        assert (done.returncode, "papers written" in done.stderr) == (0, True)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_an_encoding_that_is_not_added_to_is_refused_at_once(
    run: Run, folder: Path, encoding: str
) -> None:
    (folder / "old.bib").write_text("@misc{a, title={G\xe4nse}}", encoding=encoding)
    done = run("suggest", "mylib.bib", "-o", "old.bib")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("readnext: old.bib: ")
