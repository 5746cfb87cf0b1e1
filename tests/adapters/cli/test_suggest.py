"""`readnext suggest` as a user calls it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LIBRARIES = sorted((Path(__file__).parents[3] / "fixtures" / "libraries").glob("*.bib"))
FIRST = LIBRARIES[0]


@pytest.mark.slow
@pytest.mark.parametrize("library", LIBRARIES, ids=lambda path: path.stem)
def test_every_fixture_library_is_served_by_the_starter(
    run: Run, library: Path
) -> None:
    done = run("--offline", "suggest", library, "--format", "json")
    assert done.returncode == 0
    assert "starter catalog" in done.stderr
    answer = json.loads(done.stdout)
    assert len(answer["suggestions"]) == 10
    assert all(s["reasons"] for s in answer["suggestions"])
    assert answer["catalog"] | {"candidates": 0} == {
        "path": "starter",
        "papers": 194,
        "candidates": 0,
    }


def test_the_json_has_the_contracts_shape(run: Run) -> None:
    answer = json.loads(run("suggest", FIRST, "--format", "json").stdout)
    assert list(answer) == [
        *("readnext", "library", "catalog", "ranker", "suggestions", "notes")
    ]
    assert list(answer["library"]) == ["entries", "usable", "in_catalog"]
    assert answer["ranker"]["kind"] == "lightgbm"
    fields = "rank id title authors labs date venue url pdf doi arxiv key score"
    for number, suggestion in enumerate(answer["suggestions"], 1):
        assert list(suggestion) == [
            *(*fields.split(), "probability", "reasons", "part")
        ]
        assert suggestion["rank"] == number
        for reason in suggestion["reasons"]:
            assert list(reason) == ["kind", "text", "weight", "keys"]


def test_the_same_question_has_the_same_bytes(run: Run) -> None:
    first = run("suggest", FIRST, "--format", "json")
    assert run("suggest", FIRST, "--format", "json").stdout == first.stdout


def test_nothing_owned_is_suggested(run: Run) -> None:
    shown = json.loads(run("library", "show", FIRST, "--format", "json").stdout)
    titles = {entry["title"].casefold() for entry in shown["entries"]}
    answer = json.loads(run("suggest", FIRST, "--format", "json", "-n", 500).stdout)
    found = {s["title"].casefold() for s in answer["suggestions"]}
    assert len(found) == answer["catalog"]["candidates"]
    assert not found & titles
    keys = {entry["key"].casefold() for entry in shown["entries"]}
    assert not {s["key"].casefold() for s in answer["suggestions"]} & keys


def test_reasons_name_the_users_own_keys(run: Run) -> None:
    shown = json.loads(run("library", "show", FIRST, "--format", "json").stdout)
    keys = {entry["key"] for entry in shown["entries"]}
    answer = json.loads(run("suggest", FIRST, "--format", "json").stdout)
    named = {k for s in answer["suggestions"] for r in s["reasons"] for k in r["keys"]}
    assert named
    assert named <= keys


def test_standard_input_is_a_library(run: Run) -> None:
    from_file = run("suggest", FIRST, "--format", "bibtex")
    text = FIRST.read_text(encoding="utf-8")
    from_stdin = run("suggest", "-", "--format", "bibtex", stdin=text)
    assert from_stdin.stdout == from_file.stdout != ""


def test_several_libraries_are_one(run: Run) -> None:
    done = run("suggest", *LIBRARIES, "--format", "json")
    answer = json.loads(done.stdout)
    total = 0
    for library in LIBRARIES:
        shown = json.loads(run("library", "show", library, "--format", "json").stdout)
        total += len(shown["entries"])
    assert answer["library"]["entries"] == total


def test_output_to_a_file(run: Run, tmp_path: Path) -> None:
    done = run("suggest", FIRST, "--format", "json", "-o", "next.json")
    assert (done.returncode, done.stdout) == (0, "")
    assert len(json.loads((tmp_path / "next.json").read_text())["suggestions"]) == 10
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home", "next.json"]


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_a_bibliography_gets_what_it_lacks(
    run: Run, tmp_path: Path, dialect: str
) -> None:
    out = tmp_path / "next.bib"
    arguments = ("suggest", FIRST, "--format", dialect, "-o", out, "-n")
    assert run(*arguments, 3).returncode == 0
    mine = "% meins: Café\r\n@misc{own, title={My Own}}\r\n".encode()
    mine += out.read_bytes()
    out.write_bytes(mine)
    assert run(*arguments, 3).returncode == 0
    assert out.read_bytes() == mine
    assert run(*arguments, 5).returncode == 0
    grown = out.read_bytes()
    assert grown.startswith(mine)
    shown = run("library", "show", out, "--format", "json")
    assert len(json.loads(shown.stdout)["entries"]) == 6


def test_a_bibliography_in_another_encoding_is_left_alone(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "next.bib"
    out.write_bytes(mine := b"% caf\xe9\n")
    done = run("suggest", FIRST, "--format", "bibtex", "-o", out)
    assert done.returncode == 1
    assert "not UTF-8" in done.stderr
    assert out.read_bytes() == mine


def test_a_source_file_as_catalog(run: Run, tmp_path: Path) -> None:
    catalog = tmp_path / "papers.jsonl"
    catalog.write_text(
        '{"id": "d", "title": "Double Descent in Ponds", "authors": ["Mia Sand"]}\n'
        '{"id": "s", "title": "Soup", "authors": ["Noah Field"], "code": true}\n'
        "broken\n"
    )
    done = run("suggest", FIRST, "--catalog", catalog, "--format", "json")
    answer = json.loads(done.stdout)
    assert [s["id"] for s in answer["suggestions"]] == ["d", "s"]
    assert answer["catalog"]["path"] == str(catalog)
    assert f"{catalog}:3" in done.stderr


def test_one_part_or_the_other(run: Run) -> None:
    for options in (("--new", "--archive"), ("--archive", "--new")):
        done = run("suggest", FIRST, *options)
        assert done.returncode == 2 and not done.stdout
        assert "--new and --archive exclude each other" in done.stderr
    done = run("suggest", FIRST, "--unread", "--archive")
    assert done.returncode == 2 and "--archive is about papers" in done.stderr


@pytest.mark.slow
def test_no_suggestion_is_an_answer(run: Run) -> None:
    done = run("suggest", FIRST, "--min-score", "1e9")
    assert done.returncode == 0
    assert "Nothing worth your time" in done.stdout
    assert "a score of 1e+09" in done.stdout
    assert "probability" not in done.stdout
    done = run("suggest", FIRST, "--min-probability", "1", "--format", "json")
    answer = json.loads(done.stdout)
    assert answer["suggestions"] == []
    assert "a probability of 100%" in answer["notes"][-1]
    done = run("suggest", FIRST, "--author", "Nobody Nowhere", "--has-code")
    assert 'none passes the filter author "Nobody Nowhere".' in done.stdout


@pytest.mark.slow
def test_learning_from_a_tag_or_a_collection_only(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text(
        "@misc{a, title={Double descent}, keywords={toread, theory}}\n"
        "@misc{b, title={Flow matching}, groups={Generative},"
        " date-added={2024-05-06}}\n"
    )
    for option, value, count in (
        ("--tag", "Theory", 1),
        ("--collection", "gen*", 1),
        ("--collection", "*", 1),
        ("--collection", "!gen*", 1),
        ("--since-added", "2024-05", 1),
    ):
        done = run("suggest", "x.bib", option, value, "--format", "json")
        assert json.loads(done.stdout)["library"]["entries"] == count
    done = run("suggest", "x.bib", "--tag", "none")
    assert done.returncode == 1
    assert "with that tag" in done.stderr
    done = run("suggest", "x.bib", "--since-added", "2025")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "added since 2025; there is nothing to learn from" in done.stderr
    (tmp_path / "y.bib").write_text("@misc{a, title={Double descent}}\n")
    done = run("suggest", "y.bib", "--since-added", "2025")
    assert "(no entry says when it was added)" in done.stderr


def test_what_is_not_learnt_from_is_owned_all_the_same(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "x.bib").write_text(
        "@misc{sand2024ducks, title={Ducks in Ponds}, author={Sand, Mia}, year=2024}\n"
        "@misc{b, title={Calibrated Geese}, author={Field, Noah}, keywords={x}}\n"
    )
    (tmp_path / "papers.jsonl").write_text(
        '{"id": "d", "title": "Ducks in Ponds", "authors": ["Mia Sand"]}\n'
        '{"id": "e", "title": "Ducks again", "authors": ["Mia Sand"], "date": "2024"}\n'
    )
    done = run(
        *("suggest", "x.bib", "--tag", "x", "--catalog", "papers.jsonl"),
        *("--format", "json"),
    )
    answer = json.loads(done.stdout)
    assert [s["id"] for s in answer["suggestions"]] == ["e"]
    assert answer["suggestions"][0]["key"] != "sand2024ducks"


def test_every_record_of_an_owned_work_is_owned(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text(
        "@misc{a, title={Ducks in Ponds}, author={Sand, Mia}, eprint={2401.00001},"
        " archiveprefix={arXiv}}\n"
        "@misc{b, title={Ducks in Many Ponds}, author={Sand, Mia},"
        " eprint={2401.00001}, archiveprefix={arXiv}, abstract={Longer.}}\n"
    )
    (tmp_path / "papers.jsonl").write_text(
        '{"id": "1", "title": "Ducks in Ponds", "authors": ["Mia Sand"]}\n'
        '{"id": "2", "title": "Ducks in Many Ponds", "authors": ["Mia Sand"]}\n'
        '{"id": "3", "title": "Ducks, at last", "arxiv": "2401.00001"}\n'
        '{"id": "4", "title": "Soup", "authors": ["Noah Field"]}\n'
    )
    done = run("suggest", "x.bib", "--catalog", "papers.jsonl", "--format", "json")
    assert [s["id"] for s in json.loads(done.stdout)["suggestions"]] == ["4"]


def test_a_date_is_no_reason_where_nothing_of_that_time_was_read(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "x.bib").write_text("@misc{a, title={On Ducks}, year=2015}\n")
    (tmp_path / "papers.jsonl").write_text(
        '{"id": "1", "title": "On Ducks again", "date": "2003"}\n'
        '{"id": "2", "title": "On Ducks twice", "date": "2014"}\n'
    )
    done = run("suggest", "x.bib", "--catalog", "papers.jsonl", "--format", "json")
    reasons = {
        s["id"]: [r["text"] for r in s["reasons"] if r["kind"] == "date"]
        for s in json.loads(done.stdout)["suggestions"]
    }
    assert reasons["1"] == []
    assert reasons["2"] in ([], ["from 2014 (you have 1 of 2012-2016)"])


@pytest.mark.parametrize("owned", [193, 194])
def test_who_owns_nearly_all_gets_no_warnings(
    run: Run, tmp_path: Path, owned: int
) -> None:
    papers = [
        {
            "id": str(n),
            "title": f"Duck number {n} of the pond",
            "authors": [f"A Duck{n}"],
        }
        for n in range(194)
    ]
    catalog = tmp_path / "papers.jsonl"
    catalog.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    (tmp_path / "x.bib").write_text(
        "".join(
            f"@misc{{k{n}, title={{{p['title']}}}, author={{Duck{n}, A}}}}\n"
            for n, p in enumerate(papers[:owned])
        )
    )
    done = run("suggest", "x.bib", "--catalog", catalog, "--format", "json")
    assert len(json.loads(done.stdout)["suggestions"]) == 194 - owned
    lacking = f"papers of the catalog that the library lacks: {194 - owned}"
    assert lacking in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_the_outputs_name_shows_its_format(run: Run, tmp_path: Path) -> None:
    for name, begins in (("a.json", "{"), ("a.bib", "@"), ("a.txt", "New since ")):
        assert run("suggest", FIRST, "-o", name).returncode == 0
        assert (tmp_path / name).read_text().startswith(begins)


def test_a_library_is_not_replaced_by_its_suggestions(run: Run, tmp_path: Path) -> None:
    library = tmp_path / "mine.bib"
    library.write_bytes(mine := FIRST.read_bytes())
    (tmp_path / "link.bib").symlink_to(library)
    for name in ("mine.bib", "link.bib"):
        done = run("suggest", "mine.bib", "--format", "json", "-o", name)
        assert done.returncode == 1
        assert "is your library" in done.stderr
    assert library.read_bytes() == mine
    assert run("suggest", "mine.bib", "-o", "mine.bib").returncode == 0
    assert library.read_bytes().startswith(mine)


@pytest.mark.slow
def test_output_to_a_pipe_is_written_to_it(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True) as reader:
        assert run("suggest", FIRST, "--format", "bibtex", "-o", pipe).returncode == 0
        assert reader.communicate(timeout=30)[0].startswith("@")
    assert pipe.is_fifo()


@pytest.mark.slow
def test_results_are_utf8_whatever_the_locale(run: Run) -> None:
    arguments = ("suggest", FIRST, "--author", "Błasiok", "--format", "bibtex")
    for locale in ({"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C"}):
        assert "Błasiok" in run(*arguments, env=locale).stdout


def test_empty_filters_and_impossible_dates_are_wrong_usage(run: Run) -> None:
    for wrong in (
        ["--author", ""],
        ["--exclude", "!!"],
        ["--since", "2025-13"],
        ["--until", "2026-02-30"],
        ["--since", "0000"],
    ):
        done = run("suggest", FIRST, *wrong)
        assert done.returncode == 2
        assert "Usage:" in done.stderr


@pytest.mark.slow
def test_contributions_sum_to_the_score(run: Run) -> None:
    done = run("suggest", FIRST, "-n", "5", "--explain", "--format", "json")
    for suggestion in json.loads(done.stdout)["suggestions"]:
        parts = suggestion["contributions"]
        assert {"linear", "years", "base"} <= set(parts)
        assert sum(parts.values()) == pytest.approx(suggestion["score"], abs=1e-4)
    assert "contributions" not in run("suggest", FIRST, "--format", "json").stdout
    shown = run("suggest", FIRST, "-n", "1", "--explain").stdout
    assert re.search(r"= score -?[\d.]+: \w+ [+-][\d.]+,", shown)


@pytest.mark.slow
def test_a_saved_model_gives_the_same_answer(run: Run, tmp_path: Path) -> None:
    asked = ("suggest", FIRST, "-n", "5", "--format", "json")
    learnt = run(*asked, "--save-model", "mine.npz")
    saved = (tmp_path / "mine.npz").read_bytes()
    again = run(*asked, "--model", "mine.npz")
    assert again.stdout == learnt.stdout
    run(*asked, "--save-model", "mine.npz")
    assert (tmp_path / "mine.npz").read_bytes() == saved


def test_a_model_that_does_not_fit_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.npz").write_bytes(b"something else")
    done = run("suggest", FIRST, "--model", "mine.npz")
    assert done.returncode == 2
    assert "mine.npz: not a model of readnext" in done.stderr
    done = run("suggest", FIRST, "--model", "missing.npz")
    assert done.returncode == 2
    assert "missing.npz: No such file" in done.stderr
    done = run("suggest", FIRST, "--model", "a", "--save-model", "b")
    assert done.returncode == 2


def test_every_suggestion_has_a_probability(run: Run) -> None:
    told = json.loads(run("suggest", FIRST, "--format", "json").stdout)["suggestions"]
    chances = [s["probability"] for s in told]
    assert all(0 < chance < 1 for chance in chances)
    assert chances == sorted(chances, reverse=True)
    least = chances[3]
    asked = ("suggest", FIRST, "--format", "json", "--min-probability", str(least))
    kept = json.loads(run(*asked).stdout)["suggestions"]
    assert [s["probability"] for s in kept] == chances[:4]


@pytest.mark.slow
def test_a_list_has_new_papers_and_older_ones(run: Run) -> None:
    shown = run("suggest", FIRST, "-n", "4").stdout
    assert shown.startswith("New since ")
    assert shown.count("\nYou may have missed\n") == 1
    new = json.loads(run("suggest", FIRST, "--new", "--format", "json").stdout)
    old = json.loads(run("suggest", FIRST, "--archive", "--format", "json").stdout)
    assert {one["part"] for one in new["suggestions"]} == {"new"}
    assert {one["part"] for one in old["suggestions"]} == {"missed"}
    assert min(one["date"] for one in new["suggestions"]) > "2025"
    markdown = run("suggest", FIRST, "--format", "markdown", "-n", "4").stdout
    assert "\n## New since " in markdown and "\n## You may have missed\n" in markdown


BIOLOGY = (
    "chromatin nucleosome histone methylation zebrafish embryo lineage bacterial phage "
    "genome spacer guide cortex neuron transcriptome liver membrane receptor ligand "
    "kinase enzyme cryo-electron microscopy antibody plasmid ribosome mitochondria"
).split()


def test_the_starter_catalog_is_refused_for_another_field(
    run: Run, tmp_path: Path
) -> None:
    library = tmp_path / "bio.bib"
    entries = (
        f"@article{{k{n}, title={{{' '.join(BIOLOGY[n : n + 7])}}}, year=2020}}"
        for n in range(20)
    )
    library.write_text("\n".join(entries))
    done = run("suggest", library)
    assert done.returncode == 1 and done.stdout == ""
    assert "papers of the starter catalog are on machine learning" in done.stderr
    assert "readnext catalog sources LIBRARY --add" in done.stderr


@pytest.mark.slow
def test_color_is_for_terminals(run: Run) -> None:
    plain = run("suggest", FIRST, "-n", "2").stdout
    assert "\x1b" not in plain
    styled = run("suggest", FIRST, "-n", "2", "--color", "always").stdout
    assert "\x1b[1m" in styled
    assert run("suggest", FIRST, "-n", "2", "--color", "never").stdout == plain


def test_writing_to_a_file_says_what_was_added(run: Run, tmp_path: Path) -> None:
    said = run("suggest", FIRST, "-n", "2", "-o", "next.bib").stderr
    assert "readnext: next.bib: 2 papers written\n" in said
    said = run("suggest", FIRST, "-n", "4", "-o", "next.bib").stderr
    assert "readnext: next.bib: 2 papers added, 2 were there\n" in said


def test_works_of_two_files_with_one_number_are_told_apart(
    run: Run, tmp_path: Path
) -> None:
    record = "TY  - JOUR\nID  - 1\nAU  - {}\nTI  - {}\nPY  - 2010\nER  - \n"
    descent = "Double descent of overparameterized linear regression"
    (tmp_path / "a.ris").write_text(record.format("Nakkiran, Preetum", descent))
    (tmp_path / "b.ris").write_text(record.format("Sand, Mia", "Moss on old roofs"))
    done = run("suggest", "a.ris", "b.ris", "--own-papers")
    said = " ".join(done.stdout.split())
    assert "by Preetum Nakkiran (1 in your library): Nakkiran 2010" in said
