"""Speed and memory of the real command, whole process.

    python tests/bench/speed.py [--catalog FILE.jsonl.gz] [--library FILE.bib]

Without files, a catalog of 91,000 papers and a library of 300 entries are made up.
Prints a table; says how many cores there are, since the figures hang on them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_PAPERS = 91_000
_ENTRIES = 300
_RUNS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds and peak memory (MB) of one process."""

    seconds: float
    megabytes: float


def cost(*arguments: str | Path) -> Cost:
    """Run the command and measure it."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "readnext", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{arguments} ended with {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Cost(time.perf_counter() - start, kilobytes / 1024)


def made_up(number: int) -> Iterator[dict[str, object]]:
    """Papers with the sizes of real ones: 160 words of a long-tailed vocabulary."""
    rng = random.Random(0)
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in range(400)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    people = [f"Given{n % 97} Family{n}" for n in range(number)]
    for n in range(number):
        text = rng.choices(words, weights, k=170)
        yield {
            "id": f"made/{n}",
            "title": " ".join(text[:9]),
            "abstract": " ".join(text[9:]),
            "authors": rng.sample(people, 4),
            "labs": [f"University of {rng.choice(words)}"],
            "venue": f"conf{n % 26}",
            "date": f"{1990 + n % 36}-06-01",
        }


def make_files(folder: Path) -> tuple[Path, Path]:
    """Write a catalog, and a library of which a third is in it."""
    catalog, library = folder / "made.jsonl.gz", folder / "made.bib"
    entries = []
    with gzip.open(catalog, "wt", compresslevel=1) as file:
        for n, paper in enumerate(made_up(_PAPERS)):
            file.write(json.dumps(paper) + "\n")
            if n % (_PAPERS // _ENTRIES) == 0:
                entries.append(paper)
    library.write_text(
        "".join(
            f"@article{{key{n}, title={{{p['title'] if n % 3 == 0 else f'Else {n}'}}},"
            f" author={{{' and '.join(p['authors'])}}},"  # type: ignore[arg-type]
            f" year={str(p['date'])[:4]}}}\n"
            for n, p in enumerate(entries)
        )
    )
    return catalog, library


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--catalog", type=Path)
    parser.add_argument("--library", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalog, library = make_files(folder)
        catalog, library = chosen.catalog or catalog, chosen.library or library
        with gzip.open(catalog) as file:
            papers = sum(1 for _ in file)
        database = folder / "catalog"
        helps = [cost("--help") for _ in range(_RUNS)]
        add = cost("catalog", "add", catalog, "--catalog", database)
        again = cost("catalog", "add", catalog, "--catalog", database)
        asked = ("suggest", library, "--catalog", database, "-n", "100")
        suggests = [cost(*asked) for _ in range(_RUNS)]
    rows = [
        ("readnext --help", median(c.seconds for c in helps), helps[0], ""),
        ("catalog add", add.seconds, add, f"{papers / add.seconds:,.0f} papers/s"),
        ("catalog add again", again.seconds, again, "unchanged"),
        ("suggest", median(c.seconds for c in suggests), suggests[0], ""),
    ]
    sys.stdout.write(f"{papers:,} papers, {library.name}, {os.cpu_count()} cores\n")
    for what, seconds, measured, rate in rows:
        sys.stdout.write(
            f"{what:<20}{seconds:8.2f} s{measured.megabytes:8.0f} MB  {rate}\n"
        )


if __name__ == "__main__":
    main()
