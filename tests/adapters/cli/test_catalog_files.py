"""Files of `readnext catalog add` are known by their paths, and after a move."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from tests.command import Done, Run

pytestmark = pytest.mark.slow

NAMES = ("Sphagnum", "Kettle Holes", "Sundews", "Cranes", "Dragonflies", "Peat Cores")
TITLES = [f"{name} of the Northern Raised Bogs" for name in NAMES]
# Made by the version that knew files by their names: `TITLES` from a papers.jsonl.
OLD = Path(__file__).parents[2] / "catalog" / "base_names.tar.xz"


def write(path: Path, titles: Sequence[str]) -> Path:
    """Write a file of papers that have running numbers, and nothing but a title."""
    path.parent.mkdir(parents=True, exist_ok=True)
    records = (
        {"id": f"{n}", "title": title, "authors": [], "date": "2024"}
        for n, title in enumerate(titles, 1)
    )
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def sources_of(folder: Path) -> dict[str, int]:
    with Catalog.open(folder) as catalog:
        return catalog.papers_by_source()


def added(done: Done) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_two_files_of_one_name_are_two_sources(run: Run, tmp_path: Path) -> None:
    one = write(tmp_path / "a" / "papers.jsonl", TITLES[:2])
    two = write(tmp_path / "b" / "papers.jsonl", [*TITLES[:2], *TITLES[2:]])
    run("catalog", "add", "a/papers.jsonl", two, "--catalog", "c")
    assert sources_of(tmp_path / "c") == {str(one): 2, str(two): 6}
    shown = run("catalog", "stats", "--catalog", "c").stdout
    assert "\n  a/papers.jsonl        2  file of" in shown
    assert "\n  b/papers.jsonl        6  file of" in shown
    listed = run("catalog", "stats", "--catalog", "c", "--format", "json").stdout
    found = [(s["name"], s["path"]) for s in json.loads(listed)["sources"]]
    assert found == [("a/papers.jsonl", str(one)), ("b/papers.jsonl", str(two))]
    (tmp_path / "link").symlink_to(tmp_path / "a")
    again = run("catalog", "add", "link/papers.jsonl", "--catalog", "c")
    assert added(again) == "0 added, 0 updated, 2 unchanged, 0 problems"
    assert len(sources_of(tmp_path / "c")) == 2
    vague = run("catalog", "remove", "papers.jsonl", "--yes", "--catalog", "c")
    assert vague.returncode == 2
    said = vague.stderr.splitlines()[-1]
    assert str(one) in said and str(two) in said
    gone = run("catalog", "remove", "b/papers.jsonl", "--yes", "--catalog", "c")
    assert added(gone) == "4 papers removed"
    assert "papers.jsonl  " in run("catalog", "stats", "--catalog", "c").stdout
    assert added(run("catalog", "remove", "papers.jsonl", "--yes", "--catalog", "c"))
    assert sources_of(tmp_path / "c") == {}


@pytest.mark.parametrize("edited", [False, True], ids=["as it was", "edited"])
def test_a_file_that_was_moved_stays_the_same_source(
    run: Run, tmp_path: Path, edited: bool
) -> None:
    old = write(tmp_path / "a" / "papers.jsonl", TITLES)
    run("catalog", "add", old, "--catalog", "c")
    new = tmp_path / "b" / "other.jsonl"
    new.parent.mkdir()
    old.rename(new)
    titles = list(TITLES)
    if edited:
        titles[3] = "Cranes of the Bogs of Finland and Sweden"
        write(new, titles)
    done = run("catalog", "add", new, "--catalog", "c")
    updated = int(edited)
    counts = f"0 added, {updated} updated, {6 - updated} unchanged, 0 problems"
    assert added(done) == counts
    assert done.stderr == f"readnext: {new}: is {old}, which has been moved\n"
    assert sources_of(tmp_path / "c") == {str(new): 6}
    with Catalog.open(tmp_path / "c") as catalog:
        assert {paper.title for paper in catalog.all_papers()} == set(titles)
    assert run("catalog", "add", new, "--catalog", "c").stderr == ""


def test_a_copy_is_another_source_with_the_same_papers(
    run: Run, tmp_path: Path
) -> None:
    one = write(tmp_path / "a" / "papers.jsonl", TITLES)
    run("catalog", "add", one, "--catalog", "c")
    two = write(tmp_path / "b" / "papers.jsonl", TITLES)
    done = run("catalog", "add", two, "--catalog", "c")
    assert added(done) == "0 added, 0 updated, 6 unchanged, 0 problems"
    assert sources_of(tmp_path / "c") == {str(one): 6, str(two): 6}
    gone = run("catalog", "remove", one, "--yes", "--catalog", "c")
    assert added(gone) == "0 papers removed"
    assert sources_of(tmp_path / "c") == {str(two): 6}


def test_another_file_in_the_place_of_none_is_new(run: Run, tmp_path: Path) -> None:
    old = write(tmp_path / "a" / "papers.jsonl", TITLES[:3])
    run("catalog", "add", old, "--catalog", "c")
    old.unlink()
    new = write(tmp_path / "b" / "papers.jsonl", TITLES[3:])
    done = run("catalog", "add", new, "--catalog", "c")
    assert added(done) == "3 added, 0 updated, 0 unchanged, 3 problems"
    assert sources_of(tmp_path / "c") == {str(old): 3, str(new): 3}


def test_a_catalog_of_base_names_goes_on(run: Run, tmp_path: Path) -> None:
    """The first file of the name is the one that the older version added."""
    folder = tmp_path / "c"
    with tarfile.open(OLD) as archive:
        archive.extractall(folder, filter="data")
    assert sources_of(folder) == {"papers.jsonl": 6}
    edited = ["Sphagnum of the Bogs of Finland", *TITLES[1:]]
    first = write(tmp_path / "a" / "papers.jsonl", edited)
    done = run("catalog", "add", first, "--catalog", folder)
    assert added(done) == "0 added, 1 updated, 5 unchanged, 0 problems"
    assert done.stderr == ""
    assert sources_of(folder) == {str(first): 6}
    second = write(tmp_path / "b" / "papers.jsonl", edited)
    done = run("catalog", "add", second, "--catalog", folder)
    assert added(done) == "0 added, 0 updated, 6 unchanged, 0 problems"
    assert sources_of(folder) == {str(first): 6, str(second): 6}


def test_a_name_that_no_file_can_have_is_no_source(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "papers.jsonl", TITLES)
    run("catalog", "add", "papers.jsonl", "--catalog", "c")
    done = run("catalog", "remove", "x" * 300, "--yes", "--catalog", "c")
    assert done.returncode == 1
    assert "no such source in that catalog; there are papers.jsonl" in done.stderr


def test_an_old_name_can_be_removed(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "c"
    with tarfile.open(OLD) as archive:
        archive.extractall(folder, filter="data")
    done = run("catalog", "remove", "a/papers.jsonl", "--yes", "--catalog", folder)
    assert added(done) == "6 papers removed"
