"""How fast and in how much memory a catalog takes in millions of papers.

    python -m tests.bench.ingest 2000000 FOLDER

Makes up a file of so many lines in the shape of arXiv's snapshot (3 GB for 2,000,000),
adds it to a catalog through `Catalog.add`, a line at a time, and adds it again. Prints
papers a second and peak memory every 100,000 papers, and what the second time took,
which must change nothing. The file stays in FOLDER and is made once; the catalog goes.
The lines hang on the seed alone.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.store import Catalog
from readnext.paper import Paper

_SEED = 0
_TOLD = 100_000  # papers between two lines of figures
_SOME = 10_000  # papers made up at once
_WORDS, _PEOPLE, _SURNAMES, _GIVEN = 200_000, 600_000, 40_000, 8_000
_LENGTH = 150  # words of an abstract
_SMALL = (
    "the of and to in we is for that with on this are as by an be from can which our "
    "it these at or has have show using also between not their such but than into two"
).split()
_SUBJECTS = (
    "cs.LG cs.CL cs.CV stat.ML math.AG math.NT math.PR hep-th hep-ph gr-qc quant-ph "
    "astro-ph.GA cond-mat.mtrl-sci eess.SP q-bio.NC physics.optics"
).split()


# ------------------------------------------------------------------------- lines
class Names:
    """Made-up names, drawn as often as names are: the first ones most."""

    def __init__(
        self, rng: np.random.Generator, number: int, skew: float, even: float = 20
    ) -> None:
        self._rng = rng
        self._names = [_name(n) for n in range(number)]
        shares = 1 / (np.arange(number) + even) ** skew
        self._sums = np.cumsum(shares / shares.sum())

    def draw(self, number: int) -> list[str]:
        """Draw some names."""
        return [self._names[place] for place in self.places(number)]

    def places(self, number: int) -> list[int]:
        """Draw the places of some names."""
        found = np.searchsorted(self._sums, self._rng.random(number), "right")
        last = len(self._names) - 1
        return [min(place, last) for place in found.tolist()]


def _name(number: int) -> str:
    """A word of its own for every number, short ones first."""
    syllables = []
    number += 1
    while number:
        number, rest = divmod(number, 75)
        syllables.append("bcdfghjklmnprst"[rest // 5] + "aeiou"[rest % 5])
    return "".join(syllables) + "nrs"[len(syllables) % 3]


def lines(number: int) -> Iterator[str]:
    """Make up lines in the shape of the snapshot."""
    rng = np.random.default_rng(_SEED)
    words = Names(rng, _WORDS, 1.0)
    # A seventieth of all people have the most frequent surname.
    surnames, given = Names(rng, _SURNAMES, 0.9, 5), Names(rng, _GIVEN, 0.8)
    pairs = zip(surnames.draw(_PEOPLE), given.draw(_PEOPLE), strict=True)
    people = [(family.title(), first.title()) for family, first in pairs]
    drawn = Names(rng, _PEOPLE, 0.6)
    for start in range(0, number, _SOME):
        some = min(_SOME, number - start)
        sizes = np.minimum(rng.geometric(0.22, some), 40)
        chosen = iter(drawn.places(int(sizes.sum())))
        lengths = rng.integers(_LENGTH // 2, 3 * _LENGTH // 2, some)
        text = iter(_text(words, rng, int(lengths.sum())))
        titles = iter(words.draw(10 * some))
        for place, (size, length) in enumerate(zip(sizes, lengths, strict=True)):
            authors = [people[next(chosen)] for _ in range(size)]
            title = " ".join(islice(titles, 10)).capitalize()
            abstract = " ".join(islice(text, int(length)))
            yield _line(start + place, title, abstract, authors)


def _text(words: Names, rng: np.random.Generator, number: int) -> list[str]:
    """Running text: two words of five are small ones."""
    drawn = words.draw(number)
    small: NDArray[np.int64] = rng.integers(0, len(_SMALL), number)
    for place in np.flatnonzero(rng.random(number) < 0.4).tolist():
        drawn[place] = _SMALL[small[place]]
    return drawn


def _line(
    number: int, title: str, abstract: str, authors: list[tuple[str, str]]
) -> str:
    month, place = divmod(number, 9000)
    year, month = 2007 + month // 12, 1 + month % 12
    day = 1 + number % 28
    written = [f"{given} {family}" for family, given in authors]
    record = {
        "id": f"{year % 100:02d}{month:02d}.{place:05d}",
        "submitter": written[0],
        "authors": ", ".join(written),
        "title": title,
        "comments": "12 pages, 3 figures",
        "journal-ref": f"J. Made Up {number % 90}" if number % 5 == 0 else None,
        "doi": f"10.5555/made.{number}" if number % 5 < 2 else None,
        "report-no": None,
        "categories": " ".join(
            dict.fromkeys(_SUBJECTS[n % len(_SUBJECTS)] for n in (number, number // 16))
        ),
        "license": None,
        "abstract": f"  {abstract}.\n",
        "versions": [{"version": "v1", "created": f"Mon, {day} May {year} 19:18:42"}],
        "update_date": f"{year}-{month:02d}-{day:02d}",
        "authors_parsed": [[family, given, ""] for family, given in authors],
    }
    return json.dumps(record) + "\n"


def papers(path: Path) -> Iterator[Paper]:
    """Read the lines as papers."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield Paper(
                f"arxiv:{record['id']}",
                record["title"],
                tuple(
                    f"{given} {family}" for family, given, _ in record["authors_parsed"]
                ),
                abstract=" ".join(record["abstract"].split()),
                venue=record["journal-ref"] or "",
                date=record["update_date"],
                doi=record["doi"],
                arxiv=record["id"],
                categories=tuple(record["categories"].split()),
            )


