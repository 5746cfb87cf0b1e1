"""Sources that are files: mail, and the feeds in Zotero's database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from readnext.errors import InputError, NetworkError
from readnext_adapters.sources import parse_source
from tests.adapters.sources.runs import items, pages, papers, problems
from tests.adapters.zoterofiles import ZoteroFile

FIXTURES = Path(__file__).parents[3] / "fixtures" / "catalogs"


def test_a_maildir_is_read_again_when_mail_has_come(tmp_path: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / part).mkdir()
    data = (FIXTURES / "scholar-alert.eml").read_bytes()
    (tmp_path / "new" / "1.M1.host").write_bytes(data)
    source = parse_source(f"mail:{tmp_path}")
    first = pages(source)
    assert [paper.title for paper in papers(first)] == [
        "Peat at Night: A Study",
        "Moss under Snow",
    ]
    assert items(pages(source, first[-1].cursor)) == []
    (tmp_path / "new" / "1.M1.host").rename(tmp_path / "cur" / "1.M1.host:2,S")
    assert items(pages(source, first[-1].cursor)) == []
    (tmp_path / "new" / "2.M2.host").write_bytes(
        (FIXTURES / "contents.eml").read_bytes()
    )
    assert len(papers(pages(source, first[-1].cursor))) == 5


@pytest.mark.parametrize("kind", ["mbox", "eml", "folder"])
def test_other_places_of_mail(tmp_path: Path, kind: str) -> None:
    if kind == "mbox":
        place = FIXTURES / "alerts.mbox"
    elif kind == "eml":
        place = FIXTURES / "scholar-alert.eml"
    else:
        place = tmp_path
        data = (FIXTURES / "scholar-alert.eml").read_bytes()
        (tmp_path / "a.eml").write_bytes(data)
        (tmp_path / "notes.txt").write_text("no mail")
    assert len(papers(pages(parse_source(f"mail:{place}")))) >= 2


def test_a_place_without_mail(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="No such file"):
        pages(parse_source(f"mail:{tmp_path}/none"))
    with pytest.raises(InputError, match="name a file"):
        parse_source("mail:")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "zotero.sqlite"
    file = ZoteroFile(path)
    file.db.execute(
        "CREATE TABLE feedItems (itemID INTEGER PRIMARY KEY, guid TEXT NOT NULL UNIQUE,"
        " readTime TIMESTAMP, translatedTime TIMESTAMP)"
    )
    file.library(7, "feed")
    url = "https://bogs.example/rss"
    file.db.execute("INSERT INTO feeds VALUES (7, 'Bogs: Latest Articles', ?)", (url,))
    file.item("OWN00001", {"title": "My Own Paper"})
    one = file.item(
        "FEED0001",
        {
            "title": "[ASAP] Where Reeds Grow",
            "abstractNote": "<p>Bogs, Volume 3, Issue 2, June 2026.</p>Reeds are wet.",
            "url": "https://bogs.example/doi/10.5555/bogs.1?af=R",
            "date": "2026-06-04 2026-06-04T09:16:58Z",
            "publicationTitle": "Bogs: Latest Articles",
        },
        people=[("author", ("Fern", "Ida")), ("author", "Roe, J. P., Sand, M.")],
        library=7,
    )
    other = file.item("FEED0002", {"abstractNote": "No title"}, library=7)
    for number, guid in ((one, "https://bogs.example/1"), (other, "b/2")):
        row = (number, guid)
        file.db.execute("INSERT INTO feedItems VALUES (?, ?, NULL, NULL)", row)
    file.close()
    return path


def test_the_feeds_of_zotero(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_ZOTERO_DATA", str(database.parent))
    found = pages(parse_source("zotero:feeds"))
    (paper,) = papers(found)
    assert (paper.id, paper.title) == (
        "zotero:https://bogs.example/1",
        "Where Reeds Grow",
    )
    assert paper.authors == ("Ida Fern", "J. P. Roe", "M. Sand")
    assert (paper.abstract, paper.venue) == ("Reeds are wet.", "Bogs")
    assert (paper.date, paper.doi) == ("2026-06-04", "10.5555/bogs.1")
    assert problems(found) == ["b/2: no title; left out"]
    assert items(pages(parse_source("zotero:feeds"), found[-1].cursor)) == []
    os.utime(database, (1, 1))
    assert len(papers(pages(parse_source("zotero:feeds"), found[-1].cursor))) == 1


def test_another_database_of_zotero(database: Path) -> None:
    source = parse_source(f"zotero:{database}")
    assert parse_source(source.name) == source
    assert len(papers(pages(source))) == 1


def test_a_zotero_without_feeds(tmp_path: Path) -> None:
    ZoteroFile(tmp_path / "zotero.sqlite").close()
    assert items(pages(parse_source(f"zotero:{tmp_path}/zotero.sqlite"))) == []


def test_no_zotero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_ZOTERO_DATA", str(tmp_path))
    with pytest.raises(NetworkError, match=r"no zotero\.sqlite found"):
        pages(parse_source("zotero:feeds"))
    (tmp_path / "zotero.sqlite").write_bytes(b"SQLite format 3\0 and no more")
    with pytest.raises(NetworkError, match="damaged or cut off"):
        pages(parse_source("zotero:feeds"))
    with pytest.raises(InputError, match="not a source"):
        parse_source("zotero:group")
