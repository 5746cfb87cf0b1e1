"""Files that a real cluster reads give the catalog that one process makes of them."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from readnext.settings import starter_file
from tests.adapters.serving import free_port
from tests.command import run_process
from tests.conftest import FIXTURES, ROOT

pytest.importorskip("distributed")
pytest.importorskip("fsspec")
pytest.importorskip("filelock")

from tests.adapters.cluster.dask_cluster import Cluster, running_cluster

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
    paths = [str(ROOT / "recommender"), str(ROOT / "adapters")]
    home = str(tmp_path_factory.mktemp("home"))
    return kept | {"HOME": home, "PYTHONPATH": os.pathsep.join(paths)}


@pytest.fixture(scope="module")
def cluster(
    variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    with running_cluster(2, tmp_path_factory.mktemp("dask"), variables) as running:
        yield running


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Records with a damaged line, records of which some are the same, a library."""
    lines = starter_file().read_text("utf-8").splitlines()
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    first.write_text("\n".join([*lines[:120], "{damaged", ""]), encoding="utf-8")
    other = [json.loads(line) for line in lines[100:]]
    for number, record in enumerate(other):
        record["id"] = f"other/{number}"  # known papers, stated by another source
        record["labs"] = ["Pond Lab"]
    text = "".join(json.dumps(record) + "\n" for record in other)
    second.write_bytes(gzip.compress(text.encode()))
    return [first, second, FIXTURES / "libraries" / "generalization.bib"]


def content(folder: Path) -> dict[str, object]:
    """All rows but the times of the log, and the bytes of all shards."""
    with closing(sqlite3.connect(folder / "catalog.sqlite")) as db:
        names = [n for (n,) in db.execute("SELECT name FROM sqlite_master")]
        tables = {n for n in names if db.execute(_IS_TABLE, (n,)).fetchone()[0]}
        found: dict[str, object] = {
            name: sorted(map(repr, db.execute(f"SELECT * FROM {name}")))
            for name in tables - {"sources", "checksums"}
        }
    shards = sorted((folder / "shards").rglob("*.npy*"))
    assert shards and "statements" in found
    found |= {str(path.relative_to(folder)): path.read_bytes() for path in shards}
    return found


_IS_TABLE = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"


def test_a_cluster_gives_the_same_catalog(
    cluster: Cluster, variables: dict[str, str], files: list[Path], tmp_path: Path
) -> None:
    printed = []
    for name, more in (("one", []), ("many", ["--scheduler", cluster.address])):
        arguments = ["catalog", "add", *map(str, files), "--as-of", "2026-05-31"]
        arguments += ["--catalog", str(tmp_path / name), *more]
        done = [run_process(arguments, "", tmp_path, variables) for _ in range(2)]
        assert [one.returncode for one in done] == [0, 0], done[0].stderr
        printed.append([(one.stdout, one.stderr) for one in done])
    assert printed[0] == printed[1]
    assert "a.jsonl:121" in printed[0][0][1]
    assert printed[0][1][0].startswith("0 added, 0 updated")
    assert content(tmp_path / "one") == content(tmp_path / "many")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("missing.jsonl", "missing.jsonl: No such file"),
        ("empty.jsonl", "empty.jsonl: the file is empty"),
        ("-", "standard input"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    cluster: Cluster, variables: dict[str, str], tmp_path: Path, source: str, said: str
) -> None:
    (tmp_path / "empty.jsonl").touch()
    arguments = ["catalog", "add", source, "--catalog", str(tmp_path / "catalog")]
    more = ["--scheduler", cluster.address]
    done = run_process([*arguments, *more], "", tmp_path, variables)
    assert done.returncode == 2
    assert said in done.stderr.splitlines()[-1], done.stderr


def test_no_scheduler_changes_nothing(
    variables: dict[str, str], files: list[Path], tmp_path: Path
) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    arguments = ["catalog", "add", str(files[0]), "--catalog", str(tmp_path / "new")]
    start = time.monotonic()
    done = run_process([*arguments, "--scheduler", address], "", tmp_path, variables)
    assert time.monotonic() - start < 60
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and address in done.stderr, done.stderr


def test_a_lost_scheduler_is_one_line(
    variables: dict[str, str], files: list[Path], tmp_path: Path
) -> None:
    with running_cluster(0, tmp_path, variables) as empty:
        arguments = [
            "catalog",
            "add",
            str(files[0]),
            "--catalog",
            str(tmp_path / "new"),
        ]
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "readnext",
                *arguments,
                "--scheduler",
                empty.address,
            ],
            stderr=subprocess.PIPE,
            text=True,
            env=variables,
        )
        assert process.stderr
        assert "waiting for workers" in process.stderr.readline()
        empty.kill()
        said = process.communicate(timeout=120)[1]
    assert process.returncode == 1
    assert said.count("\n") == 1 and "the scheduler was lost" in said
