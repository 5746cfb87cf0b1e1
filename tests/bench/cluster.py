"""What the lists of many readers cost, in one process and on a cluster of processes.

    python -m tests.bench.cluster CATALOG LIBRARY ... [--readers N] [--workers N]
    python -m tests.bench.cluster --records FILE.jsonl.gz [--workers N]

CATALOG is a catalog's folder, which is published first; each LIBRARY is a reader's, or
several readers' if there are to be more of them. Prints the wall seconds, the CPU
seconds of all processes together and the memory of the largest one: for one process,
which fetches the publication, for a cluster whose workers have just started, and for
the same cluster again. Ends with an error if any list differs. With --records, the
same for adding a file's records to a new catalog, ten files of a tenth each.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.adapters.cluster.dask_cluster import Cluster, lists_in, running_cluster

_FILES = 10
# As docs/manual/cluster.md starts workers: by default, Dask has the C library return
# large blocks of memory at once, which costs as much time as ranking does.
_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "1000000000",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and CPU seconds, those of the workers among them, and peak memory in MB."""

    wall: float
    cpu: float
    workers: float
    megabytes: float


def environment() -> dict[str, str]:
    """Return the environment of the workers."""
    return os.environ | _MEMORY


def usage() -> tuple[float, float]:
    """Return the CPU seconds and the peak memory (MB) of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def workers_usage(cluster: Cluster | None) -> tuple[float, float]:
    """Return the CPU seconds of all workers and the memory of the largest."""
    if cluster is None:
        return 0.0, 0.0
    from distributed import Client

    with Client(cluster.address) as client:
        found = client.run(usage).values()
    return sum(cpu for cpu, _ in found), max(memory for _, memory in found)


def cost(arguments: Sequence[str], cluster: Cluster | None = None) -> Cost:
    """Run the command and measure it."""
    before, _ = workers_usage(cluster)
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "readnext", *arguments], stderr=subprocess.PIPE
    )
    assert process.stderr
    said = process.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{arguments} ended with {process.returncode}: {said}")
    after, largest = workers_usage(cluster)
    own = used.ru_utime + used.ru_stime
    largest = max(largest, used.ru_maxrss / 1024)
    return Cost(wall, own + after - before, after - before, largest)


def readers_of(libraries: Sequence[Path], number: int, folder: Path) -> list[str]:
    """Copy libraries, again and again if there are too few."""
    made = []
    folder.mkdir()
    for n in range(number or len(libraries)):
        source = libraries[n % len(libraries)]
        made.append(shutil.copy(source, folder / f"{n:05}{source.suffix}"))
    return [str(path) for path in made]


def measure(catalog: Path, readers: list[str], workers: int, folder: Path) -> None:
    """Measure the three runs and print them."""
    published = folder / "published"
    sent = cost(["catalog", "publish", str(published), "--catalog", str(catalog)])
    size = sum(path.stat().st_size for path in published.rglob("*") if path.is_file())
    rows = [(f"publish, {size / 1e6:,.0f} MB", sent)]

    def batch(name: str, cluster: Cluster | None = None) -> None:
        where = ["-o", str(folder / name), "--catalog", str(published), "-n", "100"]
        more = ["--scheduler", cluster.address] if cluster else []
        rows.append((name, cost(["batch", *readers, *where, *more], cluster)))
        if lists_in(folder / name) != lists_in(folder / "one process"):
            sys.exit(f"{name}: other lists than those of one process")

    batch("one process")
    (folder / "dask").mkdir()
    with running_cluster(workers, folder / "dask", environment()) as cluster:
        batch(f"{workers} workers", cluster)
        batch(f"{workers} workers again", cluster)
    sys.stdout.write(f"{len(readers)} readers, {os.cpu_count()} cores\n")
    for name, one in rows:
        show(name, one)
    sys.stdout.write("all lists are the same to the byte\n")


def cut(records: Path, folder: Path) -> list[str]:
    """Write the lines of a file as files of a tenth each."""
    with gzip.open(records) as file:
        lines = file.readlines()
    size = -(-len(lines) // _FILES)
    made = []
    for start in range(0, len(lines), size):
        path = folder / f"{start:08}.jsonl.gz"
        path.write_bytes(gzip.compress(b"".join(lines[start : start + size])))
        made.append(str(path))
    return made


def measure_adding(records: Path, workers: int, folder: Path) -> None:
    """Measure two ways of filling a catalog and print them."""
    files = cut(records, folder)
    add = ["catalog", "add", *files, "--catalog"]
    show("one process", cost([*add, str(folder / "one")]))
    (folder / "dask").mkdir()
    with running_cluster(workers, folder / "dask", environment()) as cluster:
        for name in ("first", "again"):
            arguments = [*add, str(folder / name), "--scheduler", cluster.address]
            show(f"{workers} workers, {name}", cost(arguments, cluster))


def show(name: str, one: Cost) -> None:
    """Print a row of the table."""
    sys.stdout.write(
        f"{name:<24}{one.wall:8.1f} s wall {one.cpu:8.1f} CPU s, of workers "
        f"{one.workers:8.1f}, {one.megabytes:6.0f} MB\n"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalog", type=Path, nargs="?")
    parser.add_argument("libraries", type=Path, nargs="*")
    parser.add_argument("--records", type=Path)
    parser.add_argument("--readers", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="readnext-") as name:
        folder = Path(name)
        os.environ |= {"XDG_CACHE_HOME": str(folder / "cache"), "HOME": str(folder)}
        if chosen.records:
            measure_adding(chosen.records, chosen.workers, folder)
            return
        readers = readers_of(chosen.libraries, chosen.readers, folder / "readers")
        measure(chosen.catalog, readers, chosen.workers, folder)


if __name__ == "__main__":
    main()
