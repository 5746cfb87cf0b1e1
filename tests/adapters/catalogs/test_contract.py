"""What holds for every format of catalogs: the shipped contract, and more."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from readnext.paper import Paper, Problem
from readnext.testing import CatalogFormatContract
from readnext_adapters.catalogs import (
    CATALOG_FORMATS,
    OWN_SUFFIXES,
    CatalogFormat,
    detect_format,
)
from readnext_adapters.libraries import LIBRARY_FORMATS

IMPORTED = """
import datetime as dt, sys
from readnext_adapters.opening.catalog import read_source
found = list(read_source(sys.argv[1], dt.date(2026, 5, 6)))
names = "catalogs.crossref", "catalogs.jsonl"
print(len(found), *(f"readnext_adapters.{name}" in sys.modules for name in names))
"""
Read = Callable[[bytes], list[Paper | Problem]]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
FORMATS = {
    "anthology-old.xml": "acl",
    "anthology-volume.xml": "acl",
    "anthology.xml": "acl",
    "biorxiv.json": "biorxiv",
    "arxiv-api.atom": "arxiv-feed",
    "arxiv-day.atom": "arxiv-feed",
    "arxiv-day.rss": "arxiv-feed",
    "arxiv-dc.xml": "arxiv-oai",
    "arxiv-misfits.json": "arxiv-snapshot",
    "arxiv-misfits.xml": "arxiv-oai",
    "arxiv-parts.xml": "arxiv-oai",
    "arxiv-raw.xml": "arxiv-oai",
    "arxiv-snapshot.json": "arxiv-snapshot",
    "broken.jsonl": "jsonl",
    "hfpapers.json": "hfpapers",
    "openalex.json": "openalex",
    "s2.json": "s2",
    "ads.json": "ads",
    "crossref.json": "crossref",
    "datacite.json": "datacite",
    "dblp.json": "dblp",
    "dblp.xml": "dblp",
    "europepmc.xml": "europepmc",
    "europepmc.json": "europepmc",
    "hal.json": "hal",
    "ieee.json": "ieee",
    "inspire.json": "inspire",
    "openreview.json": "openreview",
    "pubmed.xml": "pubmed",
    "pubmed-summary.json": "pubmed",
    "pubmed-summary.xml": "pubmed",
    "springer.json": "springer",
    "daily-blocks.txt": "daily-papers",
    "daily-misfits.txt": "daily-papers",
    "daily-plain.txt": "daily-papers",
    "feed.json": "jsonfeed",
    "alerts.mbox": "mail",
    "arxiv-mail.eml": "mail",
    "contents.eml": "mail",
    "scholar-alert.eml": "mail",
    "journal.atom": "feed",
    "journal.rdf": "feed",
    "journal.rss": "feed",
    "repository.xml": "oai-dc",
    "listing-boundaries.txt": "author-listing",
    "listing-marks.txt": "author-listing",
    "listing-misfits.txt": "author-listing",
    "papers.jsonl": "jsonl",
    "unknown-fields.jsonl": "jsonl",
    "wrong-types.jsonl": "jsonl",
}


@pytest.fixture(params=sorted(CATALOG_FORMATS))
def reader(request: pytest.FixtureRequest) -> CatalogFormat:
    return CATALOG_FORMATS[str(request.param)]


class TestShippedContract(CatalogFormatContract):
    @pytest.fixture(autouse=True, params=FORMATS)
    def each_format(self, fixtures: Path, request: pytest.FixtureRequest) -> None:
        name = str(request.param)
        self.catalog_format = CATALOG_FORMATS[FORMATS[name]]
        self.samples = ((fixtures / name).read_bytes(),)


@pytest.mark.parametrize("name", FORMATS)
def test_content_shows_the_format(fixtures: Path, name: str) -> None:
    text = (fixtures / name).read_text(encoding="utf-8")
    assert [kind for kind, f in CATALOG_FORMATS.items() if f.detect(text)] == [
        FORMATS[name]
    ]
    assert detect_format(text, ".wrong") == FORMATS[name]


def test_every_fixture_is_used(fixtures: Path) -> None:
    assert {path.name for path in fixtures.iterdir()} >= set(FORMATS)
    for path in fixtures.iterdir():
        assert path.name in FORMATS, f"{path} is read by no test"


@pytest.mark.parametrize("name", FORMATS)
def test_the_final_newline_makes_no_difference(
    fixtures: Path, name: str, read: Read
) -> None:
    data = (fixtures / name).read_bytes()
    assert read(data.rstrip(b"\n")) == read(data)


def test_empty_stream_has_nothing(reader: CatalogFormat) -> None:
    assert not reader.detect("")
    assert list(reader.read(io.BytesIO(), "empty", dt.date(2026, 1, 1))) == []


TWO_PAGES = "LGMay 2, 2024\nSubscribe\nbyAK and the research community"


@pytest.mark.parametrize(
    ("head", "suffix", "kind"),
    [
        ("{damaged", ".jsonl", "jsonl"),
        ("{damaged", ".NDJSON", "jsonl"),
        ("{damaged", "", None),
        ("Dear Sir", ".txt", None),
        (TWO_PAGES, ".txt", "author-listing"),
        (TWO_PAGES, ".jsonl", "author-listing"),
    ],
)
def test_suffix_decides_only_what_the_content_leaves_open(
    head: str, suffix: str, kind: str | None
) -> None:
    assert detect_format(head, suffix) == kind


def test_ids_are_stable(fixtures: Path, read: Read, papers: Papers) -> None:
    found = papers(read((fixtures / "daily-plain.txt").read_bytes()))
    assert [paper.id for paper in found] == [
        "the-shape-of-clouds-ea8975",
        "wind-e70091",
    ]


def test_suffixes_of_one_format_are_known_without_importing_it() -> None:
    claims: dict[str, list[str]] = {}
    for name in (*CATALOG_FORMATS.builtin, *LIBRARY_FORMATS.builtin):
        for suffix in CATALOG_FORMATS[name].SUFFIXES:
            claims.setdefault(suffix, []).append(name)
    own = {suffix: names[0] for suffix, names in claims.items() if len(names) == 1}
    assert own == OWN_SUFFIXES


def test_other_formats_are_not_imported(tmp_path: Path) -> None:
    """The format of a suffix of its own is asked first."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "1", "title": "On Ducks"}\n')
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, str(file)], capture_output=True, text=True
    )
    assert done.stdout.split() == ["1", "False", "True"], done.stderr
