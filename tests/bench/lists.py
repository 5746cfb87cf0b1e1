"""What the lists of the development libraries look like, apart from their order.

    python -m tests.bench.lists FOLDER

FOLDER gets the catalog of the development benchmark unless it is there. For each
library, the list of ten that `readnext suggest` shows is made, and printed are: how
many of its papers carry the most frequent reason, how many are by the person with the
most, and the median years of publication of its new papers and of those that the reader
may have missed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from readnext.catalog.store import Catalog
from readnext.matching.person_keys import person_key
from readnext.paper import Entry
from readnext.recommend.suggest import suggest
from readnext.request import Parts, Request
from readnext.suggestion import Suggestion
from readnext_adapters.opening.library import read_library
from tests.bench.trials import BENCH, add_catalog

_LENGTH = 10


def most_frequent_reason(found: Sequence[Suggestion]) -> int:
    """Return how many papers carry the reason that most of them carry."""
    lines = Counter(
        line for one in found for line in {(r.kind, r.text) for r in one.reasons}
    )
    return max(lines.values(), default=0)


def most_by_one_person(found: Sequence[Suggestion]) -> int:
    """Return how many papers are by the person who has most of them."""
    people = Counter(
        key for one in found for key in {*map(person_key, one.paper.authors)} - {""}
    )
    return max(people.values(), default=0)


def median_year(found: Sequence[Suggestion], part: str) -> str:
    """Return the median year of publication in a part of a list."""
    years = [one.paper.year for one in found if one.part == part and one.paper.year]
    return f"{statistics.median(years):.0f}" if years else "-"


def main() -> None:
    """Print a line for each library, and the largest of each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder / "catalog"
    add_catalog(folder, BENCH / "catalog.jsonl.gz")
    rows = []
    with Catalog.open(folder) as catalog:
        for file in sorted((BENCH / "libraries").glob("*.bib")):
            entries = [e for e in read_library(str(file)) if isinstance(e, Entry)]
            request = Request(_LENGTH, parts=Parts.of(_LENGTH))
            found = suggest(entries, catalog, request).suggestions
            row = (most_frequent_reason(found), most_by_one_person(found))
            rows.append(row)
            sys.stdout.write(
                f"{file.stem[:44]:44} {len(found):3} {row[0]:3} {row[1]:3} "
                f"{median_year(found, 'new'):>5} {median_year(found, 'missed'):>5}\n"
            )
            sys.stdout.flush()
    reasons, people = (max(column) for column in zip(*rows, strict=True))
    sys.stdout.write(
        f"{len(rows)} libraries: a reason on {reasons} papers of {_LENGTH} at most, "
        f"{people} papers by one person at most\n"
    )


if __name__ == "__main__":
    main()
