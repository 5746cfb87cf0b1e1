"""Semantic Scholar from a server on this machine: tokens, keys, faults."""

from __future__ import annotations

import datetime as dt

import pytest

from readnext.errors import InputError, NetworkError
from readnext.paper import Paper
from readnext_adapters.http import Client
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.protocol import Page
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.conftest import KEY, as_json

TODAY = dt.date(2026, 5, 13)


class Papers:
    """A list of papers, two a page, with a token to go on."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __call__(self, asked: Asked) -> Answer:
        assert asked.path == "/graph/v1/paper/search/bulk"
        start = int(asked.query.get("token", "t0").removeprefix("t"))
        shown = list(range(self.count))[start : start + 2]
        token = f"t{start + 2}" if start + 2 < self.count else None
        data = [{"paperId": f"p{n}", "title": f"Duck {n}"} for n in shown]
        return as_json({"total": self.count, "token": token, "data": data})


def pages(
    client: Client, cursor: str | None = None, since: dt.date | None = None
) -> list[Page]:
    source = parse_source('s2: ducks +"ponds"')
    assert source.name == 's2:ducks +"ponds"'
    return list(source.pages(client, cursor, since, TODAY))


def ids(found: list[Page]) -> list[str]:
    return [i.id for page in found for i in page.items if isinstance(i, Paper)]


def test_all_pages(server: Server, client: Client) -> None:
    server.behave = Papers(5)
    found = pages(client, since=dt.date(2026, 1, 2))
    assert ids(found) == [f"s2:p{n}" for n in range(5)]
    assert [page.cursor for page in found] == [
        "2026-05-13 2026-01-02 t2",
        "2026-05-13 2026-01-02 t4",
        "2026-05-13",
    ]
    first = server.asked[0].query
    assert first["query"] == 'ducks +"ponds"'
    assert first["publicationDateOrYear"] == "2026-01-02:"
    # The bulk search refuses what is nested.
    assert "references" not in first["fields"]
    assert "x-api-key" not in server.asked[0].headers


def test_the_next_run_overlaps_and_a_broken_one_goes_on(
    server: Server, client: Client
) -> None:
    server.behave = Papers(5)
    pages(client, cursor="2026-05-12")
    assert server.asked[0].query["publicationDateOrYear"] == "2026-04-12:"
    assert ids(pages(client, cursor="2026-05-12 2026-04-12 t4")) == ["s2:p4"]


def test_nothing_found(server: Server, client: Client) -> None:
    server.say(as_json({"total": 0, "token": None, "data": []}))
    assert [(page.items, page.cursor) for page in pages(client)] == [((), "2026-05-13")]


def test_the_key_is_in_the_header_alone(
    server: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parse_source("s2:ducks").policy.spacing == 3.0
    monkeypatch.setenv("S2_API_KEY", KEY)
    server.behave = Papers(1)
    pages(client)
    assert server.asked[0].headers["x-api-key"] == KEY
    assert KEY not in server.asked[0].query.values()
    assert parse_source("s2:ducks").policy.spacing == 1.0


def test_a_query_is_needed() -> None:
    with pytest.raises(InputError, match="names nothing"):
        parse_source("s2: ")


PAPER = {"paperId": "a", "title": "Duck"}


@pytest.mark.parametrize(
    "answer",
    [
        as_json({"error": "Unacceptable query params"}),
        as_json({"message": "Too Many Requests", "code": "429"}),
        as_json({"total": 3, "token": "t"}),
        as_json({"total": 1, "token": 7, "data": [PAPER]}),
        as_json({"total": 1, "token": "t", "data": [PAPER]}),
        as_json([PAPER]),
        as_json(7),
        Answer(b"", headers={"Content-Type": "application/json"}),
        *(as_json({}, status) for status in (400, 401, 403, 404, 429, 500)),
    ],
)
def test_faults(server: Server, client: Client, answer: Answer) -> None:
    server.say(answer)
    with pytest.raises(NetworkError):
        pages(client)
    assert len(server.asked) <= 2
