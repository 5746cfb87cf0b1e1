"""Speed and memory of reading a large zotero.sqlite, whole process.

    python -m tests.bench.zotero [--items N] [FILE]

Without a file, a database is made up, with abstracts, authors, tags, collections,
attachments and annotations as a real library of that size has them. Run it from the
root of the project.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.adapters.zoterofiles import ZoteroFile
from tests.bench.speed import cost

_ITEMS = 9_000
_RUNS = 5


def make_file(path: Path, number: int) -> None:
    """Write a database with so many items, each with an attachment."""
    rng = random.Random(0)
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in range(400)]
    people = [(f"Family{n}", f"Given {n % 97}") for n in range(number)]
    file = ZoteroFile(path)
    file.db.execute("BEGIN")
    collections = [file.collection(f"Collection {n}") for n in range(60)]
    for n in range(number):
        text = rng.choices(words, k=170)
        item = file.item(
            f"{n:08X}",
            {
                "title": " ".join(text[:9]),
                "abstractNote": " ".join(text[9:]),
                "date": f"{1990 + n % 36}-06-01 1 June {1990 + n % 36}",
                "publicationTitle": f"Journal of {n % 300}",
                "DOI": f"10.5555/{n}",
                "url": f"https://example.org/{n}",
                "volume": str(n % 90),
                "pages": f"{n}-{n + 9}",
                "ISSN": f"1234-{n % 9999:04}",
                "accessDate": "2024-01-02 03:04:05",
                "libraryCatalog": "DOI.org (Crossref)",
                "language": "en",
            },
            people=[("author", person) for person in rng.sample(people, 4)],
            tags=[(f"tag {rng.randrange(4000)}", 1), ("to read", 0)],
            collections=[rng.choice(collections)],
        )
        pdf = file.attachment(f"P{n:07X}", item, 1_700_000_000 + n)
        if n % 3 == 0:
            file.annotation(f"A{n:07X}", pdf)
    file.db.execute("COMMIT")
    file.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=_ITEMS)
    parser.add_argument("file", type=Path, nargs="?")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = chosen.file or Path(name) / "zotero.sqlite"
        if not chosen.file:
            make_file(path, chosen.items)
        shown = ("library", "show", path, "--format", "json")
        costs = [cost(*shown) for _ in range(_RUNS)]
        size = path.stat().st_size / 1e6
    seconds = [c.seconds for c in costs]
    sys.stdout.write(
        f"{path.name}, {size:.0f} MB, {os.cpu_count()} cores: library show "
        f"{median(seconds):.2f} s ({min(seconds):.2f}-{max(seconds):.2f}), "
        f"{max(c.megabytes for c in costs):.0f} MB\n"
    )


if __name__ == "__main__":
    main()
