"""One item of Zotero to an entry, from wherever it comes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from readnext.paper import Author, Entry, Problem
from readnext_adapters.libraries.zoteroitem import data_of, entry_of_item


def entry(**data: object) -> Entry:
    made = entry_of_item({"itemType": "journalArticle"} | data, "here", key="KEY")
    assert isinstance(made, Entry)
    return made


def test_a_whole_item() -> None:
    made = entry(
        title="On <i>Ducks</i>,&amp; H<sub>2</sub>O\n and  Geese",
        creators=[
            {"creatorType": "editor", "firstName": "Ed", "lastName": "Pond"},
            {"creatorType": "author", "firstName": "Lotte", "lastName": "van Dijk"},
            {"creatorType": "author", "name": "Pond  Lab"},
            {"creatorType": "author", "firstName": "", "lastName": "Sand"},
            {"creatorType": "author", "firstName": "", "lastName": ""},
        ],
        abstractNote="a < b",
        publicationTitle="J. Ducks",
        date="2024-05-00 May 2024",
        DOI="https://doi.org/10.5555/DUCKS",
        ISBN="0-262-03384-4",
        url="https://ducks.example.org/1",
        language="en",
        dateAdded="2024-06-07T08:09:10Z",
        extra="Citation Key: dijk2024\nRead_Status: Read",
        tags=[{"tag": "birds"}, {"tag": "waterfowl", "type": 1}],
    )
    assert made == Entry(
        key="dijk2024",
        type="article",
        title="On Ducks,& H2O and Geese",
        authors=(
            Author("van Dijk", "Lotte"),
            Author(literal="Pond Lab"),
            Author("Sand"),
        ),
        editors=(Author("Pond", "Ed"),),
        date="2024-05",
        doi="10.5555/ducks",
        isbn="9780262033848",
        url="https://ducks.example.org/1",
        abstract="a < b",
        venue="J. Ducks",
        keywords=("birds",),
        added="2024-06-07",
        read=True,
        where="here",
        auto_keywords=("waterfowl",),
        language="en",
    )


def test_the_citation_key_is_the_items_own_field_first() -> None:
    assert entry(citationKey="a", extra="Citation Key: b").key == "a"
    assert entry(extra="tex: x\n citation key :  b c ").key == "b c"
    assert entry(extra="nothing").key == "KEY"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("archiveID", "arXiv:1706.03762"),
        ("url", "http://arxiv.org/abs/1706.03762v5"),
        ("DOI", "10.48550/arXiv.1706.03762"),
        ("extra", "DOI: 10.1/x\narXiv:1706.03762 [cs]"),
        ("publicationTitle", "arXiv:1706.03762 [cs]"),
    ],
)
def test_the_arxiv_id_wherever_it_stands(field: str, text: str) -> None:
    assert entry(**{field: text}).arxiv == "1706.03762"


def test_the_arxiv_id_of_an_archive() -> None:
    assert entry(archive="arXiv", archiveLocation="hep-th/9901001").arxiv == (
        "hep-th/9901001"
    )
    assert entry(archive="JSTOR", archiveLocation="1706.03762").arxiv is None


def test_the_doi_wherever_it_stands() -> None:
    assert entry(extra="DOI: 10.5555/A").doi == "10.5555/a"
    assert entry(url="https://doi.org/10.5555/a?x=1").doi == "10.5555/a"
    assert entry(url="https://pond.org/10.5555/a/full").doi is None


def test_arxivs_categories_are_no_tags_of_the_reader() -> None:
    names = ["Computer Science - Machine Learning", "Physics - Optics", "Physics"]
    made = entry(tags=[{"tag": name} for name in [*names, "ducks - a survey"]])
    assert made.keywords == ("Physics", "ducks - a survey")
    assert made.auto_keywords == tuple(names[:2])


@pytest.mark.parametrize(
    ("kind", "role"), [("presentation", "presenter"), ("computerProgram", "programmer")]
)
def test_who_is_as_good_as_an_author(kind: str, role: str) -> None:
    people = [
        {"creatorType": role, "firstName": "Mia", "lastName": "Sand"},
        {"creatorType": "contributor", "firstName": "Al", "lastName": "Pond"},
    ]
    assert entry(itemType=kind, creators=people).authors == (Author("Sand", "Mia"),)


@pytest.mark.parametrize("field", ["caseName", "nameOfAct", "subject"])
def test_titles_by_another_name(field: str) -> None:
    assert entry(**{field: "Duck v. Pond"}).title == "Duck v. Pond"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"itemType": None},
        {"itemType": 7, "date": "2020"},
        {"itemType": "", "title": " "},
    ],
)
def test_an_item_without_type_and_title_is_a_problem(data: dict[str, object]) -> None:
    made = entry_of_item(data, "here", key="KEY")
    assert isinstance(made, Problem)
    assert made.where == "here"


def test_fields_of_the_wrong_type_are_understood_or_count_as_nothing() -> None:
    made = entry(
        title={"x": 1},
        creators={"a": 1},
        tags=["x", None, {"tag": 7}, {}, []],
        date=[{}],
        extra=[],
        DOI=None,
        dateAdded="yesterday",
        language="\ud800de\x00",
    )
    assert (made.title, made.authors, made.keywords) == ("", (), ("x", "7"))
    assert (made.date, made.doi, made.added) == (None, None, None)
    assert made.language == "de"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"extra": "DOI: 10.5555/A"}, {"doi": "10.5555/a"}),
        ({"extra": "{:DOI: 10.5555/A}"}, {"doi": "10.5555/a"}),
        ({"extra": "tex.doi= 10.5555/A"}, {"doi": "10.5555/a"}),
        ({"extra": "arXiv:2101.01234 [cs]"}, {"arxiv": "2101.01234"}),
        ({"extra": "Citation Key: x1\nwords"}, {"key": "x1"}),
        ({"extra": "issued: 2001-05"}, {"date": "2001-05"}),
        ({"extra": "issued: 2001", "date": "2002"}, {"date": "2002"}),
        ({"extra": "Original Date: 1814"}, {"date": "1814"}),
        ({"extra": "author: Ash || Ann"}, {"authors": (Author("Ash", "Ann"),)}),
        ({"extra": ["editor: Ash||Ann"]}, {"editors": (Author("Ash", "Ann"),)}),
        ({"url": "https://arxiv.org/abs/2101.01234v3"}, {"arxiv": "2101.01234"}),
        ({"caseName": "Ash v. Birch"}, {"title": "Ash v. Birch"}),
        ({"date": "05/2017"}, {"date": "2017-05"}),
        ({"date": "1993-00-00 1993"}, {"date": "1993"}),
        ({"tags": [{"tag": "a", "type": 1}, {"tag": "b"}, "c", 3, None]},
         {"keywords": ("b", "c", "3"), "auto_keywords": ("a",)}),
        ({"creators": [{"name": "A B", "creatorType": "inventor"}, 1, {}]},
         {"authors": (Author(literal="A B"),)}),
        ({"creators": "x", "tags": {}, "title": 5, "date": [], "DOI": None},
         {"authors": (), "title": "5", "date": None}),
    ],
)  # fmt: skip
def test_rarer_fields(data: dict[str, object], expected: dict[str, object]) -> None:
    made = entry(**data)
    assert {name: getattr(made, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("statute", {"dateEnacted": "1990"}, {"date": "1990", "type": "legislation"}),
        ("preprint", {"repository": "arXiv"}, {"venue": "arXiv", "type": "misc"}),
        ("", {"title": "On Ducks"}, {"title": "On Ducks", "type": "misc"}),
        ("Tablature", {}, {"type": "tablature"}),
    ],
)
def test_rarer_kinds(
    kind: str, written: dict[str, str], expected: dict[str, str]
) -> None:
    made = entry(itemType=kind, **written)
    assert {name: getattr(made, name) for name in expected} == expected


def test_the_date_as_zotero_understood_it() -> None:
    record = {
        "data": {"title": "A", "date": "5月 2024"},
        "meta": {"parsedDate": "2024-05"},
    }
    made = entry_of_item(data_of(record), "")
    assert isinstance(made, Entry)
    assert made.date == "2024-05"
    assert data_of({"data": [], "meta": {"parsedDate": "2024"}}) == {}


def test_every_kind_of_item_that_zotero_has(shared: Path) -> None:
    file = shared / "corpora" / "zoteroapi" / "zotero-itemJSON.js"
    kinds: dict[str, dict[str, Any]] = json.loads(file.read_text())
    works = {k: v for k, v in kinds.items() if k not in ("attachment", "note")}
    assert len(works) > 30
    for kind, data in works.items():
        made = entry_of_item(data, kind, key=data["key"])
        assert isinstance(made, Entry)
        assert made.title, kind
        assert made.type == made.type.lower()


def test_recorded_answers(shared: Path) -> None:
    file = shared / "corpora" / "zoteroapi" / "pyzotero-items_doc.json"
    records: list[dict[str, Any]] = json.loads(file.read_text())
    made = [entry_of_item(r["data"], "x", key=r["key"]) for r in records]
    entries = [e for e in made if isinstance(e, Entry)]
    assert len(entries) == len(records)
    assert all(e.title and e.added for e in entries)
    assert entries[1].authors == (Author(literal="R. Creighton Buck"),)
    assert entries[1].date == "1980-05-01"
