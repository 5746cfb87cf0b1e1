"""Lists made by a real Dask cluster: the same ones, whatever happens to it."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from readnext.errors import UserError
from tests.adapters.serving import free_port
from tests.conftest import FIXTURES, ROOT

pytest.importorskip("distributed")
pytest.importorskip("fsspec")
pytest.importorskip("filelock")

from readnext_adapters.cluster.scheduler import run_tasks
from tests.adapters.cluster.dask_cluster import Cluster, lists_in, running_cluster

pytestmark = pytest.mark.slow

LIBRARIES = sorted((FIXTURES / "libraries").glob("*.bib"))
_READERS = 12
_LONG = 300.0  # seconds that a busy computer may need


class Desk:
    """A folder with libraries, a published catalog and the lists of one process."""

    def __init__(self, folder: Path, catalog: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self.catalog = folder / "published"
        self.libraries = []
        for number in range(_READERS):
            source = LIBRARIES[number % len(LIBRARIES)]
            library = folder / "libraries" / f"reader{number:02}.bib"
            library.parent.mkdir(exist_ok=True)
            shutil.copy(source, library)
            self.libraries.append(library)
        self.run("catalog", "publish", self.catalog, "--catalog", catalog)
        assert self.batch("expected").returncode == 0
        self.expected = lists_in(folder / "expected")
        assert len(self.expected) == _READERS

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
        paths = [str(ROOT / "recommender"), str(ROOT / "adapters")]
        return kept | {"HOME": str(self.home), "PYTHONPATH": os.pathsep.join(paths)}

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "readnext", *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=self.environment,
        )

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=_LONG)
        return subprocess.CompletedProcess([], process.returncode, out, err)

    def arguments(
        self, name: str, *more: str | Path, libraries: Sequence[Path] = ()
    ) -> list[str | Path]:
        output = ("-o", self.folder / name, "--catalog", self.catalog)
        return ["batch", *(libraries or self.libraries), *output, "-n", "5", *more]

    def batch(self, name: str, *more: str) -> subprocess.CompletedProcess[str]:
        return self.run(*self.arguments(name, *more))

    def wait_for_lists(self, name: str, process: subprocess.Popen[str]) -> int:
        """Wait until there is a list; return how many there are."""
        while process.poll() is None:
            if found := len(list((self.folder / name).glob("*.json"))):
                return found
            time.sleep(0.01)
        return -1


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, papers_of_today: Path) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"), papers_of_today)


@pytest.fixture(scope="module")
def cluster(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    with running_cluster(2, folder, desk.environment) as running:
        yield running


def test_a_cluster_makes_the_same_lists(desk: Desk, cluster: Cluster) -> None:
    """The catalog has one shard, so that there are more workers than shards."""
    done = desk.batch("together", "--scheduler", cluster.address)
    assert done.returncode == 0, done.stderr
    assert lists_in(desk.folder / "together") == desk.expected
    assert done.stderr.splitlines()[-1].endswith(f"{_READERS} lists written")


def test_a_killed_worker_changes_no_list(desk: Desk, cluster: Cluster) -> None:
    victim = cluster.workers()[0]
    process = desk.start(*desk.arguments("killed", "--scheduler", cluster.address))
    written = desk.wait_for_lists("killed", process)
    os.kill(victim, signal.SIGKILL)
    _, err = process.communicate(timeout=_LONG)
    assert 0 < written < _READERS
    assert process.returncode == 0, err
    assert lists_in(desk.folder / "killed") == desk.expected
    assert len(err.splitlines()) <= _READERS + 1  # a note for some libraries


def test_a_run_is_repeated(desk: Desk, cluster: Cluster) -> None:
    (desk.folder / "again").mkdir()
    (desk.folder / "again" / "reader00.json").write_text("{}")
    done = desk.batch("again", "--scheduler", cluster.address)
    assert done.returncode == 0, done.stderr
    assert lists_in(desk.folder / "again") == desk.expected


def test_a_library_that_cannot_be_read(desk: Desk, cluster: Cluster) -> None:
    missing = desk.folder / "libraries" / "missing.bib"
    libraries = [*desk.libraries[:2], missing]
    more = ("--scheduler", cluster.address)
    done = desk.run(*desk.arguments("one-missing", *more, libraries=libraries))
    assert done.returncode == 1
    assert sum(str(missing) in line for line in done.stderr.splitlines()) == 1
    assert len(lists_in(desk.folder / "one-missing")) == 2


def test_a_missing_shard_is_one_line(desk: Desk, cluster: Cluster) -> None:
    broken = desk.folder / "broken"
    shutil.copytree(desk.catalog, broken)
    (shard,) = (broken / "objects").glob("*.zip")
    shard.unlink()
    more = ("--scheduler", cluster.address, "--catalog", broken)
    done = desk.run(*desk.arguments("none", *more))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and shard.name in done.stderr, done.stderr
    assert not (desk.folder / "none").exists()


def test_workers_without_the_package_are_one_line(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "only_here.py").write_text("def task(item): return item\n")
    monkeypatch.syspath_prepend(tmp_path)
    task = importlib.import_module("only_here").task
    with pytest.raises(UserError, match="lacks readnext"):
        list(run_tasks(cluster.address, task, ["a"], print))


def test_no_scheduler_is_one_line(desk: Desk) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    start = time.monotonic()
    done = desk.batch("nothing", "--scheduler", address)
    assert time.monotonic() - start < _LONG / 5
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and address in done.stderr, done.stderr
    assert not (desk.folder / "nothing").exists()


def test_a_cluster_without_workers_is_waited_for(desk: Desk, tmp_path: Path) -> None:
    with running_cluster(0, tmp_path, desk.environment) as empty:
        process = desk.start(*desk.arguments("later", "--scheduler", empty.address))
        assert process.stderr
        assert "waiting for workers" in process.stderr.readline()
        empty.kill()
        assert "the scheduler was lost" in process.communicate(timeout=_LONG)[1]
    assert process.returncode == 1


def test_a_lost_scheduler_is_one_line(desk: Desk, tmp_path: Path) -> None:
    with running_cluster(1, tmp_path, desk.environment) as lost:
        arguments = desk.arguments("lost", "--scheduler", lost.address)
        process = desk.start(*arguments)
        written = desk.wait_for_lists("lost", process)
        lost.kill()
        _, err = process.communicate(timeout=_LONG)
    assert 0 < written < _READERS
    assert process.returncode == 1
    lines = [line for line in err.splitlines() if "readnext library check" not in line]
    assert len(lines) == 1 and "the scheduler was lost" in lines[0], err
    found = lists_in(desk.folder / "lost")
    assert found.items() <= desk.expected.items()
    assert not [p for p in (desk.folder / "lost").iterdir() if p.suffix != ".json"]
