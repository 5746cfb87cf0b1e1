"""A real cluster for tests: a scheduler, and workers in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_START = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=int(sys.argv[1]), threads_per_worker=1, processes=True,
        host="127.0.0.1", dashboard_address=None, memory_limit=0,
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster."""

    address: str
    _process: subprocess.Popen[str]

    def workers(self) -> list[int]:
        """Return the process ids of the workers."""
        from distributed import Client

        with Client(self.address) as client:
            found = client.run(os.getpid)
        return sorted(found.values())

    def kill(self) -> None:
        """Kill the scheduler and all workers."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@contextmanager
def running_cluster(
    workers: int, folder: Path, environment: Mapping[str, str]
) -> Iterator[Cluster]:
    """Start a cluster; `folder` has its script and what it writes."""
    script = folder / "start.py"
    script.write_text(_START)
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, str(script), str(workers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=folder,
            env=environment,
            start_new_session=True,
        ) as process,
    ):
        assert process.stdin and process.stdout
        try:
            address = process.stdout.readline().strip()
            assert address, (folder / "log").read_text()
            yield Cluster(address, process)
        finally:
            process.stdin.close()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def lists_in(folder: Path) -> dict[str, bytes]:
    """Return the lists in a folder by name; each must be complete."""
    found = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    for data in found.values():
        json.loads(data)
    return found
