"""`readnext backtest`, on libraries whose answer is planted."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FIXTURES = Path(__file__).parents[3] / "fixtures" / "libraries"


@pytest.fixture
def planted(tmp_path: Path) -> tuple[Path, Path]:
    """A reader who follows one person through papers on anything at all.

    Text says nothing here, so the formulas that read text only cannot see it.
    """
    rng = random.Random(5)
    words = [f"word{n}" for n in range(400)]
    papers = [
        {
            "id": str(n),
            "title": " ".join(rng.sample(words, 8)),
            "abstract": " ".join(rng.choices(words, k=60)),
            "authors": ["Mia Sand" if n < 60 else f"Ann{n} Writer{n}"],
            "date": f"{2000 + n % 20}-01-01",
        }
        for n in range(1500)
    ]
    catalog = tmp_path / "papers.jsonl"
    catalog.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    library = tmp_path / "mine.bib"
    library.write_text(
        "".join(
            f"@misc{{k{n}, title={{{p['title']}}}, author={{Sand, Mia}},"
            f" year={str(p['date'])[:4]}}}\n"
            for n, p in enumerate(papers[:40])
        )
    )
    return library, catalog


@pytest.mark.slow
def test_readnext_finds_what_text_cannot(run: Run, planted: tuple[Path, Path]) -> None:
    library, catalog = planted
    done = run("backtest", library, "--catalog", catalog, "--format", "json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert (report["in_catalog"], report["enough"]) == (40, True)
    at_random, newest = report["reports"]
    assert (at_random["mode"], newest["mode"]) == ("random", "time")
    assert (at_random["trials"], at_random["hidden"], newest["hidden"]) == (3, 24, 8)
    ours, text = (at_random["figures"][n] for n in ("readnext", "mean similarity"))
    assert ours["recall50"] == 1.0
    assert ours["found"] == 24
    assert text["recall50"] < 0.3
    again = run("backtest", library, "--catalog", catalog, "--format", "json")
    assert again.stdout == done.stdout


@pytest.mark.slow
def test_it_says_in_words_what_was_found(run: Run, planted: tuple[Path, Path]) -> None:
    library, catalog = planted
    done = run("backtest", library, "--catalog", catalog)
    assert "of 24 hidden papers, readnext put 24 in its top 50;" in done.stdout
    assert "linear SVM" in done.stdout


@pytest.mark.slow
def test_it_says_when_the_overlap_is_too_small(run: Run) -> None:
    done = run("backtest", FIXTURES / "tiny.bib")
    assert done.returncode == 0
    assert "too few for a" in done.stdout
    as_json = run("backtest", FIXTURES / "tiny.bib", "--format", "json")
    assert json.loads(as_json.stdout)["enough"] is False


@pytest.mark.slow
def test_a_selection_of_the_library(run: Run, planted: tuple[Path, Path]) -> None:
    library, catalog = planted
    aside = library.read_text().replace("year=2001", "groups={Aside}")
    library.write_text(aside)
    command = ("backtest", library, "--catalog", catalog, "--format", "json")
    done = run(*command, "--collection", "!Aside")
    assert json.loads(done.stdout)["in_catalog"] == 38
    assert run(*command, "--tag", "none").returncode == 1


@pytest.mark.slow
def test_a_catalog_without_the_library_is_enough(
    run: Run, planted: tuple[Path, Path]
) -> None:
    library, catalog = planted
    lines = catalog.read_text().splitlines(keepends=True)
    catalog.write_text("".join(lines[40:]))  # the library's 40 come first
    command = ("backtest", library, "--catalog", catalog)
    report = json.loads(run(*command, "--format", "json").stdout)
    assert (report["usable"], report["in_catalog"]) == (40, 0)
    assert (report["protocol"], report["enough"]) == ("records", True)
    for one in report["reports"]:
        assert one["figures"]["readnext"]["recall50"] > 0.9
    assert "ranked by their own records" in run(*command).stdout
