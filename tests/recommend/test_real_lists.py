"""Lists for real libraries: reasons that differ, and papers by many people."""

from __future__ import annotations

import datetime as dt
import gzip
import io
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.matching.person_keys import person_key
from readnext.paper import Entry, Paper
from readnext.recommend.suggest import suggest
from readnext.request import Parts, Request
from readnext.suggestion import Suggestion
from readnext_adapters.catalogs import jsonl
from readnext_adapters.opening.library import read_library

NAMES = (
    "dennis-park-TRI__ICCV2021-Pretraining__egbib",
    "jpha226__bibfiles__rl",
    "paulviallard__PhDThesis__references",
)
_EVERY = 10  # papers of the benchmark's catalog, of which one is taken


def a_tenth(shared: Path, folder: Path) -> Catalog:
    """A catalog of every tenth paper of the benchmark."""
    made = Catalog.open(folder, create=True)
    with gzip.open(shared / "bench" / "catalog.jsonl.gz", "rb") as packed:
        stream = io.BufferedReader(packed)
        papers = jsonl.read(stream, "x", dt.date(2026, 1, 1))
        some = islice(papers, 0, None, _EVERY)
        made.add(paper for paper in some if isinstance(paper, Paper))
    return made


@pytest.mark.slow
def test_lists_of_real_libraries(shared: Path, tmp_path: Path) -> None:
    with a_tenth(shared, tmp_path / "c") as catalog:
        for name in NAMES:
            path = shared / "bench" / "libraries" / f"{name}.bib"
            entries = [one for one in read_library(str(path)) if isinstance(one, Entry)]
            check(
                suggest(entries, catalog, Request(10, parts=Parts.of(10))).suggestions
            )


def check(found: Sequence[Suggestion]) -> None:
    assert len(found) == 10 and found[0].part == "new"
    lines = Counter((r.kind, r.text) for one in found for r in one.reasons)
    assert max(lines.values()) <= 3
    assert all(1 <= len(one.reasons) <= 3 for one in found)
    people = Counter(
        key for one in found for key in {*map(person_key, one.paper.authors)} - {""}
    )
    assert max(people.values()) <= 3
    assert all(one.match for one in found)
