"""`readnext catalog add` with the processes that prepare papers, interrupted or killed.

The papers come from standard input, which stays open while the processes are at work.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.cores import spare_cores

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc"),
    pytest.mark.skipif(spare_cores() < 1, reason="there is one core only"),
]
_PATIENCE = 100.0  # seconds, on a computer with much else to do
PAPERS = 3_000  # more than it takes to start a process


def wait_for(true: Callable[[], object]) -> None:
    """Wait until something is so; fail if it never is."""
    end = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def line(number: int) -> bytes:
    record = {
        "id": str(number),
        "title": f"Pond {number}: on Ducks {number * 7919 % 10007}",
        "authors": ["Mia Sand", f"Vera{number} Frog"],
        "abstract": f"Ducks of pond {number} are calibrated. " * 5,
    }
    return json.dumps(record).encode() + b"\n"


@dataclass
class Adding:
    """The command, which has read so many papers and waits for more."""

    process: subprocess.Popen[bytes]
    children: list[int]

    def end(self) -> tuple[str, str]:
        """Have it end, and return what it printed."""
        out, err = self.process.communicate(timeout=_PATIENCE)
        return out.decode(), err.decode()

    def is_over(self) -> bool:
        """Tell whether none of its processes runs."""
        return not any(map(is_running, self.children))


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


def children_of(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(number) for number in text.split()]


@contextmanager
def adding(folder: Path, environment: dict[str, str]) -> Iterator[Adding]:
    """Run the command, and give it papers until it has started processes."""
    (folder / "temporary").mkdir()
    command = [sys.executable, "-m", "readnext", "catalog", "add", "-"]
    with subprocess.Popen(
        [*command, "--catalog", str(folder / "catalog")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment | {"TMPDIR": str(folder / "temporary")},
        start_new_session=True,
    ) as process:
        assert process.stdin
        process.stdin.write(b"".join(map(line, range(PAPERS))))
        process.stdin.flush()
        wait_for(lambda: process.poll() is not None or children_of(process.pid))
        try:
            yield Adding(process, children_of(process.pid))
        finally:
            process.kill()


def test_ctrl_c_ends_all_processes(tmp_path: Path, environment: dict[str, str]) -> None:
    with adding(tmp_path, environment) as run:
        assert run.children
        os.killpg(run.process.pid, signal.SIGINT)
        _, errors = run.end()
        assert run.process.returncode in (1, 130)
        assert "Traceback" not in errors
        assert len(errors.splitlines()) <= 1
        wait_for(run.is_over)
    assert not list((tmp_path / "temporary").iterdir())
    with Catalog.open(tmp_path / "catalog") as catalog:
        assert len(catalog) == 0


def test_processes_end_with_a_command_that_is_killed(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with adding(tmp_path, environment) as run:
        assert run.children
        run.process.kill()
        run.process.wait(_PATIENCE)
        wait_for(run.is_over)
    wait_for(lambda: not list((tmp_path / "temporary").iterdir()))


def test_a_killed_process_loses_nothing(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with adding(tmp_path, environment) as run:
        for child in run.children:
            os.kill(child, signal.SIGKILL)
        printed, errors = run.end()
    assert printed == f"{PAPERS} added, 0 updated, 0 unchanged, 0 problems\n"
    assert not errors
    with Catalog.open(tmp_path / "catalog") as catalog:
        assert len(catalog) == PAPERS
    assert not list((tmp_path / "temporary").iterdir())
