"""`readnext suggest --like` as a user with a few papers in mind calls it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
DESCENT = "Deep Double Descent: Where Bigger Models and More Data Hurt"
GENERALIZATION = (
    Path(__file__).parents[3] / "fixtures" / "libraries" / "generalization.bib"
)


def test_a_title_is_enough(run: Run) -> None:
    done = run("suggest", "--like", DESCENT.lower(), "--format", "json")
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert answer["library"] == {"entries": 1, "usable": 1, "in_catalog": 1}
    assert answer["ranker"]["kind"] == "prior"
    told = f"liked `nakkiran2019deep`: {DESCENT} (Nakkiran et al., 2019)"
    assert told in answer["notes"]
    assert f"readnext: {told}" in done.stderr.splitlines()
    suggestions = answer["suggestions"]
    assert len(suggestions) == 10
    assert DESCENT not in [s["title"] for s in suggestions]
    assert "Double Descent" in suggestions[0]["title"]
    named = {k for s in suggestions for r in s["reasons"] for k in r["keys"]}
    assert named == {"nakkiran2019deep"}
    assert "nakkiran2019deep" not in {s["key"] for s in suggestions}


def test_the_id_that_lists_and_feedback_print_names_the_paper(run: Run) -> None:
    id_ = "deep-double-descent-where-bigger-models-and-more-a4c942"
    done = run("suggest", "--like", id_, "--format", "json", "-n", "1")
    told = f"liked `nakkiran2019deep`: {DESCENT} (Nakkiran et al., 2019)"
    assert told in json.loads(done.stdout)["notes"], done.stderr


def test_several_are_learnt_from_together(run: Run) -> None:
    done = run(
        *("suggest", "--like", DESCENT, "--like", "Layer Normalization"),
        *("--like", "Ducks in the Deep", "--format", "json", "-n", "194"),
    )
    answer = json.loads(done.stdout)
    assert answer["library"] == {"entries": 3, "usable": 3, "in_catalog": 2}
    assert any("only this title is learned from" in note for note in answer["notes"])
    titles = {s["title"] for s in answer["suggestions"]}
    assert len(titles) == 192
    assert not titles & {DESCENT, "Layer Normalization"}
    named = {k for s in answer["suggestions"] for r in s["reasons"] for k in r["keys"]}
    assert {"nakkiran2019deep", "ba2016layer"} <= named


@pytest.mark.slow
def test_a_library_is_added_to(run: Run) -> None:
    alone = run("suggest", GENERALIZATION, "--format", "json", "-n", "194")
    liked = "Light Schrödinger Bridge"
    both = run("suggest", GENERALIZATION, "--like", liked, "--format", "json")
    before, after = json.loads(alone.stdout), json.loads(both.stdout)
    assert liked in {s["title"] for s in before["suggestions"]}
    assert liked not in {s["title"] for s in after["suggestions"]}
    for count in ("entries", "usable", "in_catalog"):
        assert after["library"][count] == before["library"][count] + 1
    assert after["ranker"]["kind"] == "lightgbm"


def test_what_the_library_has_is_not_counted_twice(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text(
        f"@misc{{mine, title={{{DESCENT}}}, author={{Nakkiran, Preetum}}, year=2020}}"
    )
    done = run("suggest", "x.bib", "--like", DESCENT, "--format", "json")
    answer = json.loads(done.stdout)
    assert answer["library"]["usable"] == 1
    named = {k for s in answer["suggestions"] for r in s["reasons"] for k in r["keys"]}
    assert named == {"mine"}
    assert any(note.startswith("liked `mine`: ") for note in answer["notes"])


def test_an_id_or_an_address_is_enough(run: Run, tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text(
        '{"id": "a", "title": "Ducks in Ponds", "arxiv": "2401.00001"}\n'
        '{"id": "b", "title": "Reeds", "doi": "10.5555/reeds"}\n'
        '{"id": "c", "title": "More Ducks in More Ponds"}\n'
        '{"id": "d", "title": "Soup"}\n'
    )
    done = run(
        *("suggest", "--catalog", "papers.jsonl", "--format", "json"),
        *("--like", "https://huggingface.co/papers/2401.00001"),
        *("--like", "https://doi.org/10.5555/REEDS"),
    )
    assert [s["id"] for s in json.loads(done.stdout)["suggestions"]] == ["c", "d"]


def test_the_same_question_has_the_same_bytes(run: Run) -> None:
    asked = ("suggest", "--like", DESCENT, "--like", "Ducks", "--format", "json")
    assert run(*asked).stdout == run(*asked).stdout


@pytest.mark.parametrize(
    ("text", "says", "code"),
    [
        ("", "name a paper by its title, arXiv id or DOI", 2),
        (" -- ", "name a paper by its title, arXiv id or DOI", 2),
        ("https://example.org/x", "neither arXiv id nor DOI in that address", 2),
    ],
)
def test_what_names_no_paper_is_one_line(
    run: Run, text: str, says: str, code: int
) -> None:
    done = run("suggest", "--like", text)
    assert done.returncode == code
    (line,) = done.stderr.splitlines()
    assert says in line
    assert done.stdout == ""


def test_an_unknown_id_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text('{"id": "a", "title": "Ducks"}\n')
    done = run("suggest", "--catalog", "papers.jsonl", "--like", "1706.03762")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "1706.03762: the catalog does not know that id" in line


def test_neither_library_nor_paper_is_wrong_usage(run: Run) -> None:
    done = run("suggest")
    assert done.returncode == 2
    assert "Usage:" in done.stderr
    assert "LIBRARY" in done.stderr and "--like" in done.stderr
    for part in (["--tag", "x"], ["--collection", "x"], ["--since-added", "2020"]):
        done = run("suggest", "--like", DESCENT, *part)
        assert done.returncode == 2
        assert "none is named" in done.stderr
