"""arXiv's search, from a server on this machine."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readnext.errors import InputError, NetworkError, StatusError
from readnext.paper import Paper, Problem
from readnext_adapters.http import Client
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.protocol import Page
from tests.adapters.serving import Answer, Asked, Server
from tests.examples import examples

TODAY = dt.date(2026, 6, 30)
NAME = 'arxiv-query:all:"graph neural" AND cat:cs.LG'


@pytest.fixture(autouse=True)
def at_arxiv(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_ARXIV_API_URL", f"{server.url}/api/query")


class Found:
    """A service that has papers, one for each day back from today."""

    def __init__(self, count: int) -> None:
        self.days = [TODAY - dt.timedelta(days=n) for n in range(count)]
        self.total: int | None = count

    def __call__(self, asked: Asked) -> Answer:
        start, most = int(asked.query["start"]), int(asked.query["max_results"])
        return atom(self.days[start : start + most], self.total)


def atom(days: list[dt.date], total: int | None) -> Answer:
    """An answer with a paper for each day."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{day:%y%m}.{number:05}v1</id>"
        f"<title>Paper of {day}</title><published>{day}T10:00:00Z</published></entry>"
        for number, day in enumerate(days)
    )
    counted = "" if total is None else f"<totalResults>{total}</totalResults>"
    root = '<feed xmlns="http://www.w3.org/2005/Atom">'
    return Answer(f"{root}{counted}{entries}</feed>".encode())


def pages(
    client: Client,
    cursor: str | None = None,
    since: dt.date | None = None,
    today: dt.date = TODAY,
) -> list[Page]:
    return list(parse_source(NAME).pages(client, cursor, since, today))


def counts(found: list[Page]) -> list[int]:
    return [len(page.items) for page in found]


def test_names() -> None:
    source = parse_source(f"  {NAME.replace(' AND', '   AND')} ")
    assert source.name == NAME
    assert source.policy.spacing > 3.0
    for wrong in ("arxiv-query:", "arxiv-query: ", "arxiv-query:a\0b"):
        with pytest.raises(InputError, match="arxiv-query:ti"):
            parse_source(wrong)
    for wrong in ('arxiv-query:ti:"ice', "arxiv-query:(ti:ice"):
        with pytest.raises(InputError, match="not closed"):
            parse_source(wrong)


def test_all_is_fetched_newest_first(server: Server, client: Client) -> None:
    server.behave = Found(700)
    assert counts(pages(client)) == [300, 300, 100]
    assert [asked.query["start"] for asked in server.asked] == ["0", "300", "600"]
    assert server.asked[0].query == {
        "search_query": 'all:"graph neural" AND cat:cs.LG',
        "sortBy": "submittedDate",
        "sortOrder": "descending",
        "start": "0",
        "max_results": "300",
    }


def test_an_empty_result_is_fine(server: Server, client: Client) -> None:
    server.behave = Found(0)
    assert counts(pages(client)) == [0]


def test_it_stops_where_papers_are_older(server: Server, client: Client) -> None:
    server.behave = Found(5000)
    assert counts(pages(client, since=TODAY - dt.timedelta(days=310))) == [300, 300]


def test_the_next_run_stops_where_this_one_began(
    server: Server, client: Client
) -> None:
    server.behave = Found(700)
    cursor = pages(client)[-1].cursor
    assert json.loads(cursor)["since"] == "2026-06-16"  # some papers are held back
    assert counts(pages(client, cursor=cursor)) == [300]


def test_a_run_that_broke_off_goes_on(server: Server, client: Client) -> None:
    server.behave = Found(700)
    source = parse_source(NAME).pages(client, None, None, TODAY)
    cursor = next(source).cursor
    found = pages(client, cursor=cursor, today=TODAY + dt.timedelta(days=40))
    assert counts(found) == [300, 100]
    assert json.loads(found[-1].cursor)["since"] == "2026-06-16"


def test_lost_order_is_not_taken_for_the_end(server: Server, client: Client) -> None:
    """The service has been known to lose it for days."""
    service = Found(700)
    service.days.reverse()
    server.behave = service
    assert counts(pages(client, since=dt.date(2026, 6, 1))) == [300, 300, 100]


def test_ten_thousand_are_the_most(server: Server, client: Client) -> None:
    server.behave = Found(10_001)
    found = pages(client)
    assert sum(counts(found)) == 10_001
    (problem,) = found[-1].items
    assert isinstance(problem, Problem) and "narrower" in problem.why
    assert json.loads(found[-1].cursor)["since"] == "2026-06-16"


@pytest.mark.slow
def test_ten_thousand_papers_are_all(server: Server, client: Client) -> None:
    server.behave = Found(10_000)
    found = pages(client)
    assert sum(counts(found)) == 10_000
    assert isinstance(found[-1].items[-1], Paper)


def test_without_a_total_it_goes_on_to_an_empty_page(
    server: Server, client: Client
) -> None:
    service = Found(400)
    service.total = None
    server.behave = service
    assert counts(pages(client)) == [300, 100, 0]


def test_a_page_that_is_empty_by_mistake_is_asked_again(
    server: Server, client: Client
) -> None:
    server.say(atom([], 2), atom([TODAY, TODAY], 2))
    assert counts(pages(client)) == [2]
    server.say(atom([], 2))
    with pytest.raises(NetworkError, match="empty page at paper 0 of 2"):
        pages(client)


def test_a_page_cut_short_is_gone_on_from_there(server: Server, client: Client) -> None:
    server.say(atom([TODAY], 2), atom([TODAY], 2))
    assert counts(pages(client)) == [1, 1]
    assert server.asked[1].query["start"] == "1"


ERROR = b"""<feed><entry><id>https://arxiv.org/api/errors#x</id><title>Error</title>
<summary>incorrect id format for duck</summary></entry></feed>"""


def test_what_arxiv_calls_an_error_is_one(server: Server, client: Client) -> None:
    server.say(Answer(ERROR))
    with pytest.raises(NetworkError, match="arXiv says: incorrect id format for duck"):
        pages(client)


def test_a_search_that_is_not_understood(server: Server, client: Client) -> None:
    server.say(Answer(ERROR, status=400))
    with pytest.raises(NetworkError, match="rejected the search all:"):
        pages(client)
    server.say(Answer(status=403))
    with pytest.raises(StatusError, match="403"):
        pages(client)


@pytest.mark.parametrize(
    "body", [b"<html>Log in</html>", b"", atom([TODAY], 9).body[:-9]]
)
def test_an_answer_that_is_not_whole_is_an_error(
    server: Server, client: Client, body: bytes
) -> None:
    server.say(Answer(body))
    with pytest.raises(NetworkError, match="cannot be read"):
        pages(client)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=examples(30),
)
@given(
    st.text(max_size=20)
    | st.dictionaries(
        st.sampled_from(["since", "began", "start"]),
        st.none() | st.booleans() | st.integers() | st.just("0001-01-01"),
    ).map(json.dumps)
)
def test_no_cursor_fails(server: Server, client: Client, cursor: str) -> None:
    server.behave = Found(2)
    assert pages(client, cursor=cursor)
