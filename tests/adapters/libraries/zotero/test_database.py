"""A zotero.sqlite of any generation: what is in it, and what is not."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from readnext.errors import InputError
from readnext.paper import Author, Entry, Problem
from readnext_adapters.libraries.zotero.database import read_database
from readnext_adapters.opening.library import read_library
from tests.adapters.zoterofiles import ZoteroFile


def read(path: Path) -> dict[str, Entry]:
    found = list(read_library(str(path)))
    assert not [item for item in found if isinstance(item, Problem)]
    return {item.key: item for item in found if isinstance(item, Entry)}


@pytest.mark.parametrize("generation", [5, 10])
def test_an_item_of_any_generation(folder: Path, generation: int) -> None:
    path = folder / "zotero.sqlite"
    file = ZoteroFile(path, generation)
    outer = file.collection("Birds")
    inner = file.collection("Ducks", outer)
    file.item(
        "AAAA1111",
        {"title": "On Ducks", "date": "2024-05-00 May 2024", "DOI": "10.5555/d"}
        | {"abstractNote": "Quack.", "proceedingsTitle": "Ponds", "pages": "1-2"},
        kind="conferencePaper",
        people=[
            ("author", ("Sand", "Mia")),
            ("editor", ("Pond", "Ed")),
            ("author", "Pond Lab"),
        ],
        tags=[("birds", 0), ("Computer Science - Machine Learning", 1)],
        collections=[inner],
    )
    file.close()
    assert read(path) == {
        "AAAA1111": Entry(
            key="AAAA1111",
            type="inproceedings",
            title="On Ducks",
            authors=(Author("Sand", "Mia"), Author(literal="Pond Lab")),
            editors=(Author("Pond", "Ed"),),
            date="2024-05",
            doi="10.5555/d",
            abstract="Quack.",
            venue="Ponds",
            keywords=("birds",),
            collections=("Birds/Ducks",),
            added="2024-02-03",
            where=f"{path}:AAAA1111",
            auto_keywords=("Computer Science - Machine Learning",),
            pages="1-2",
        )
    }


def test_the_bin_and_what_is_no_work_are_left_out(
    path: Path, zotero: ZoteroFile
) -> None:
    binned = zotero.collection("Old")
    below = zotero.collection("Older", binned)
    zotero.db.execute(
        "INSERT INTO deletedCollections (collectionID) VALUES (?)", [binned]
    )
    zotero.item("KEPT", {"title": "On Ducks"}, collections=[binned, below])
    zotero.bin(zotero.item("GONE", {"title": "On Geese"}))
    zotero.item("NOTE", {}, kind="note")
    zotero.attachment("PDF1", None, None)
    zotero.library(9, "feed")
    zotero.item("FEED", {"title": "News"}, library=9)
    entries = read(path)
    assert list(entries) == ["KEPT"]
    assert entries["KEPT"].collections == ()


def test_signs_of_reading(path: Path, zotero: ZoteroFile) -> None:
    item = zotero.item("READ", {"title": "On Ducks"})
    zotero.item("UNREAD", {"title": "On Geese"})
    first = zotero.attachment("PDF1", item, 1_767_225_600)
    second = zotero.attachment("PDF2", item, 1_700_000_000)
    binned = zotero.attachment("PDF3", item, 1_800_000_000)
    for number, attachment in enumerate([first, first, second, binned]):
        zotero.annotation(f"NOTE{number}", attachment)
    zotero.bin(zotero.annotation("BINNED", first))
    zotero.bin(binned)
    entries = read(path)
    assert (entries["READ"].last_read, entries["READ"].annotations) == ("2026-01-01", 3)
    assert (entries["UNREAD"].last_read, entries["UNREAD"].annotations) == (None, 0)


def test_the_oldest_pdf_of_an_item(path: Path, zotero: ZoteroFile) -> None:
    item = zotero.item("READ", {"title": "On Ducks"})
    zotero.item("NONE", {"title": "On Geese"})
    binned, link, page, *pdfs = (
        zotero.attachment(key, item, None)
        for key in ("BINNED22", "LINK2222", "PAGE2222", "PDFA2345", "PDFB2345")
    )
    zotero.bin(binned)
    update = "UPDATE itemAttachments SET {} WHERE itemID = ?"
    zotero.db.execute(update.format("linkMode = 3"), (link,))
    zotero.db.execute(update.format("contentType = 'text/html'"), (page,))
    entries = read(path)
    assert (entries["READ"].pdf, entries["NONE"].pdf) == ("PDFA2345", "")
    assert len(pdfs) == 2


def test_all_libraries_of_a_file_with_the_groups_named(
    path: Path, zotero: ZoteroFile
) -> None:
    zotero.group(2, 4711, "Pond Club")
    zotero.item("MINE", {"title": "On Ducks"})
    ducks = zotero.collection("Ducks", library=2)
    zotero.item("OURS", {"title": "On Geese"}, library=2, collections=[ducks])
    zotero.item("LOOSE", {"title": "On Swans"}, library=2)
    assert {key: e.collections for key, e in read(path).items()} == {
        "MINE": (),
        "OURS": ("Pond Club/Ducks",),
        "LOOSE": ("Pond Club",),
    }
    (ours, loose) = read_database(path, "zotero:", group=4711)
    assert isinstance(ours, Entry)
    assert isinstance(loose, Entry)
    assert {(e.key, e.collections) for e in (ours, loose)} == {
        ("OURS", ("Ducks",)),
        ("LOOSE", ()),
    }
    (mine,) = read_database(path, "zotero:", own=True)
    assert isinstance(mine, Entry)
    assert (mine.key, mine.where) == ("MINE", "zotero:MINE")
    with pytest.raises(InputError, match=r"no group 5 .* are 4711 \(Pond Club\)"):
        list(read_database(path, "zotero:group/5", group=5))


def better_bibtex(path: Path, statements: str) -> None:
    db = sqlite3.connect(path)
    db.executescript(statements)
    db.close()


KEYS = """
CREATE TABLE citationkey (itemID INTEGER PRIMARY KEY, itemKey TEXT, libraryID INTEGER,
    citationKey TEXT, pinned INTEGER, lastPinned TEXT);
