"""Catalogs that earlier versions wrote are upgraded when they are opened.

Each `old_formats/format-N.tar.xz` was written by the last version with that format:
four papers added from one file, a record of one of them from another. From format 4 on
a source brought a fifth paper, and the fourth was deleted.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from readnext.catalog.schema import FORMAT
from readnext.catalog.store import Catalog
from readnext.catalog.verify import verify
from readnext.matching.identity import Identity
from readnext.paper import Paper
from readnext.recommend.suggest import suggest
from readnext.request import Request
from tests.ranker.planted import library

ARCHIVES = Path(__file__).parent / "old_formats"
MERGED = Paper(
    "bog/1",
    "Growth of Sphagnum on Raised Bogs",
    ("Mia Sand", "Noah Field"),
    labs=("University of Mire",),
    abstract="We measure how peat moss grows on raised bogs over ten years.",
    venue="Journal of Peat",
    date="2021-03-01",
    doi="10.5555/bog.1",
    keywords=("peat",),
    aliases=("other/1",),
)
TITLES = {"bog/2": "Kettle Holes and Their Beetles", "bog/3": "Sundews under Drought"}


def unpacked(number: int, folder: Path) -> Path:
    with tarfile.open(ARCHIVES / f"format-{number}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder


def test_every_older_format_has_a_catalog() -> None:
    names = sorted(path.name for path in ARCHIVES.iterdir())
    assert names == [f"format-{number}.tar.xz" for number in range(1, FORMAT)]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(1, FORMAT))
def test_it_is_upgraded_and_can_be_used(
    number: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = unpacked(number, tmp_path)
    with Catalog.open(folder) as catalog:
        papers = {paper.id: paper for paper in catalog.all_papers()}
        columns = catalog.columns()
        accounts = {one.name: one for one in catalog.accounts()}
        (found,) = catalog.find([Identity.of(Paper("", "", arxiv="2205.00001"))])
    assert "upgrading" in caplog.text
    assert papers.pop("bog/1") == MERGED
    assert {p: papers[p].title for p in TITLES} == TITLES
    assert papers["bog/2"].authors == ("Lotte Henß",)
    last = "openalex:W7" if number > 3 else "bog/4"
    assert papers.keys() - TITLES.keys() == {last}
    assert len(found) == 1 and sorted(columns.numbers) == sorted(set(columns.numbers))
    assert len(columns) == 4 and columns.date.min() > 2020_00_00
    if number > 3:
        assert accounts["openalex:S123"].cursor == "2024-02-03 - "
        assert accounts["papers.jsonl"].deleted == 1
    if number > 4:
        assert papers["bog/3"].popularity.citations == 12
    caplog.clear()
    with Catalog.open(folder) as catalog:  # upgraded once, and like any other
        added = catalog.add([Paper("new", "Swans of the North", ("A. Fox",))])
        assert (added.added, added.updated, len(catalog)) == (1, 0, 5)
        answer = suggest(library([MERGED]), catalog, Request(2))
    shown = [one.paper.title for one in answer.suggestions]
    assert len(shown) == 2 and MERGED.title not in shown
    assert not caplog.records and verify(folder) == []
