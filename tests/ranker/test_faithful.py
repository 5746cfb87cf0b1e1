"""Reasons are true: without what the first one names, a paper scores lower."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.paper import Entry, Paper
from readnext.recommend.ranked import rank
from readnext.recommend.reader import Reader
from readnext.recommend.suggest import suggest
from readnext.request import Request
from readnext.settings import starter_file
from readnext_adapters.catalogs import jsonl
from readnext_adapters.opening.library import read_library

_SHARE = 0.9
_PAPERS = 12_000  # of the benchmark's catalog, beside those of the library


def entries_of(path: Path) -> list[Entry]:
    return [found for found in read_library(str(path)) if isinstance(found, Entry)]


def lowered(entries: list[Entry], catalog: Catalog, n: int) -> list[bool]:
    """For each suggestion, whether its score falls without its first evidence."""
    request = Request(n, diversity=0)
    found = []
    for suggestion in suggest(entries, catalog, request).suggestions:
        keys = set(suggestion.reasons[0].keys)
        if not keys:
            continue  # a date or a venue is no entry that could be removed
        rest = [entry for entry in entries if entry.key not in keys]
        again = rank(Reader(tuple(rest)), catalog).explain(suggestion.paper)
        assert again is not None
        found.append(again.score < suggestion.score)
    return found


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with (
        Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog,
        starter_file().open("rb") as stream,
    ):
        found = jsonl.read(stream, "starter", dt.date(2026, 1, 1))
        catalog.add(paper for paper in found if isinstance(paper, Paper))
        yield catalog


@pytest.mark.slow
def test_reasons_of_the_fixtures_are_true(starter: Catalog, fixtures: Path) -> None:
    found = [
        was
        for path in sorted((fixtures / "libraries").glob("*.bib"))
        for was in lowered(entries_of(path), starter, 10)
    ]
    assert len(found) >= 20
    assert sum(found) >= _SHARE * len(found), found


@pytest.mark.slow
def test_reasons_of_a_real_library_are_true(shared: Path, tmp_path: Path) -> None:
    bench = shared / "bench"
    name = "jpha226__bibfiles__robotics"
    matched = json.loads((bench / "libraries" / f"{name}.json").read_text("utf-8"))
    known = set(matched["matched"].values())
    with gzip.open(bench / "catalog.jsonl.gz", "rt", encoding="utf-8") as lines:
        kept = [
            line
            for n, line in enumerate(lines)
            if n % 8 == 0 or json.loads(line)["id"] in known
        ]
    source = tmp_path / "catalog.jsonl"
    source.write_text("".join(islice(kept, _PAPERS)), "utf-8")
    with (
        source.open("rb") as stream,
        Catalog.open(tmp_path / "c", create=True) as catalog,
    ):
        papers = jsonl.read(stream, "x", dt.date(2026, 1, 1))
        catalog.add(paper for paper in papers if isinstance(paper, Paper))
        entries = entries_of(bench / "libraries" / f"{name}.bib")
        found = lowered(entries, catalog, 10)
    assert len(found) >= 8
    assert sum(found) >= _SHARE * len(found), found
