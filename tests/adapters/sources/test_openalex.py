"""OpenAlex from a server on this machine: cursors, overlap, keys, faults."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from readnext.errors import InputError, NetworkError, StatusError
from readnext.paper import Paper, Problem
from readnext_adapters.http import Client
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.protocol import Page
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.conftest import KEY, as_json

TODAY = dt.date(2026, 5, 13)
Json = dict[str, Any]


def work(number: int, **fields: object) -> Json:
    return {"id": f"https://openalex.org/W{number}", "title": f"Duck {number}"} | fields


class Works:
    """A list of works, two a page; places in it are called after the page."""

    def __init__(self, count: int = 5) -> None:
        self.count = count
        self.forgets = False

    def __call__(self, asked: Asked) -> Answer:
        assert asked.path == "/works"
        place = asked.query["cursor"]
        if self.forgets and place != "*":
            return as_json({"error": "Invalid", "message": "cursor has expired"}, 400)
        start = 0 if place == "*" else int(place.removeprefix("at"))
        shown = list(range(self.count))[start : start + 2]
        after = f"at{start + 2}" if shown else None
        meta = {"count": self.count, "per_page": 100, "next_cursor": after}
        return as_json({"meta": meta, "results": [work(n) for n in shown]})


def pages(
    client: Client,
    name: str = "openalex:S123",
    cursor: str | None = None,
    since: dt.date | None = None,
    today: dt.date = TODAY,
) -> list[Page]:
    return list(parse_source(name).pages(client, cursor, since, today))


def ids(found: list[Page]) -> list[str]:
    return [i.id for page in found for i in page.items if isinstance(i, Paper)]


def test_all_pages(server: Server, client: Client) -> None:
    server.behave = Works(5)
    found = pages(client, since=dt.date(2026, 1, 2))
    assert ids(found) == [f"openalex:W{n}" for n in range(5)]
    assert [page.cursor for page in found] == [
        "2026-05-13 2026-01-02 at2",
        "2026-05-13 2026-01-02 at4",
        "2026-05-13 2026-01-02 at6",
        "2026-05-13",
    ]
    first = server.asked[0].query
    assert first["filter"] == (
        "primary_location.source.id:S123,from_publication_date:2026-01-02"
    )
    assert first["per-page"] == "100"
    assert "abstract_inverted_index" in first["select"].split(",")
    assert "concepts" not in first["select"]
    assert not {"api_key", "mailto"} & set(first)


def test_the_next_run_overlaps_the_one_before(server: Server, client: Client) -> None:
    server.behave = Works(1)
    pages(client, cursor="2026-05-10")
    assert "from_publication_date:2026-04-26" in server.asked[0].query["filter"]


def test_a_run_goes_on_where_it_broke_off(server: Server, client: Client) -> None:
    server.behave = Works(5)
    found = pages(client, cursor="2026-05-12 2026-01-02 at4")
    assert ids(found) == ["openalex:W4"]
    assert "from_publication_date:2026-01-02" in server.asked[0].query["filter"]
    # What came in since it began is the next run's.
    assert found[-1].cursor == "2026-05-12"


def test_a_place_that_is_forgotten_means_the_beginning(
    server: Server, client: Client
) -> None:
    works = Works(1)
    works.forgets = True
    server.behave = works
    with pytest.raises(StatusError, match="cursor has expired"):
        pages(client, cursor="2026-05-12 2026-01-02 at4")  # the second page fails
    works.count = 0
    found = pages(client, cursor="2026-05-12 2026-01-02 at4")
    assert [page.cursor for page in found] == ["2026-05-12"]
    assert server.asked[-1].query["cursor"] == "*"
    assert "from_publication_date:2026-01-02" in server.asked[-1].query["filter"]


def test_a_refusal_at_the_beginning_is_final(server: Server, client: Client) -> None:
    server.say(as_json({"message": "no such filter"}, 400))
    for cursor in (None, "2026-05-12"):
        server.asked.clear()
        with pytest.raises(StatusError, match="no such filter"):
            pages(client, cursor=cursor)
        assert len(server.asked) == 1


def test_an_old_place_is_not_tried(server: Server, client: Client) -> None:
    server.behave = Works(1)
    found = pages(client, cursor="2026-05-01 2026-01-02 at4")
    assert server.asked[0].query["cursor"] == "*"
    assert found[-1].cursor == "2026-05-13"


@pytest.mark.parametrize("cursor", ["", "x", "2026-99-01", "0001-01-01", "2026-05-12 "])
def test_a_damaged_cursor_counts_as_none(
    server: Server, client: Client, cursor: str
) -> None:
    server.behave = Works(1)
    pages(client, cursor=cursor)
    assert "from_publication_date:2026-02-12" in server.asked[0].query["filter"]


def test_an_author_s_works_are_all_fetched_at_first(
    server: Server, client: Client
) -> None:
    server.behave = Works(3)
    found = pages(client, "openalex:A77")
    assert server.asked[0].query["filter"] == "authorships.author.id:A77"
    assert found[0].cursor == "2026-05-13 - at2"
    pages(client, "openalex:A77", cursor=found[0].cursor)
    assert server.asked[-1].query["filter"] == "authorships.author.id:A77"
    pages(client, "openalex:A77", cursor=found[-1].cursor)
    assert "from_publication_date" in server.asked[-1].query["filter"]


@pytest.mark.parametrize(
    ("given", "name", "query"),
    [
        ("openalex:S123", "openalex:S123", "primary_location.source.id:S123"),
        ("openalex:S1", "openalex:S1", "primary_location.source.id:S1"),
        ("openalex:https://openalex.org/I12", "openalex:I12", "institutions.id:I12"),
        ("openalex:T10028", "openalex:T10028", "topics.id:T10028"),
        ("openalex:C119", "openalex:C119", "concepts.id:C119"),
        (
            "openalex:institutions.ror:https://ror.org/05a28rw58",
            "openalex:filter=institutions.ror:https://ror.org/05a28rw58",
            "institutions.ror:https://ror.org/05a28rw58,from_",
        ),
        (
            "openalex:filter=cites:W55,type:article",
            "openalex:filter=cites:W55,type:article",
            "cites:W55,type:article,from_",
        ),
    ],
)
def test_names_that_filter(
    server: Server, client: Client, given: str, name: str, query: str
) -> None:
    server.behave = Works(0)
    assert parse_source(given).name == name
    assert parse_source(name).name == name
    pages(client, given)
    assert query in server.asked[0].query["filter"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("openalex:graph  neural networks", "graph neural networks"),
        ("openalex:search=T5", "T5"),
        ("openalex:T5", "T5"),
        ("openalex:C4", "C4"),
        ("openalex:S1 heart sound", "S1 heart sound"),
        ("openalex:BERT: pre-training & co", "BERT: pre-training & co"),
    ],
)
def test_names_that_search(
    server: Server, client: Client, given: str, words: str
) -> None:
    server.behave = Works(0)
    assert parse_source(given).name == f"openalex:search={words}"
    pages(client, given)
    assert server.asked[0].query["search"] == words
    assert server.asked[0].query["filter"] == "from_publication_date:2026-02-12"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("openalex:", "names nothing"),
        ("openalex:filter= ", "names nothing"),
        ("openalex:W55", "filter=cites:W55"),
    ],
)
def test_names_of_nothing(name: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse_source(name)


def test_key_and_contact(
    server: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", KEY)
    monkeypatch.setenv("READNEXT_CONTACT", "mailto:mia@example.org")
    server.behave = Works(0)
    pages(client)
    assert server.asked[0].query["api_key"] == KEY
    assert server.asked[0].query["mailto"] == "mia@example.org"
    monkeypatch.setenv("READNEXT_CONTACT", "https://example.org/@mia")
    pages(client)
    assert "mailto" not in server.asked[-1].query


# Faults.


def listed(after: object, *works: Json) -> Answer:
    return as_json({"meta": {"next_cursor": after}, "results": list(works)})


@pytest.mark.parametrize(
    "answers",
    [
        [listed("a", work(1)), listed("a", work(2))],
        [listed("a", work(1)), listed("b", work(2)), listed("a", work(3))],
        [listed("a", work(1)), listed("b", work(1)), listed("c", work(1))],
    ],
)
def test_a_list_that_repeats_itself_is_an_error(
    server: Server, client: Client, answers: list[Answer]
) -> None:
    server.say(*answers)
    with pytest.raises(NetworkError, match="the same page repeatedly"):
        pages(client)
    assert len(server.asked) <= 3


@pytest.mark.parametrize(
    "answer",
    [
        as_json({"error": "Invalid query", "message": "no such filter"}),
        as_json({"results": [work(1)]}),
        as_json({"meta": {}, "results": [work(1)]}),
        as_json({"meta": {"next_cursor": 7}, "results": [work(1)]}),
        as_json({"meta": {"next_cursor": None}, "results": {}}),
        as_json({"meta": [], "results": None}),
        as_json(None),
        Answer(b"{}", headers={"Content-Type": "text/html"}),
        Answer(b"{", headers={"Content-Type": "application/json"}),
        *(as_json({}, status) for status in (400, 401, 403, 404, 429, 500)),
    ],
)
def test_faults(server: Server, client: Client, answer: Answer) -> None:
    server.say(answer)
    with pytest.raises(NetworkError):
        pages(client)


def test_what_is_wrong_with_a_work_has_its_place(
    server: Server, client: Client
) -> None:
    server.say(listed(None, work(1, abstract_inverted_index={"a": [9]})))
    ((paper, problem),) = (page.items for page in pages(client))
    assert isinstance(paper, Paper) and paper.abstract == "a"
    assert problem == Problem(
        "openalex:S123 page 1:item 1", "abstract with gaps: 9 words are missing"
    )
