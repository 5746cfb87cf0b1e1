"""`readnext catalog` as a user calls it."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from tests.adapters.zoterofiles import ZoteroFile

Run = Callable[..., "subprocess.CompletedProcess[str]"]
PAGES = {"000": 24, "001": 39, "002": 57, "003": 62, "004": 33}


@pytest.fixture
def seeds(shared: Path) -> list[Path]:
    return sorted((shared / "seeds").glob("00?_*.txt"))


def stats(run: Run, folder: Path) -> dict[str, dict[str, int]]:
    done = run("catalog", "stats", "--catalog", folder, "--format", "json")
    assert done.returncode == 0
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    return found


def test_all_seed_pages_import_whole(
    run: Run, seeds: list[Path], tmp_path: Path
) -> None:
    for page in seeds:
        count = PAGES[page.name[:3]]
        done = run("catalog", "add", page, "--catalog", tmp_path / page.name[:3])
        assert done.stdout == f"{count} added, 0 updated, 0 unchanged, 0 problems\n"
    together = run("catalog", "add", *seeds, "--catalog", tmp_path / "all")
    assert together.stdout == "194 added, 12 updated, 9 unchanged, 0 problems\n"
    again = run("catalog", "add", *seeds, "--catalog", tmp_path / "all")
    assert again.stdout == "0 added, 0 updated, 215 unchanged, 0 problems\n"
    known = stats(run, tmp_path / "all")["known"]
    assert (known["authors"], known["labs"]) == (63, 16)


def test_a_stated_year_wins_whatever_the_order(
    run: Run, seeds: list[Path], tmp_path: Path
) -> None:
    """Page 003 guesses the year of papers that page 004 dates."""
    pages = [seeds[3], seeds[4]]
    for name, order in (("a", pages), ("b", pages[::-1])):
        run("catalog", "add", *order, "--catalog", tmp_path / name)
    one, other = (stats(run, tmp_path / name) for name in "ab")
    assert one["years"] == other["years"]
    assert one["known"] == other["known"]


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_json_lines_plain_and_packed(run: Run, tmp_path: Path, suffix: str) -> None:
    data = b'{"id": "1", "title": "On Ducks", "shoe_size": 44}\n'
    packed = {
        "": data,
        ".gz": gzip.compress(data),
        ".zst": zstandard.compress(data),
    }
    (tmp_path / f"x.jsonl{suffix}").write_bytes(packed[suffix])
    done = run("catalog", "add", f"x.jsonl{suffix}", "--catalog", tmp_path / "c")
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 1 problem\n"
    assert "shoe_size" in done.stderr


def test_a_bibliography_is_a_catalog(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text(
        "@article{a, title={On Ducks}, author={Sand, Mia}}\n@misc{b, year=2020}\n"
    )
    done = run("catalog", "add", "x.bib", "--catalog", tmp_path / "c")
    assert done.stdout.startswith("1 added")
    assert "x.bib:2: b: no title" in done.stderr


@pytest.mark.parametrize(
    ("name", "papers"),
    [
        ("libraries/betterbibtex.json", 2),
        ("libraries/bookends.ris", 4),
        ("libraries/csl.json", 3),
        ("libraries/endnote.xml", 2),
        ("libraries/items.json", 1),
        ("libraries/pubmed.nbib", 2),
        ("libraries/scholar.enw", 2),
        ("libraries/tiny.bib", 3),
        ("libraries/zotero.csv", 2),
        ("libraries/zotero.rdf", 2),
        ("catalogs/anthology.xml", 4),
        ("catalogs/biorxiv.json", 3),
        ("catalogs/journal.atom", 1),
        ("catalogs/journal.rdf", 1),
        ("catalogs/journal.rss", 2),
    ],
)
def test_every_format_is_a_catalog(
    run: Run, fixtures: Path, tmp_path: Path, name: str, papers: int
) -> None:
    """Packed, from standard input, and a second time to no effect."""
    (tmp_path / "x.gz").write_bytes(gzip.compress((fixtures / name).read_bytes()))
    done = run("catalog", "add", "x.gz", "--catalog", "c")
    assert done.returncode == 0
    assert done.stdout.startswith(f"{papers} added, 0 updated, 0 unchanged, ")
    text = (fixtures / name).read_text(encoding="utf-8")
    again = run("catalog", "add", "-", "--catalog", "c", stdin=text)
    assert again.stdout.startswith(f"0 added, 0 updated, {papers} unchanged, ")


def test_zoteros_database_is_a_catalog(run: Run, tmp_path: Path) -> None:
    file = ZoteroFile(tmp_path / "zotero.sqlite", 10)
    file.item("AAAA1111", {"title": "On Ducks"}, people=[("author", ("Sand", "Mia"))])
    file.close()
    done = run("catalog", "add", "zotero.sqlite", "--catalog", "c")
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 0 problems\n"
    (tmp_path / "x.bib").write_text("@misc{a, title={On Geese}}\n")
    shown = run("suggest", "x.bib", "--catalog", "zotero.sqlite", "--format", "json")
    assert [s["title"] for s in json.loads(shown.stdout)["suggestions"]] == ["On Ducks"]


def test_a_problem_in_a_library_names_file_and_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.ris").write_text(
        "TY  - JOUR\nTI  - Rain\nER  - \nTY  - JOUR\nER  - \n"
    )
    done = run("catalog", "add", "x.ris", "--catalog", "c", "--strict")
    assert done.returncode == 1
    assert "x.ris:4: " in done.stderr


def test_a_format_is_named_among_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("Dear Sir")
    done = run("catalog", "add", "x", "--format", "endnote", "--catalog", "c")
    assert done.returncode == 2
    for name in ("acl", "biorxiv", "csljson", "endnotexml", "feed", "jsonl", "ris"):
        assert name in done.stderr.partition("the formats are")[2]


def test_a_file_of_another_format_than_named_is_an_error(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": "1", "title": "On Ducks"}\n')
    (tmp_path / "y.bib").write_text("@misc{a, title={On Geese of the North}}\n")
    named = ("--format", "bibtex", "--catalog", "c")
    done = run("catalog", "add", "x.jsonl", "y.bib", *named)
    assert done.returncode == 2
    assert done.stdout == "1 added, 0 updated, 0 unchanged, 1 problem\n"
    said = "x.jsonl: no record of the format bibtex; without --format, it is detected"
    assert done.stderr.splitlines()[-1] == f"readnext: {said}"
    assert run("catalog", "add", "y.bib", *named).returncode == 0


@pytest.mark.parametrize(
    "text",
    ["@misc{a, title={", "TY  - JOUR\nTI  - ", "<rss><channel><item><title>"],
    ids=["bib", "ris", "rss"],
)
def test_a_library_as_a_catalog_has_a_limit(
    run: Run, tmp_path: Path, text: str
) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(text.encode() + b"x" * 1_100_000))
    limit = {"READNEXT_LARGEST_LIBRARY_MB": "1"}
    done = run("catalog", "add", "a.gz", "--catalog", "c", env=limit)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "a.gz: more than 1 MB (decompressed)" in line


def test_catalog_lines_have_no_limit(run: Run, tmp_path: Path) -> None:
    line = '{"id": "%d", "title": "On Ducks %d", "abstract": "' + "x " * 60_000 + '"}\n'
    (tmp_path / "x.jsonl").write_text("".join(line % (n, n) for n in range(10)))
    limit = {"READNEXT_LARGEST_LIBRARY_MB": "1"}
    done = run("catalog", "add", "x.jsonl", "--catalog", "c", env=limit)
    assert done.stdout == "10 added, 0 updated, 0 unchanged, 0 problems\n"


def test_a_wrong_last_name_stops_before_anything_is_added(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": "1", "title": "On Ducks"}\n')
    folder = tmp_path / "c"
    done = run("catalog", "add", "x.jsonl", "y.jsonl", "--catalog", folder)
    assert done.returncode == 2
    assert not folder.exists()


def test_the_users_own_catalog_replaces_the_starter(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": "1", "title": "On Ducks"}\n')
    (tmp_path / "x.bib").write_text("@misc{a, title={On Geese}}\n")
    before = run("suggest", "x.bib", "--format", "json")
    assert json.loads(before.stdout)["catalog"]["papers"] == 194
    assert run("catalog", "add", "x.jsonl").returncode == 0
    after = run("suggest", "x.bib", "--format", "json")
    assert [s["id"] for s in json.loads(after.stdout)["suggestions"]] == ["1"]
    assert "starter" not in after.stderr
    assert "1 paper\n" in run("catalog", "stats").stdout


def test_as_of_decides_the_guessed_year(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("LGMay 11\nOn DucksMia Sand\nDucks.\n")
    folder = tmp_path / "c"
    run("catalog", "add", "x.txt", "--catalog", folder, "--as-of", "2024-05-10")
    assert stats(run, folder)["years"] == {"2023": 1}


def test_lines_that_were_read_before_are_not_read_again(
    run: Run, tmp_path: Path
) -> None:
    """Their problems are told each time, and what was removed comes back."""
    bogs = [
        {"id": f"{n}", "title": f"On Bog {n}", "date": f"20{n}"} for n in range(10, 20)
    ]
    lines = [json.dumps(record) for record in bogs]
    lines[3] = '{"id": "13"}'
    file = tmp_path / "bogs.jsonl"
    file.write_text("\n".join(lines) + "\n")
    catalog = ("--catalog", tmp_path / "c")
    first = run("catalog", "add", file, *catalog)
    assert first.stdout == "9 added, 0 updated, 0 unchanged, 1 problem\n"
    lines[5] = json.dumps(bogs[5] | {"venue": "Bog Journal"})
    file.write_text("\n".join(lines) + "\n")
    second = run("catalog", "add", file, *catalog)
    assert second.stdout == "0 added, 1 updated, 8 unchanged, 1 problem\n"
    assert f"{file}:4: " in second.stderr
    assert run("catalog", "remove", "--before", "2012", "--yes", *catalog).stdout == (
        "2 papers removed\n"
    )
    third = run("catalog", "add", file, *catalog)
    assert third.stdout == "2 added, 0 updated, 7 unchanged, 1 problem\n"
    run("catalog", "remove", "bogs.jsonl", "--yes", *catalog)
    fourth = run("catalog", "add", file, *catalog)
    assert fourth.stdout == "9 added, 0 updated, 0 unchanged, 1 problem\n"


def test_a_damaged_catalog_is_rebuilt(run: Run, tmp_path: Path) -> None:
    source, folder = tmp_path / "papers.jsonl", tmp_path / "catalog"
    papers = ({"id": f"{n}", "title": f"Duck number {n}"} for n in range(9))
    source.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    run("catalog", "add", source, "--catalog", folder)
    good = run("catalog", "verify", "--catalog", folder)
    assert (good.returncode, good.stdout) == (0, "no damage found\n")
    for file in (folder / "shards").rglob("venue.npy.zst"):
        file.write_bytes(b"")
    bad = run("catalog", "verify", "--catalog", folder)
    assert bad.returncode == 1
    assert "'readnext catalog rebuild'" in bad.stdout
    done = run("catalog", "rebuild", "--catalog", folder)
    assert (done.returncode, done.stdout) == (0, "9 papers kept, 0 records lost\n")
    assert run("catalog", "verify", "--catalog", folder).returncode == 0
    done = run("catalog", "stats", "--catalog", folder)
    assert ": 9 papers" in done.stdout


def test_an_older_catalog_is_upgraded(run: Run, tmp_path: Path) -> None:
    source, folder = tmp_path / "papers.jsonl", tmp_path / "catalog"
    source.write_text('{"id": "1", "title": "On Ducks"}\n')
    run("catalog", "add", source, "--catalog", folder)
    with closing(sqlite3.connect(folder / "catalog.sqlite")) as db:
        db.execute("UPDATE meta SET value = '3'")
        db.commit()
    done = run("catalog", "stats", "--catalog", folder)
    assert done.returncode == 0
    assert (
        done.stderr == f"readnext: {folder}: upgrading the catalog to the new format\n"
    )
