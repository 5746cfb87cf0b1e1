"""An outside package adds a format and a source, without a change to the project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.adapters.serving import Answer, Server

PACKAGE = Path(__file__).parent / "outside_plugin"
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package in a folder of its own, built and installed without a network."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--no-index", "--target", str(folder)]
    done = subprocess.run([*command, str(PACKAGE)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def command(
    folder: Path, home: Path, *arguments: str, **more: str
) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(map(str, (ROOT / "recommender", ROOT / "adapters", folder)))
    return subprocess.run(
        [sys.executable, "-m", "readnext", *arguments],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": path, "HOME": str(home)} | more,
    )


def test_its_format_is_read(installed: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.xyz"
    file.write_text("xyz\nDucks in Ponds\nA History of Reeds\n")
    done = command(
        installed, tmp_path, "library", "show", str(file), "--format", "json"
    )
    assert (done.returncode, done.stderr) == (0, "")
    titles = [entry["title"] for entry in json.loads(done.stdout)["entries"]]
    assert titles == ["Ducks in Ponds", "A History of Reeds"]


@pytest.mark.slow
def test_its_bug_is_not_one_of_readnext(installed: Path, tmp_path: Path) -> None:
    # Its source relies on a variable that is not set here.
    update = ("catalog", "update", "xyz:moor", "--catalog", str(tmp_path / "catalog"))
    done = command(installed, tmp_path, *update)
    assert done.returncode == 1
    line = done.stderr.splitlines()[-1]
    named = "a bug in the plug-in xyz (readnext_xyz.source): KeyError: 'XYZ_URL'; "
    assert line.startswith(f"readnext: {named}"), done.stderr


@pytest.mark.slow
def test_its_source_is_asked(installed: Path, tmp_path: Path) -> None:
    catalog = str(tmp_path / "catalog")
    with Server().running() as server:
        server.say(Answer(b"On Sphagnum\nOn Peat\n"))
        update = ("catalog", "update", "xyz:moor", "--catalog", catalog)
        done = command(installed, tmp_path, *update, XYZ_URL=server.url)
    assert done.returncode == 0, done.stderr
    stats = ("catalog", "stats", "--catalog", catalog, "--format", "json")
    shown = command(installed, tmp_path, *stats)
    assert json.loads(shown.stdout)["papers"] == 2, shown


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A package whose manuscript format, finder and kind of source do not load."""
    info = tmp_path / "broken-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    groups = ("manuscripts", "finders", "sources")
    lines = (f"[readnext.{group}]\nreed = no_such_package\n" for group in groups)
    (info / "entry_points.txt").write_text("".join(lines))
    return tmp_path


def test_a_plugin_that_does_not_load_is_left_out(broken: Path, tmp_path: Path) -> None:
    draft = tmp_path / "paper.typ"
    draft.write_text("On ponds")
    library = tmp_path / "mine.bib"
    library.write_text("@book{a, title = {Ponds}}")
    wrong = {
        ("suggest", "--draft", str(draft)): "readnext.manuscripts",
        ("catalog", "complete", str(library), "--from", "reed"): "readnext.finders",
        ("catalog", "update", "reed:x"): "readnext.sources",
    }
    for arguments, group in wrong.items():
        done = command(broken, tmp_path, *arguments)
        assert done.returncode == 2, done.stderr
        assert f"{group}: plug-in reed (no_such_package) ignored" in done.stderr
        assert "a bug in readnext" not in done.stderr
