"""`readnext library show` as a user and as a script call it."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from readnext.paper import Entry
from readnext_adapters.exports.entries import entries_json
from readnext_adapters.opening.library import read_library

Run = Callable[..., "subprocess.CompletedProcess[str]"]
FIELDS = [
    *("key", "type", "title", "authors", "year", "date", "doi", "arxiv", "url"),
    *("abstract", "venue", "keywords", "collections", "added", "rating", "read"),
]
DUCKS = r"""@article{ducks,
  title = {On {D}ucks \& G{\"a}nse}, author = {van Dijk, Lotte and {Pond Lab}},
  year = 2024, month = may, doi = {https://doi.org/10.5555/DUCKS},
  keywords = {birds, ponds}, journal = {J. Ducks}, ranking = {rank4},
}
"""


def test_the_json_has_the_contracts_shape(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text(DUCKS)
    whole = json.loads(run("library", "show", "x.bib", "--format", "json").stdout)
    assert list(whole) == ["entries", "problems"]
    (entry,) = whole["entries"]
    assert list(entry) == FIELDS
    assert entry["title"] == "On Ducks & Gänse"
    assert entry["authors"] == [
        {"family": "van Dijk", "given": "Lotte"},
        {"literal": "Pond Lab"},
    ]
    assert (entry["year"], entry["date"]) == (2024, "2024-05")
    assert entry["doi"] == "10.5555/ducks"
    assert (entry["keywords"], entry["rating"]) == (["birds", "ponds"], 4)


def test_each_file_is_a_line_and_none_stops_the_others(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.bib").write_text(DUCKS)
    (tmp_path / "b.bib").write_bytes(b"%PDF-1.7")
    (tmp_path / "c.bib").write_text("")
    files = ["a.bib", "b.bib", "c.bib", "none.bib"]
    done = run("library", "show", "--format", "json", "--each", *files)
    assert done.returncode == 0
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [o["file"] for o in objects] == files
    assert [len(o["entries"]) for o in objects] == [1, 0, 0, 0]
    assert [len(o["problems"]) for o in objects] == [0, 1, 1, 1]


def test_a_catalogs_format_is_shown_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(
        '{"id": "1", "title": "On Ducks", "authors": ["Mia Sand"]}\n'
    )
    whole = json.loads(run("library", "show", "x.jsonl", "--format", "json").stdout)
    assert whole["entries"][0]["key"] == "1"
    assert whole["entries"][0]["authors"] == [{"family": "Sand", "given": "Mia"}]


def test_a_catalogs_page_is_shown_too(run: Run, shared: Path) -> None:
    pages = sorted((shared / "seeds").glob("00?_*.txt"))
    done = run("library", "show", "--format", "json", *pages)
    assert len(json.loads(done.stdout)["entries"]) == 215


def test_the_table_is_for_people(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text(DUCKS + DUCKS)
    done = run("library", "show", "x.bib")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1] == (
        "ducks    2024-05     van Dijk et al.: On Ducks & Gänse"
    )
    assert "x.bib:6" in done.stderr


def test_entries_are_printed_while_they_are_read(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"id": "1", "title": "On Ducks"}\n' * 5000)
    entries = (e for e in read_library(str(file)) if isinstance(e, Entry))
    parts = entries_json(entries, [])
    assert '"title": "On Ducks"' in next(islice(parts, 2, 3))
    with file.open("a") as more:
        more.write('{"id": "2", "title": "On Geese"}\n')
    assert '"title": "On Geese"' in "".join(parts)


def test_an_empty_catalog(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("\n")
    done = run("library", "show", "x.jsonl")
    assert (done.returncode, done.stdout) == (2, "")
    assert "x.jsonl: the file is empty" in done.stderr


def test_a_later_library_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(DUCKS)
    done = run("library", "show", "a.bib", "none.bib", "--format", "json")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    whole = json.loads(done.stdout)
    assert len(whole["entries"]) == 1
    assert [p["where"] for p in whole["problems"]] == ["none.bib"]
    alone = run("library", "show", "none.bib", "--format", "json")
    assert (alone.returncode, alone.stdout) == (2, "")


def test_a_packed_library_that_breaks_off(run: Run, tmp_path: Path) -> None:
    whole = gzip.compress((DUCKS * 50).encode(), 0)
    (tmp_path / "x.bib.gz").write_bytes(whole[:9000])
    done = run("library", "show", "x.bib.gz", "--format", "json", "--strict")
    assert done.returncode == 1
    problems = json.loads(done.stdout)["problems"]
    assert "cut off: the compressed data ends too early" in problems[-1]["why"]