INSERT INTO citationkey VALUES (1, 'AAAA', 1, 'sand2024', 0, NULL),
    (2, 'BBBB', 1, 'pond2024', 0, NULL), (3, 'AAAA', 2, 'other', 0, NULL);
"""


@pytest.mark.parametrize("name", ["better-bibtex.sqlite", "better-bibtex.migrated"])
def test_keys_of_better_bibtex(path: Path, zotero: ZoteroFile, name: str) -> None:
    better_bibtex(path.parent / name, KEYS)
    zotero.item("AAAA", {"title": "On Ducks"})
    zotero.item("BBBB", {"title": "On Geese", "citationKey": "native"})
    zotero.item("CCCC", {"title": "On Swans"})
    assert list(read(path)) == ["sand2024", "native", "CCCC"]


def test_keys_of_an_older_better_bibtex(path: Path, zotero: ZoteroFile) -> None:
    data = {"data": [{"itemKey": "AAAA", "libraryID": 1, "citekey": "sand"}, 7, {}]}
    better_bibtex(
        path.parent / "better-bibtex.sqlite",
        'CREATE TABLE "better-bibtex" (name TEXT PRIMARY KEY, data TEXT);'
        'INSERT INTO "better-bibtex" VALUES'
        f" ('better-bibtex.citekey', '{json.dumps(data)}')",
    )
    zotero.item("AAAA", {"title": "On Ducks"})
    assert list(read(path)) == ["sand"]


@pytest.mark.parametrize("damaged", [True, False])
def test_keys_that_cannot_be_read_are_a_problem(
    path: Path, zotero: ZoteroFile, damaged: bool
) -> None:
    keys = path.parent / "better-bibtex.sqlite"
    if damaged:
        keys.write_bytes(b"SQLite format 3\0junk")
    else:
        better_bibtex(keys, "CREATE TABLE citationkey (a, b)")
    zotero.item("AAAA", {"title": "On Ducks"})
    problem, entry = read_library(str(path))
    assert isinstance(entry, Entry)
    assert isinstance(problem, Problem)
    assert "better-bibtex.sqlite" in problem.where
    assert "the citation keys cannot be read" in problem.why


def test_damaged_rows_do_no_harm(path: Path, zotero: ZoteroFile) -> None:
    item = zotero.item("AAAA", {"title": "On Ducks"})
    for field, value in [(98, 7), (99, b"\xff\xfe")]:
        zotero.db.execute("INSERT INTO fields VALUES (?, 'abstractNote', 0)", [field])
        value_of = (field, value)
        zotero.db.execute("INSERT INTO itemDataValues VALUES (?, ?)", value_of)
        zotero.db.execute("INSERT INTO itemData VALUES (?, ?, ?)", [item, field, field])
    zotero.db.execute("INSERT INTO itemTags VALUES (?, 77, 0)", [item])
    zotero.db.execute("INSERT INTO itemTypes VALUES (50, NULL, NULL, 1)")
    zotero.db.execute(
        "INSERT INTO items (itemTypeID, libraryID, key) VALUES (50, 1, 'TYPELESS')"
    )
    circle = zotero.collection("Circle")
    zotero.db.execute(
        "UPDATE collections SET parentCollectionID = ? WHERE collectionID = ?",
        [circle, circle],
    )
    zotero.db.execute("INSERT INTO collectionItems VALUES (?, ?, 0)", [circle, item])
    found = list(read_library(str(path)))
    (entry,) = (e for e in found if isinstance(e, Entry))
    (problem,) = (p for p in found if isinstance(p, Problem))
    assert (entry.title, entry.collections) == ("On Ducks", ())
    assert problem == Problem(
        f"{path}:TYPELESS", "an item without a type or title was ignored"
    )


def test_a_database_of_another_program(tmp_path: Path) -> None:
    better_bibtex(tmp_path / "x.sqlite", "CREATE TABLE items (a, b)")
    with pytest.raises(InputError, match="not one of Zotero 5 or later"):
        list(read_library(str(tmp_path / "x.sqlite")))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_database(path: Path, zotero: ZoteroFile, share: float) -> None:
    for number in range(300):
        zotero.item(
            f"K{number}", {"title": f"Duck {number}", "abstractNote": "q" * 500}
        )
    zotero.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError, match=r"damaged or cut off .*; Zotero keeps"):
        list(read_library(str(path)))


def test_a_damaged_table_of_contents(path: Path, zotero: ZoteroFile) -> None:
    zotero.close()
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"CREATE TABLE items ", b"CREATE T\xa1BLE \xffems "))
    with pytest.raises(InputError, match="damaged or cut off"):
        list(read_library(str(path)))


def test_a_database_by_another_name(path: Path, zotero: ZoteroFile) -> None:
    zotero.item("AAAA", {"title": "On Ducks"})
    zotero.close()
    copy = path.rename(path.with_name("backup.dat"))
    assert list(read(copy)) == ["AAAA"]
