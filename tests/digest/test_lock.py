"""The lock of a profile: for one process at a time, and no longer than it lives."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from readnext.digest.lock import lock
from readnext.history.schema import HistoryError

PROGRAM = """
import sys, time
from pathlib import Path
from readnext.digest.lock import lock
with lock(Path(sys.argv[1])) as acquired:
    print(acquired, flush=True)
    sys.stdin.read()
"""


@contextmanager
def other_process(
    path: Path, environment: dict[str, str]
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout
        yield process, process.stdout.readline().strip()


def test_one_process_has_it(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "data" / "digest-p.lock"
    with lock(path) as acquired:
        assert acquired
        with other_process(path, environment) as (_, said):
            assert said == "False"
        with lock(tmp_path / "data" / "digest-q.lock") as free:
            assert free
    with other_process(path, environment) as (_, said):
        assert said == "True"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_it_dies_with_its_process(tmp_path: Path, environment: dict[str, str]) -> None:
    path = tmp_path / "digest.lock"
    with other_process(path, environment) as (process, said):
        assert said == "True"
        with lock(path) as acquired:
            assert not acquired
        process.kill()
        process.wait()
        with lock(path) as acquired:
            assert acquired


def test_a_lock_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError), lock(tmp_path / "file" / "digest.lock"):
        pass
