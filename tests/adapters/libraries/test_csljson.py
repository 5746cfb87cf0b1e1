"""CSL JSON: names, dates, markup, and lists of the wrong shape."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from readnext.paper import Author, Entry
from readnext_adapters.libraries import csljson
from readnext_adapters.libraries.cslitem import entry_of_csl

Split = tuple[dict[str, Entry], list[str]]


def test_every_field(load: Callable[[str], Split]) -> None:
    entries, problems = load("csl.json")
    assert problems == []
    assert entries["fern2021bogs"] == Entry(
        key="fern2021bogs",
        type="article",
        title="Learning Sphagnum from CO2 & Light",
        authors=(
            Author("Fern", "Ida, Jr."),
            Author("van den Berg", "Jan"),
            Author("d’Este", "Bea"),
            Author(literal="The Peat Collective"),
        ),
        editors=(Author("Sedge", "Sam"),),
        date="2021-03-09",
        doi="10.5555/bogs.1",
        arxiv="2103.01234",
        url="https://example.org/bogs",
        abstract="We watch moss grow.",
        venue="Journal of Bog Studies",
        keywords=("moss", "light"),
        where="csl.json:item 1",
        auto_keywords=("Computer Science - Machine Learning",),
        language="en",
    )


def test_keys_of_zotero_are_short_and_numbers_are_keys(
    load: Callable[[str], Split],
) -> None:
    entries, _ = load("csl.json")
    assert list(entries) == ["fern2021bogs", "AB2CD3EF", "3"]
    thesis = entries["AB2CD3EF"]
    assert thesis.title == "On Dry Stone Walls"
    assert thesis.venue == "University of Hedges"
    assert (thesis.date, thesis.authors) == (
        "1998-05-12",
        (Author("Wall", "Plain von"),),
    )


Parse = Callable[[str, str], tuple[dict[str, Entry], list[str]]]


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2021, 3, 9], [2022]]}, "2021-03-09"),
        ({"date-parts": [["2021", "3"]]}, "2021-03"),
        ({"date-parts": [[2021.0]]}, "2021"),
        ({"date-parts": [[99, 1, 1]]}, "0099-01-01"),
        ({"date-parts": [[-44]]}, None),
        ({"date-parts": [[2021, 13, 40]]}, "2021"),
        ({"date-parts": [[]], "raw": "May 2020"}, "2020-05"),
        ({"date-parts": [[None]], "literal": "c. 1850"}, "1850"),
        ({"date-parts": [2020, 5]}, "2020-05"),
        ({"date-parts": "2020"}, "2020"),
        ({"date-parts": "2020-05-17"}, "2020-05-17"),
        ({"date-parts": [["2020-05-17"]]}, "2020-05-17"),
        ({"date-parts": [[2020, "May", 3]]}, "2020-05-03"),
        ([{"date-parts": [[2000, 3, 15], [2000, 3, 17]]}], "2000-03-15"),
        ([{"raw": "2020-2-11"}, {"raw": "2021"}], "2020-02-11"),
        ([{"year": "1998"}, {"year": "1999"}], "1998"),
        ({"year": 2017, "month": 1, "day": 1}, "2017-01-01"),
        ({"year": "2017", "month": "March"}, "2017-03"),
        ([[2020, 2, 11]], "2020-02-11"),
        ([2020, 2, 11], "2020-02-11"),
        (["2020", "2"], "2020-02"),
        (["2020-02-11"], "2020-02-11"),
        ({"date-time": "2020-05-01T00:00:00Z"}, "2020-05-01"),
        ({"start": {"date-parts": [[2020, 5]]}}, "2020-05"),
        ({"date-parts": [{}]}, None),
        ({"date-parts": {"a": 1}}, None),
        ([[[2020]]], "2020"),
        ([True], None),
        ({"raw": "2020-05-01T00:00:00Z"}, "2020-05-01"),
        ("2019", "2019"),
        (2018, "2018"),
        (None, None),
        ([], None),
    ],
)
def test_dates(issued: object, date: str | None) -> None:
    entry = entry_of_csl({"title": "T", "issued": issued}, "")
    assert entry is not None
    assert entry.date == date


def test_the_answer_of_crossref_is_one_item(
    parse: Callable[[str, str], Split],
) -> None:
    text = (
        '{"DOI": "10.5555/X", "type": "journal-article", "title": ["Walls"],'
        ' "subtitle": ["A Story"], "container-title": ["J. Walls"],'
        ' "author": [{"given": "Ada", "family": "Stone", "sequence": "first"},'
        ' {"name": "Wall Institute"}], "issued": {"date-parts": [[2020, 5]]}}'
    )
    assert csljson.detect(text)
    entries, problems = parse("csljson", text)
    (entry,) = entries.values()
    assert (entry.key, entry.title) == ("stone2020walls", "Walls: A Story")
    assert entry.authors == (Author("Stone", "Ada"), Author(literal="Wall Institute"))
    assert (entry.venue, entry.date, problems) == ("J. Walls", "2020-05", [])


@pytest.mark.parametrize(
    "text",
    [
        '{"items": [{"id": "a", "type": "book", "title": "A"}]}',
        '{"references": [{"id": "a", "type": "book", "title": "A"}]}',
        '{"a": {"id": "a", "type": "book", "title": "A"}}',
        '[{"id": "a", "type": "book", "title": "A\tB"}]',
    ],
)
def test_items_in_other_wrappings(
    parse: Callable[[str, str], Split], text: str
) -> None:
    entries, problems = parse("csljson", text)
    assert (list(entries), problems) == (["a"], [])


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "1", "title": "A paper of a catalog", "type": "article"}',
        '[{"paper": {"id": "1"}, "title": "A daily paper"}]',
        '[{"itemType": "book", "title": "Zotero"}]',
        '{"id": "W1", "type": "article", "authorships": [], "title": "OpenAlex"}',
        "[1, 2, 3]",
        "@article{a, title={[{}]}}",
    ],
)
def test_leaves_other_formats_alone(text: str) -> None:
    assert not csljson.detect(text)


def test_what_is_no_item_is_a_problem(parse: Callable[[str, str], Split]) -> None:
    entries, problems = parse("csljson", '[1, {"title": "A"}, null, {}, {"x": 1}]')
    assert list(entries) == ["a"]
    assert problems == [
        "t:item 1 a number, not one of the CSL items",
        "t:item 3 null, not one of the CSL items",
        "t:item 4 an empty object, not one of the CSL items",
        "t:item 5 an object without any field of CSL",
    ]


def test_damage_costs_one_item(parse: Callable[[str, str], Split]) -> None:
    items = [f'{{"id": "{key}", "type": "book", "title": "T"}}' for key in "abc"]
    broken = '{"id": "x", "type": "book", "title": oops}'
    text = "[" + ",\n".join([items[0], broken, *items[1:]]) + "]"
    entries, problems = parse("csljson", text)
    assert list(entries) == ["a", "b", "c"]
    assert len(problems) == 2
    assert "item 2 cannot be read" in problems[1]


def test_repeated_keys_are_told_apart(parse: Callable[[str, str], Split]) -> None:
    item = '{"id": "a", "type": "book", "title": "T"}'
    entries, problems = parse("csljson", f"[{item}, {item}, {item}]")
    assert list(entries) == ["a", "a-2", "a-3"]
    assert len(problems) == 2


def listed(parse: Parse, kind: str, text: str) -> tuple[list[Entry], list[str]]:
    """The entries in the order of the file, and the problems."""
    entries, problems = parse(kind, text)
    return list(entries.values()), problems


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Rosa Ash and Tom Birch", ["Rosa Ash", "Tom Birch"]),
        ("Ash, R.; Birch, T.", ["R. Ash", "T. Birch"]),
        (["Ash, R.", "Birch, T."], ["R. Ash", "T. Birch"]),
        ([{"literal": "Wei Wang 0001"}], ["Wei Wang"]),
        ([{"family": "Wang 0002", "given": "Wei"}], ["Wei Wang"]),
        ([{"literal": "Moss and Sons"}], ["Moss and Sons"]),
    ],
)
def test_authors_in_other_forms(parse: Parse, author: object, names: list[str]) -> None:
    item = {"id": "a", "type": "book", "title": "Eels", "author": author}
    (entry,), _ = listed(parse, "csljson", json.dumps([item]))
    assert [author.name for author in entry.authors] == names


@pytest.mark.parametrize(
    "item",
    [
        {"title": "Eels", "authors": ["Ash, R."], "journal": "Ponds", "year": "2001"},
        {"type": "book", "title": "Eels", "authors": [{"name": "Rosa Ash"}]},
        {"type": "article-journal", "title": "Eels", "year": 2001},
        {"id": "a", "type": "book", "title": "Eels", "journal": "Ponds"},
    ],
)
def test_what_only_resembles_csl_is_refused_with_the_reason(
    parse: Parse, item: dict[str, object]
) -> None:
    entries, problems = listed(parse, "csljson", json.dumps([item, item]))
    assert not entries
    (problem,) = problems
    assert "not CSL JSON: its 2 items have" in problem
    issued = {"issued": {"date-parts": [[2001]]}, "type": "book", "title": "Newts"}
    entries, problems = listed(parse, "csljson", json.dumps([item, issued]))
    assert [entry.title for entry in entries] == ["Newts"]
    assert "not an item of CSL" in problems[0]
