"""Finding Zotero's data folder as Zotero does."""

from __future__ import annotations

from pathlib import Path

import pytest

from readnext_adapters.libraries.zotero.folders import (
    data_folders,
    find_database,
    local_port,
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("READNEXT_ZOTERO_DATA", raising=False)
    return tmp_path


def profile(home: Path, *preferences: str) -> None:
    root = home / ".zotero" / "zotero"
    (root / "Profiles" / "old").mkdir(parents=True)
    (root / "Profiles" / "new").mkdir(parents=True)
    (root / "profiles.ini").write_text(
        "[General]\nStartWithLastProfile=1\n"
        "[Profile0]\nName=old\nIsRelative=1\nPath=Profiles/old\n"
        f"[Profile1]\nName=new\nIsRelative=0\nPath={root}/Profiles/new\nDefault=1\n"
    )
    (root / "Profiles" / "old" / "prefs.js").write_text("// nothing\n")
    lines = [f'user_pref("extensions.zotero.{text});\n' for text in preferences]
    (root / "Profiles" / "new" / "prefs.js").write_text("".join(lines))


def test_nothing_there(home: Path) -> None:
    assert data_folders() == [home / "Zotero"]
    assert find_database() is None
    assert local_port() is None


def test_the_usual_folder(home: Path) -> None:
    (home / "Zotero").mkdir()
    (home / "Zotero" / "zotero.sqlite").touch()
    assert find_database() == home / "Zotero" / "zotero.sqlite"


def test_a_folder_that_the_user_has_moved(home: Path) -> None:
    moved = home / 'my "papers"'
    text = str(moved).replace('"', '\\"')
    profile(home, f'dataDir", "{text}"', 'httpServer.port", 23200', 'useDataDir", true')
    assert data_folders() == [moved, home / "Zotero"]
    assert local_port() == 23200


def test_a_folder_that_was_moved_back(home: Path) -> None:
    profile(home, 'dataDir", "/elsewhere"', 'useDataDir", false', 'broken", {')
    assert data_folders() == [home / "Zotero"]


def test_a_folder_that_the_user_names(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(home, 'dataDir", "/elsewhere"')
    monkeypatch.setenv("READNEXT_ZOTERO_DATA", "~/z")
    assert data_folders() == [home / "z"]


def test_a_broken_profile(home: Path) -> None:
    root = home / ".zotero" / "zotero"
    root.mkdir(parents=True)
    (root / "profiles.ini").write_bytes(b"\xff no ini")
    assert data_folders() == [home / "Zotero"]
