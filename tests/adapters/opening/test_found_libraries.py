"""The libraries that are found on a user's computer."""

from __future__ import annotations

from pathlib import Path

import pytest

from readnext_adapters.opening.found_libraries import found_libraries


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("READNEXT_ZOTERO_DATA", raising=False)
    return folder


def test_zotero_comes_first_then_the_largest_file(home: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    for path, size in (
        (home / "Documents/thesis/refs.bib", 30),
        (home / "Documents/a/b/c/d/deep.bib", 90),
        (home / "Documents/.hidden/old.bib", 90),
        (home / "small.RIS", 10),
        (home / "Pictures/not-usual.bib", 90),
        (here / "mine.bib", 20),
        (here / "empty.bib", 0),
        (here / "paper/next.bib", 5),
        (home / "Zotero/zotero.sqlite", 1),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x" * size)
    (here / "again.bib").symlink_to(here / "mine.bib")
    (here / "gone.bib").symlink_to(here / "nothing")
    found = [one.name for one in found_libraries(here, home)]
    assert found[0] == "zotero:"
    assert [Path(name).name for name in found[1:]] == [
        "refs.bib",
        "mine.bib",
        "small.RIS",
        "next.bib",
    ]


def test_nothing_is_found_in_an_empty_home(home: Path, tmp_path: Path) -> None:
    assert found_libraries(tmp_path / "none", home) == []
