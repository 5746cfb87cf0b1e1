"""The documentation's commands for clusters work as they are shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import Run
from tests.conftest import FIXTURES
from tests.documents import marked

pytest.importorskip("distributed")
pytest.importorskip("fsspec")
pytest.importorskip("filelock")

from tests.adapters.cluster.dask_cluster import running_cluster

COMMANDS = [words for block in marked("cluster") for words in block.commands]
_SCHEDULER = "tcp://node1:8786"


@pytest.mark.slow
def test_the_shown_commands_work(
    run: Run,
    data: Path,
    papers_of_today: Path,
    tmp_path: Path,
    environment: dict[str, str],
) -> None:
    shutil.copytree(papers_of_today, data / "catalog")
    library = FIXTURES / "libraries" / "generalization.bib"
    readers = [tmp_path / "srv" / "readers" / f"{name}.bib" for name in ("ann", "bob")]
    for path in (tmp_path / "ann.bib", tmp_path / "bob.bib", *readers):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, path)
    (tmp_path / "dask").mkdir()
    with running_cluster(1, tmp_path / "dask", environment) as cluster:
        for program, *arguments in COMMANDS:
            if program == "dask":
                continue  # what starts a cluster, which the test has done
            assert program == "readnext"
            there = [
                word.replace("/srv", str(tmp_path / "srv")).replace(
                    _SCHEDULER, cluster.address
                )
                for word in arguments
            ]
            at = next((n for n, word in enumerate(there) if "*" in word), None)
            if at is not None:  # as a shell does
                there[at : at + 1] = list(map(str, readers))
            done = run(*there)
            assert done.returncode == 0, done.stderr
    assert {"ann.json", "bob.json"} <= {p.name for p in tmp_path.rglob("*.json")}
    assert sum(words[0] == "readnext" for words in COMMANDS) >= 3
