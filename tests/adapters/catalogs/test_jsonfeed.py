"""JSON Feed, versions 1 and 1.1."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import pytest

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import detect_format

Read = Callable[[bytes], list[Paper | Problem]]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]
VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items: object, **more: object) -> bytes:
    whole = {"version": VERSION, "title": "Bog Notes", "items": items} | more
    return json.dumps(whole).encode()


def test_an_item_with_all_fields(read: Read, papers: Papers) -> None:
    item = {
        "id": "https://example.org/1",
        "url": "https://example.org/1",
        "external_url": "https://doi.org/10.5555/RAIN.1",
        "title": "[ASAP] Rain & Moss",
        "content_html": "<h3>Abstract</h3><p>It rains on <i>moss</i>.</p>",
        "date_published": "2026-06-30T10:00:00Z",
        "authors": [{"name": "Fern, Ida"}, {"name": "Jan Roe"}],
        "tags": ["moss"],
    }
    assert papers(read(feed(item))) == [
        Paper(
            id="feed:https://example.org/1",
            title="Rain & Moss",
            authors=("Ida Fern", "Jan Roe"),
            abstract="It rains on moss.",
            venue="Bog Notes",
            date="2026-06-30",
            url="https://doi.org/10.5555/RAIN.1",
            doi="10.5555/rain.1",
            keywords=("moss",),
        )
    ]


@pytest.mark.parametrize(
    ("item", "authors", "abstract"),
    [
        ({"content_text": "It rains, p < 0.05."}, (), "It rains, p < 0.05."),
        ({"summary": "It rains."}, (), "It rains."),
        ({"author": {"name": "Ida Fern, Jan Roe"}}, ("Ida Fern", "Jan Roe"), ""),
        ({"authors": None, "tags": None, "content_html": 7}, (), ""),
    ],
)
def test_forms_of_items(
    read: Read, papers: Papers, item: object, authors: tuple[str, ...], abstract: str
) -> None:
    assert isinstance(item, dict)
    (paper,) = papers(read(feed({"id": 1, "title": "Rain"} | item)))
    assert (paper.id, paper.authors, paper.abstract) == ("feed:1", authors, abstract)


def test_an_item_without_title_is_a_problem(read: Read, problems: Problems) -> None:
    found = read(
        feed({"id": "1", "content_text": "Rain!"}, {"id": "2", "title": "Moss"})
    )
    assert problems(found) == [("page:item 1", "1: no title; left out")]


@pytest.mark.parametrize("version", ["1", "1.1"])
@pytest.mark.parametrize("suffix", ["", ".json", ".jsonl"])
def test_detection(version: str, suffix: str) -> None:
    head = f'{{"title": "A", "version": "https://jsonfeed.org/version/{version}", '
    assert detect_format(head + '"items": []}', suffix) == "jsonfeed"


def test_a_damaged_feed_is_read_as_far_as_it_goes(read: Read, papers: Papers) -> None:
    data = feed({"id": "1", "title": "Rain"}, {"id": "2", "title": "Moss"})
    found = read(data[: data.index(b"Moss")])
    assert [paper.title for paper in papers(found)] == ["Rain"]
    whole, item = (one for one in found if isinstance(one, Problem))
    assert "damaged or cut off" in whole.why
    assert item.where.endswith(":item 2") and item.why.startswith("cannot be read")