# ----------------------------------------------------------------------- figures
def peak() -> int:
    """Return the most memory that this process had so far, in MB."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes // (2**20 if sys.platform == "darwin" else 2**10)


def told(found: Iterator[Paper], start: float) -> Iterator[Paper]:
    """Print how fast papers are taken in, while they are."""
    last, worked = start, time.process_time()
    for number, paper in enumerate(found, 1):
        yield paper
        if number % _TOLD == 0:
            now, work = time.perf_counter(), time.process_time()
            sys.stdout.write(
                f"{number:>12,}{_TOLD / (now - last):9,.0f}/s"
                f"{number / (now - start):9,.0f}/s{(work - worked) / _TOLD * 1e6:8.0f}"
                f"{peak():8,} MB\n"
            )
            sys.stdout.flush()
            last, worked = now, work


def main() -> None:
    """Make up the lines, add them twice, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--batch", type=int, default=0)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    source = chosen.folder / f"lines-{chosen.papers}.jsonl"
    if not source.exists():
        part = source.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            file.writelines(lines(chosen.papers))
        part.rename(source)
    gc.set_threshold(100_000, 20, 100)  # as the command does
    folder = chosen.folder / "catalog"
    shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(
        f"{os.cpu_count()} cores; papers, papers/s of the last {_TOLD:,}, of all, "
        "CPU microseconds a paper, peak memory\n"
    )
    seconds, results = [], []
    with Catalog.open(folder, create=True) as catalog:
        for _ in range(2):
            start = time.perf_counter()
            found = told(papers(source), start)
            results.append(catalog.add(found, "snapshot", batch=chosen.batch))
            seconds.append(time.perf_counter() - start)
            sys.stdout.write(
                f"{chosen.papers / seconds[-1]:,.0f} papers/s, {seconds[-1]:.0f} s, "
                f"{peak():,} MB; {results[-1].added:,} added, "
                f"{results[-1].updated:,} updated, "
                f"{results[-1].unchanged:,} unchanged\n"
            )
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    sys.stdout.write(
        f"catalog {size / 1e9:.1f} GB; again {seconds[1] / seconds[0]:.2f}\n"
    )
    shutil.rmtree(folder)
    if results[1].unchanged != chosen.papers:
        sys.exit("the second time changed something")


if __name__ == "__main__":
    main()
