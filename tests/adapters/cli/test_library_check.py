"""`readnext library check` on a neglected library, as a user calls it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.zoterofiles import ZoteroFile

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "golden"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for path in (ROOT / "fixtures" / "health").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_the_report_is_the_golden_one(run: Run, desk: Path) -> None:
    files = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in desk.glob("*.*")
    }
    command = ("library", "check", "neglected.bib", "--catalog", "catalog.jsonl")
    done = run(*command)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (GOLDEN / "health.txt").read_text(encoding="utf-8")
    done = run(*command, "--format", "json")
    assert json.loads(done.stdout) == json.loads((GOLDEN / "health.json").read_text())
    assert files == {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def test_strict_counts_faults_and_not_gaps(run: Run, desk: Path) -> None:
    assert run("library", "check", "neglected.bib", "--strict").returncode == 1
    (desk / "sound.bib").write_text(
        "@misc{a, title={On Ducks}, author={Sand, Mia}, year=2024}\n"
    )
    done = run("library", "check", "sound.bib", "--strict")
    assert done.returncode == 0
    assert "no abstract" in done.stdout


def test_without_a_catalog_that_is_said(run: Run, desk: Path) -> None:
    done = run("library", "check", "neglected.bib", "--format", "json")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1)
    assert "there is no catalog in" in done.stderr
    report = json.loads(done.stdout)
    assert report["catalog"] is None
    assert "catalog" not in {finding["kind"] for finding in report["findings"]}


def test_the_users_own_catalog_is_asked(run: Run, desk: Path) -> None:
    assert run("catalog", "add", "catalog.jsonl").returncode == 0
    done = run("library", "check", "neglected.bib", "--format", "json")
    assert done.stderr == ""
    report = json.loads(done.stdout)
    assert report["catalog"]["found"] == 5
    assert "catalog" in {finding["kind"] for finding in report["findings"]}


def test_several_libraries_are_one(run: Run, desk: Path) -> None:
    (desk / "a.bib").write_text("@misc{a, title={On Ducks in Calm Ponds}}\n")
    (desk / "b.bib").write_text("@misc{a, title={On Ducks in Calm Ponds}}\n")
    done = run("library", "check", "a.bib", "b.bib")
    assert 'a.bib:1: a: "On Ducks in Calm Ponds" is also a (b.bib:1;' in done.stdout


def test_a_library_that_cannot_be_read(run: Run) -> None:
    done = run("library", "check", "none.bib")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_items_of_zotero_are_named_by_what_the_user_knows(
    run: Run, tmp_path: Path
) -> None:
    file = ZoteroFile(tmp_path / "zotero.sqlite")
    file.item("K0000001", {"title": "Growth of Sundew"})
    sand = ("author", ("Sand", "Mia"))
    file.item("K0000002", {"title": "Ducks: A Study"}, people=[sand])
    file.close()
    done = run("library", "check", "zotero.sqlite")
    assert "zotero.sqlite:K0000001: Growth of Sundew\n" in done.stdout
    assert "zotero.sqlite:K0000002: Sand, Ducks\n" in done.stdout
    assert ": K0000001" not in done.stdout


GEESE = "TY  - JOUR\nID  - 1\nAU  - Reed, Ann\nTI  - Geese of the northern marshes\n"
MOSS = "TY  - JOUR\nID  - 1\nAU  - Sand, Mia\nTI  - Moss on old roofs\n"


def test_records_of_two_files_with_one_number_keep_their_names(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.ris").write_text(f"{GEESE}PY  - 2010\nER  - \n")
    (tmp_path / "b.ris").write_text(f"{MOSS}PY  - 1949\nER  - \n")
    done = run("library", "check", "a.ris", "b.ris")
    assert "a.ris:1: Reed 2010, Geese of the northern marshes" in done.stdout
    assert "b.ris:1: Sand 1949, Moss on old roofs" in done.stdout
