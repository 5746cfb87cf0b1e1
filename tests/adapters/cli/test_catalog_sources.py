"""`readnext catalog sources`: recommended sources, as the command prints them."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.command import Run

CHEMISTRY = "".join(
    f"@article{{k{n},\n  title = {{On Plot {n}}},\n  year = 2024,\n"
    f"  journal = {{{'J. Chem. Phys.' if n % 2 else 'Chem. Phys. Lett.'}}},\n}}\n"
    for n in range(20)
)
BOOKS = "".join(
    f"@book{{b{n},\n  title = {{Book {n}}},\n  year = 2024,\n}}\n" for n in range(20)
)


@pytest.fixture
def libraries(tmp_path: Path) -> list[str]:
    """A library of chemistry, one of books, one of a single book, and an empty one."""
    texts = {
        "chemistry": CHEMISTRY,
        "books": BOOKS,
        "book": "@book{b, title={A}, publisher={P}, issn={0002-9505}, year=2024}",
        "strings": "@string{a = {B}}",
    }
    paths = [tmp_path / f"{name}.bib" for name in texts]
    for path in paths:
        path.write_text(texts[path.stem], encoding="utf-8")
    return list(map(str, paths))


def test_sources_with_their_size_and_reason(run: Run, libraries: list[str]) -> None:
    done = run("catalog", "sources", libraries[0])
    assert (done.returncode, done.stderr) == (0, "")
    first, why, *_, last = done.stdout.splitlines()
    assert first == "crossref:0009-2614+0021-9606"
    assert why == (
        "    about 280 papers a month (estimate); 20 of your 20 papers since 2024 are "
        "in these 2 journals: Chemical Physics Letters, Journal of Chemical Physics"
    )
    assert shlex.split(last)[:4] == ["readnext", "catalog", "update", first]


def test_recommended_sources_are_remembered(run: Run, libraries: list[str]) -> None:
    done = run("catalog", "sources", libraries[0], "--add")
    assert "remembered; fetch them with: readnext catalog update" in done.stdout
    assert "crossref:0009-2614+0021-9606" in run("catalog", "stats").stdout


def test_why_there_is_none(run: Run, libraries: list[str]) -> None:
    done = run("catalog", "sources", libraries[1])
    assert done.returncode == 0
    assert done.stdout.startswith(
        "no source covers 30% of the 20 papers since 2024: 20 "
    )


def test_a_table_of_libraries(run: Run, libraries: list[str]) -> None:
    done = run("catalog", "sources", *libraries, "--each")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "| library | newest papers | best source | papers a month | covers |",
        "|---|---:|---|---:|---:|",
        "| chemistry | 20 since 2024 | `crossref:0009-2614` and 1 more | 280 | 100% |",
        "| books | 20 since 2024 | none |  | 0%; 20 name no journal, proceedings, DOI "
        "or arXiv id |",
        "| book | 1 since 2024 | none |  | 0%; 1 is in venues with one or two papers, "
        "or in books |",
        "| strings | 0 | none |  | 0%; the library has no papers |",
    ]


def test_all_kinds_say_how_far_back_they_go(run: Run) -> None:
    lines = run("catalog", "sources").stdout.splitlines()
    for kind in ("crossref", "europepmc", "inspire", "ads", "dblp", "hal", "datacite"):
        (line,) = (x for x in lines if x.startswith(f"{kind}:"))
        assert "at first" in line


@pytest.mark.slow
def test_subjects_that_are_equally_frequent(run: Run, tmp_path: Path) -> None:
    """The order of sets in Python, which a seed decides, does not choose among them."""
    library = tmp_path / "both.bib"
    keywords = ("keywords = {cs.CV, cs.LG, stat.ML}, ", "")
    library.write_text(
        "".join(
            f"@article{{k{n}, title = {{On Plot {n}}}, year = 2024, {keywords[n % 2]}"
            f"eprint = {{2401.0000{n}}}, archiveprefix = {{arXiv}}}}\n"
            for n in range(8)
        ),
        encoding="utf-8",
    )
    tables = {
        run(
            *("catalog", "sources", library, "--each"),
            env={"PYTHONHASHSEED": str(seed)},
        ).stdout
        for seed in range(4)
    }
    (table,) = tables
    assert "`arxiv:cs.LG`" in table
