"""Looking up the user's own papers in OpenAlex and Semantic Scholar."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from readnext.errors import NetworkError, StatusError
from readnext.matching.identity import Identity
from readnext.paper import Author, Entry, Paper
from readnext_adapters.http import Client
from readnext_adapters.sources import FINDERS
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.conftest import KEY, as_json

Json = dict[str, Any]


def own(title: str, **fields: Any) -> Identity:  # noqa: ANN401 - an entry's
    author = Author("Sand", "Mia")
    return Identity.of(Entry(title, title=title, authors=(author,), **fields))


def find(client: Client, name: str, *wanted: Identity) -> list[str]:
    found = [item for page in FINDERS[name].find(client, wanted) for item in page.items]
    assert all(page.cursor == "" for page in FINDERS[name].find(client, wanted))
    return [item.id for item in found if isinstance(item, Paper)]


# OpenAlex.


class Works:
    """Works by DOI or by title."""

    def __init__(self, *works: Json) -> None:
        self.works = works

    def __call__(self, asked: Asked) -> Answer:
        if asked.path.startswith("/works/doi:"):
            doi = asked.path.removeprefix("/works/doi:")
            found = self.by_doi([doi.replace("%2C", ",")])
            return as_json(found[0]) if found else as_json({"error": "Not found"}, 404)
        assert asked.path == "/works"
        field, _, value = asked.query["filter"].partition(":")
        if field == "doi":
            assert value.count("|") < 50
            return self.answer(self.by_doi(value.split("|")))
        assert field == "title.search"
        words = set(value.split())
        named = [w for w in self.works if words & set(w["title"].lower().split())]
        return self.answer(named)

    def by_doi(self, dois: Sequence[str]) -> list[Json]:
        wanted = {f"https://doi.org/{doi}" for doi in dois}
        return [work for work in self.works if work["doi"] in wanted]

    def answer(self, works: list[Json]) -> Answer:
        return as_json({"meta": {"next_cursor": None}, "results": works})


def work(number: int, title: str, doi: str | None = None) -> Json:
    author = {"author": {"display_name": "Mia Sand"}}
    return {
        "id": f"https://openalex.org/W{number}",
        "title": title,
        "doi": f"https://doi.org/{doi}" if doi else None,
        "publication_year": 2024,
        "authorships": [author],
    }


def test_openalex_by_doi_and_arxiv_id(server: Server, client: Client) -> None:
    server.behave = Works(
        work(1, "On Ducks", "10.5555/ducks"),
        work(2, "On Geese", "10.48550/arxiv.2401.00007"),
    )
    ducks = own("On Ducks", doi="10.5555/ducks")
    geese = own("On Geese", arxiv="2401.00007")
    unknown = own("On Swans", doi="10.5555/swans")
    assert find(client, "openalex", ducks, geese, unknown) == [
        "openalex:W1",
        "openalex:W2",
    ]
    assert server.asked[0].query["filter"] == (
        "doi:10.5555/ducks|10.48550/arxiv.2401.00007|10.5555/swans"
    )
    # What has an id is not searched for by its title.
    assert not [a for a in server.asked if "title.search" in a.query["filter"]]


def test_openalex_by_fifties(server: Server, client: Client) -> None:
    works = [work(n, f"Duck Number {n}", f"10.5555/{n}") for n in range(120)]
    server.behave = Works(*works)
    wanted = [own(f"Duck Number {n}", doi=f"10.5555/{n}") for n in range(120)]
    found = [
        item.id
        for page in FINDERS["openalex"].find(client, wanted)
        for item in page.items
        if isinstance(item, Paper)
    ]
    assert found == [f"openalex:W{n}" for n in range(120)]
    assert len(server.asked) == 3


def test_openalex_by_a_doi_that_no_filter_can_hold(
    server: Server, client: Client
) -> None:
    doi = "10.1000/a,b"
    server.behave = Works(work(3, "On Commas", doi))
    wanted = [own("On Commas", doi=doi), own("On Nothing", doi="10.1000/x,y")]
    assert find(client, "openalex", *wanted) == ["openalex:W3"]
    assert "filter" not in server.asked[0].query


def test_openalex_by_title(server: Server, client: Client) -> None:
    server.behave = Works(
        work(4, "Ducks AND Ponds: A Study, Continued"),
        work(5, "Ducks of Another Pond Altogether"),
    )
    wanted = own("Ducks AND Ponds: A Study, Continued", date="2024")
    assert find(client, "openalex", wanted) == ["openalex:W4"]
    assert server.asked[0].query["filter"] == (
        "title.search:ducks and ponds a study continued"
    )
    server.asked.clear()
    assert find(client, "openalex", own("?!")) == []
    assert server.asked == []


def test_a_doi_that_was_noted_wrongly_finds_nothing(
    server: Server, client: Client
) -> None:
    other = work(6, "Tomatoes in Winter", "10.5555/ducks")
    other["authorships"] = [{"author": {"display_name": "Paul Tomato"}}]
    server.behave = Works(other)
    assert find(client, "openalex", own("On Ducks", doi="10.5555/ducks")) == []


# Semantic Scholar.


class Batch:
    """Papers by the ids that the service takes; null for those that it lacks."""

    def __init__(self, **papers: Json) -> None:
        self.papers = {name.replace("__", ":", 1): p for name, p in papers.items()}
        self.asked_for: list[list[str]] = []

    def __call__(self, asked: Asked) -> Answer:
        if asked.path == "/graph/v1/paper/search/match":
            titles = {p["title"]: p for p in self.papers.values()}
            found = titles.get(asked.query["query"])
            error = {"error": "Title match not found"}
            return as_json({"data": [found]}) if found else as_json(error, 404)
        assert asked.path == "/graph/v1/paper/batch"
        assert "references.externalIds" in asked.query["fields"].split(",")
        assert asked.headers["content-type"] == "application/json"
        ids = json.loads(asked.body)["ids"]
        self.asked_for.append(ids)
        papers = [self.papers.get(id_) for id_ in ids]
        if not any(papers):
            return as_json({"error": "No valid paper ids given"}, 400)
        return as_json(papers)


def paper(id_: str, title: str, **known: str) -> Json:
    return {
        "paperId": id_,
        "title": title,
        "externalIds": known or None,
        "authors": [{"name": "Mia Sand"}],
        "references": [{"paperId": "zz", "externalIds": {"DOI": "10.5555/z"}}],
    }


def test_semantic_scholar_by_ids(server: Server, client: Client) -> None:
    batch = Batch(
        ARXIV__a=paper("p1", "On Ducks", ArXiv="2401.00007"),
    )
    batch.papers = {
        "ARXIV:2401.00007": paper("p1", "On Ducks", ArXiv="2401.00007"),
        "DOI:10.5555/geese": paper("p2", "On Geese", DOI="10.5555/GEESE"),
    }
    server.behave = batch
    wanted = [
        own("On Swans", doi="10.5555/swans"),
        own("On Ducks", arxiv="2401.00007", doi="10.5555/ducks"),
        own("On Geese", arxiv="2401.99999", doi="10.5555/geese"),
    ]
    assert find(client, "s2", *wanted) == ["s2:p1", "s2:p2"]
    assert batch.asked_for[:2] == [
        ["DOI:10.5555/swans", "ARXIV:2401.00007", "ARXIV:2401.99999"],
        ["DOI:10.5555/geese"],
    ]
    (first, *_) = FINDERS["s2"].find(client, wanted)
    (ducks,) = first.items
    assert isinstance(ducks, Paper)
    assert ducks.references == ("10.5555/z",)


def test_semantic_scholar_knows_none(server: Server, client: Client) -> None:
    server.behave = Batch()
    assert find(client, "s2", own("On Ducks", doi="10.5555/ducks")) == []


def test_semantic_scholar_by_hundreds(server: Server, client: Client) -> None:
    batch = Batch()
    batch.papers = {
        f"DOI:10.5555/{n}": paper(f"p{n}", f"Duck Number {n}", DOI=f"10.5555/{n}")
        for n in range(230)
    }
    server.behave = batch
    wanted = [own(f"Duck Number {n}", doi=f"10.5555/{n}") for n in range(230)]
    pages = list(FINDERS["s2"].find(client, wanted))
    assert [len(page.items) for page in pages] == [100, 100, 30]


def test_semantic_scholar_by_title(server: Server, client: Client) -> None:
    batch = Batch()
    batch.papers = {"x": paper("p3", "Ducks and Their Ponds")}
    server.behave = batch
    known, unknown = own("Ducks and Their Ponds"), own("Geese without a Pond")
    assert find(client, "s2", known, unknown) == ["s2:p3"]


def test_the_key_goes_along(
    server: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S2_API_KEY", KEY)
    server.behave = Batch()
    find(client, "s2", own("On Ducks", doi="10.5555/ducks"))
    assert server.asked[0].headers["x-api-key"] == KEY
    assert FINDERS["s2"].policy.spacing == 1.0


def test_nothing_wanted_is_nothing_asked(server: Server, client: Client) -> None:
    for finder in FINDERS.values():
        assert list(finder.find(client, [])) == []
    assert server.asked == []


def test_finders_have_their_names() -> None:
    assert {name: finder.name for name, finder in FINDERS.items()} == {
        "openalex": "openalex",
        "s2": "s2",
    }


@pytest.mark.parametrize("name", ["openalex", "s2"])
@pytest.mark.parametrize(
    "answer",
    [
        as_json({"error": "busy"}),
        as_json({"data": []}),
        as_json([None, None]),
        as_json(None),
        Answer(b"x"),
        *(as_json({}, status) for status in (400, 401, 403, 404, 429, 500)),
    ],
)
def test_faults(server: Server, client: Client, name: str, answer: Answer) -> None:
    server.say(answer)
    if name == "openalex" and answer.body == b"[null, null]":
        assert find(client, name, own("On Ducks", doi="10.5555/ducks")) == []
        return
    with pytest.raises(NetworkError):
        find(client, name, own("On Ducks", doi="10.5555/ducks"))


@pytest.mark.parametrize("name", ["openalex", "s2"])
@pytest.mark.parametrize("status", [401, 403, 500])
def test_faults_of_a_search_by_title(
    server: Server, client: Client, name: str, status: int
) -> None:
    server.say(as_json({}, status))
    with pytest.raises(StatusError):
        find(client, name, own("Ducks and Their Ponds"))
