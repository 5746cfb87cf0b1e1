"""The documentation's commands for clusters work as they are shown."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
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


def expanded(words: list[str]) -> Iterator[str]:
    """Replace patterns by the names of files, as a shell does."""
    for word in words:
        if "*" not in word:
            yield word
            continue
        found = sorted(map(str, Path(word).parent.glob(Path(word).name)))
        assert found, word
        yield from found


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
    records = tmp_path / "srv" / "records" / "papers.jsonl.gz"
    records.parent.mkdir()
    source = FIXTURES / "catalogs" / "papers.jsonl"
    records.write_bytes(gzip.compress(source.read_bytes()))
    (tmp_path / "dask").mkdir()
    with running_cluster(1, tmp_path / "dask", environment) as cluster:
        for program, *arguments in COMMANDS:
            if program in ("dask", "export"):
                continue  # what starts a cluster, which the test has done
            assert program == "readnext"
            there = [
                word.replace("/srv", str(tmp_path / "srv")).replace(
                    _SCHEDULER, cluster.address
                )
                for word in arguments
            ]
            done = run(*expanded(there))
            assert done.returncode == 0, done.stderr
    assert {"ann.json", "bob.json"} <= {p.name for p in tmp_path.rglob("*.json")}
    assert sum(words[0] == "readnext" for words in COMMANDS) >= 3
