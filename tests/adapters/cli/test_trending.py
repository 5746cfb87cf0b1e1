"""`readnext trending` as a user without a library calls it.

After an intended change, write the golden files anew with READNEXT_WRITE_GOLDEN=1 and
read the difference.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from readnext import __version__

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[3]
POND = ROOT / "fixtures" / "trending" / "pond.jsonl"
GOLDEN = ROOT / "tests" / "golden"


@pytest.mark.parametrize(
    ("form", "n", "name"),
    [("table", "10", "trending.txt"), ("json", "16", "trending.json")],
)
def test_output_is_the_golden_file(run: Run, form: str, n: str, name: str) -> None:
    wide = {"COLUMNS": "80"}
    asked = ("trending", "--catalog", POND, "--format", form, "-n", n)
    done = run(*asked, env=wide)
    assert done.returncode == 0
    text = done.stdout.replace(f'"{__version__}"', '"VERSION"')
    text = text.replace(json.dumps(str(POND)), '"pond.jsonl"')
    if os.environ.get("READNEXT_WRITE_GOLDEN"):
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")
    assert run(*asked, env=wide).stdout == done.stdout


@pytest.mark.slow
def test_the_starter_catalog_has_an_answer(run: Run) -> None:
    done = run("--offline", "trending", "--format", "json")
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert list(answer) == [
        *("readnext", "library", "catalog", "ranker", "suggestions", "notes")
    ]
    assert answer["library"] == {"entries": 0, "usable": 0, "in_catalog": 0}
    assert answer["catalog"]["path"] == "starter"
    assert answer["ranker"]["kind"] == "prior"
    assert len(answer["suggestions"]) == 10
    fields = "rank id title authors labs date venue url pdf doi arxiv key score"
    for number, suggestion in enumerate(answer["suggestions"], 1):
        assert list(suggestion) == [*fields.split(), "probability", "reasons"]
        assert suggestion["rank"] == number
        assert suggestion["probability"] is None
        kinds = {reason["kind"] for reason in suggestion["reasons"]}
        assert kinds and kinds <= {"popularity", "code", "lab", "recency"}
    for note in answer["notes"]:
        assert f"readnext: {note}" in done.stderr.splitlines()


@pytest.mark.parametrize("page", [0, 3, 4])
def test_seed_pages_have_an_answer(run: Run, shared: Path, page: int) -> None:
    (path,) = (shared / "seeds").glob(f"{page:03}_*.txt")
    done = run("trending", "--catalog", path, "--format", "json")
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert len(answer["suggestions"]) == 10
    assert all(s["reasons"] for s in answer["suggestions"])


@pytest.mark.parametrize("page", [1, 2])
def test_a_page_without_any_reception_is_refused(
    run: Run, shared: Path, page: int
) -> None:
    (path,) = (shared / "seeds").glob(f"{page:03}_*.txt")
    done = run("trending", "--catalog", path)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "no paper here has upvotes, comments or a score" in done.stderr


def test_the_scored_paper_of_a_listing_comes_first(run: Run, shared: Path) -> None:
    (path,) = (shared / "seeds").glob("000_*.txt")
    answer = json.loads(run("trending", "--catalog", path, "--format", "json").stdout)
    first = answer["suggestions"][0]
    assert first["title"].startswith("Beyond Distribution Sharpening")
    assert "score 83" in [reason["text"] for reason in first["reasons"]]


def test_filters_are_those_of_suggest(run: Run) -> None:
    def found(*filters: str) -> set[str]:
        asked = ("trending", "--catalog", POND, "--format", "json", "-n", "20")
        answer = json.loads(run(*asked, *filters).stdout)
        return {suggestion["id"] for suggestion in answer["suggestions"]}

    assert found("--lab", "mud") == {"mud-diffusion", "carp-memory", "otter-play"}
    assert found("--author", "Sand, M.", "--category", "cs.S*", "--has-code") == {
        "duck-foundation"
    }
    assert found("--until", "2024-02", "--exclude", "pond") == {"ice-benchmark"}
    assert found("--since", "2024-06-28") == {
        *("heron-agents", "newt-retrieval", "moss-survey", "clock-skew")
    }


def test_a_bibliography_gets_what_it_lacks(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "next.bib"
    asked = ("trending", "--catalog", POND, "-o", out, "-n")
    assert run(*asked, 2).returncode == 0
    mine = "@misc{own, title={My Own}}\n" + out.read_text()
    out.write_text(mine)
    assert run(*asked, 3).stdout == ""
    assert out.read_text().startswith(mine)
    assert out.read_text().count("@") == 4


def test_nothing_fits(run: Run) -> None:
    done = run("trending", "--catalog", POND, "--since", "2200")
    assert done.returncode == 0
    assert 'none passes the filter since "2200".' in done.stdout
    done = run("trending", "--catalog", POND, "--since", "2200", "--until", "2199-12")
    assert done.returncode == 2
    assert "since 2200 is after until 2199-12" in done.stderr


def test_mistakes(run: Run, tmp_path: Path) -> None:
    for wrong in (["--since", "soon"], ["mylib.bib"]):
        done = run("trending", *wrong)
        assert done.returncode == 2
        assert "Usage:" in done.stderr
    done = run("trending", "--catalog", tmp_path / "none")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    (tmp_path / "bad.jsonl").write_text('{"id": "1"}\n')
    done = run("trending", "--catalog", "bad.jsonl")
    assert done.returncode == 1
    assert "no papers in that catalog" in done.stderr
    (tmp_path / "mixed.jsonl").write_text(
        '{"id": "1", "title": "A", "popularity": {"upvotes": 2}}\nbroken\n'
    )
    assert run("trending", "--catalog", "mixed.jsonl").returncode == 0
    assert run("trending", "--catalog", "mixed.jsonl", "--strict").returncode == 1
