"""What adding papers and a list cost as a catalog grows.

    python -m tests.bench.growth PAPERS FOLDER LIBRARY ... [--sizes N ...]

PAPERS is a catalog file of real papers with abstracts (.jsonl.gz), best 50,000 and
more. The catalog in FOLDER is filled with them in random order and then with mixtures:
the sentences of two papers, 70 % of one's and 30 % of the other's, their authors 60 to
40, venue, labs and date of the first. So texts have the words, and authors the
frequencies, of real ones. At each size, prints papers added per CPU second, bytes a
paper, and for a list of 100 for each LIBRARY the CPU seconds and the peak memory of the
whole process. The catalog stays in FOLDER; a run with further sizes goes on from it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SIZES = (10_000, 100_000, 1_000_000)
_SENTENCES, _AUTHORS, _WORDS = 0.7, 0.6, 0.6  # of the first paper
# Prints what the children of a process cost: CPU seconds and MB.
_MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stderr.write(done.stderr.decode(errors="replace") if done.returncode else "")
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds and peak memory (MB) of one process."""

    seconds: float
    megabytes: int

    @classmethod
    def of(cls, *arguments: object) -> Cost:
        """Run readnext, which must succeed."""
        return cls.of_command([sys.executable, "-m", "readnext", *map(str, arguments)])

    @classmethod
    def of_command(cls, command: Sequence[str]) -> Cost:
        """Run a command, which must succeed."""
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, *command],
            check=True,
            capture_output=True,
            text=True,
        )
        code, seconds, megabytes = done.stdout.split()
        if code != "0":
            raise SystemExit(f"{' '.join(command)}: {done.stderr}")
        return cls(float(seconds), int(megabytes))


def papers(file: Path) -> Iterator[dict[str, Any]]:
    """Yield real papers in random order, then mixtures without end."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        real = [json.loads(line) for line in lines]
    rng = random.Random(0)
    rng.shuffle(real)
    yield from real
    number = 0
    while True:
        number += 1
        yield mixture(rng.choice(real), rng.choice(real), number, rng)


def mixture(
    one: dict[str, Any], other: dict[str, Any], number: int, rng: random.Random
) -> dict[str, Any]:
    """Return a paper made of two."""
    # Chosen singly: whole halves of titles, shared by hundreds of papers, made every
    # paper be compared with hundreds.
    title = [word for word in one["title"].split() if rng.random() < _WORDS]
    title += [word for word in other["title"].split() if rng.random() > _WORDS]
    people = [name for name in one["authors"] if rng.random() < _AUTHORS]
    people += [name for name in other["authors"] if rng.random() > _AUTHORS]
    text = [s for s in one["abstract"].split(". ") if rng.random() < _SENTENCES]
    text += [s for s in other["abstract"].split(". ") if rng.random() > _SENTENCES]
    return one | {
        "id": f"mixture/{number}",
        "title": " ".join(title) or one["title"],
        "authors": people or one["authors"][:1],
        "abstract": ". ".join(text),
        "url": f"https://mixture.example/{number}",
    }


def grow(catalog: Path, stream: Iterator[dict[str, Any]], more: int) -> Cost:
    """Add so many papers of a stream to a catalog."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for _ in range(more):
            file.write(json.dumps(next(stream)) + "\n")
        file.flush()
        return Cost.of("catalog", "add", file.name, "--catalog", catalog)


def size_of(folder: Path) -> int:
    """Return the bytes of a folder's files."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def report(catalog: Path, size: int, libraries: Sequence[Path]) -> None:
    """Print what a list costs from a catalog of this size."""
    for library in libraries:
        cost = Cost.of(
            "suggest", library, "--catalog", catalog, "-n", 100, "--format", "json"
        )
        sys.stdout.write(
            f"| {size:,} | {library.stem} | {cost.seconds:.1f} | {cost.megabytes:,} |\n"
        )
        sys.stdout.flush()


def main() -> None:
    """Grow a catalog, and print what it costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("libraries", type=Path, nargs="+", metavar="LIBRARY")
    parser.add_argument("--sizes", type=int, nargs="+", default=_SIZES)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    stream, made = papers(chosen.papers), 0
    catalog = chosen.folder / "catalog"
    reached = chosen.folder / "reached"
    done = int(reached.read_text()) if reached.exists() else 0
    for size in sorted(chosen.sizes):
        if size > done:
            for _ in range(made, done):
                next(stream)
            cost = grow(catalog, stream, size - done)
            sys.stdout.write(
                f"{size:,} papers: {(size - done) / cost.seconds:,.0f} added per CPU "
                f"second, {cost.megabytes:,} MB; "
                f"{size_of(catalog) // size:,} bytes a paper\n"
            )
            made = done = size
            reached.write_text(str(size))
        if size == done:
            report(catalog, size, chosen.libraries)


if __name__ == "__main__":
    main()
