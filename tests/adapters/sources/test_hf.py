"""Hugging Face's daily papers, day by day, from a server on this machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readnext.errors import InputError, NetworkError, StatusError
from readnext.paper import Paper, Problem
from readnext_adapters.http import Client
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.hf import HuggingFace
from readnext_adapters.sources.protocol import Page
from tests.adapters.serving import Answer, Asked, Server
from tests.adapters.sources.conftest import as_json

TODAY = dt.date(2026, 5, 13)  # a Wednesday
TODAYS = st.dates(dt.date(2026, 1, 5), dt.date(2026, 12, 20))


class Days:
    """What was shown on each day; pages hold two, though a hundred are asked for."""

    def __init__(self, **days: int) -> None:
        self.shown = {
            day.strip("_").replace("_", "-"): [
                {"paper": {"id": f"26{day[-2:]}.{n:05}", "title": f"Ducks {day} {n}"}}
                for n in range(count)
            ]
            for day, count in days.items()
        }

    def __call__(self, asked: Asked) -> Answer:
        assert asked.path == "/api/daily_papers"
        assert asked.query["limit"] == "100"
        key = asked.query.get("date") or asked.query.get("week") or asked.query["sort"]
        start = 2 * int(asked.query["p"])
        return as_json(self.shown.get(key, [])[start : start + 2])


def pages(
    client: Client,
    name: str = "hf:daily",
    cursor: str | None = None,
    since: dt.date | None = None,
) -> list[Page]:
    return list(parse_source(name).pages(client, cursor, since, TODAY))


def titles(found: list[Page]) -> list[str]:
    return [i.title for page in found for i in page.items if isinstance(i, Paper)]


def asked_days(server: Server) -> list[str]:
    return list(dict.fromkeys(asked.query.get("date", "") for asked in server.asked))


def test_day_by_day_with_all_pages(server: Server, client: Client) -> None:
    server.behave = Days(_2026_05_11=5, _2026_05_13=1)
    found = pages(client, since=dt.date(2026, 5, 10))
    assert [page.cursor for page in found] == [f"2026-05-{n}" for n in range(10, 14)]
    assert [len(page.items) for page in found] == [0, 5, 0, 1]
    assert asked_days(server) == [f"2026-05-{n}" for n in range(10, 14)]


def test_the_next_run_goes_a_week_back(server: Server, client: Client) -> None:
    server.behave = Days(_2026_05_06=1)
    found = pages(client, cursor="2026-05-12")
    assert asked_days(server)[0] == "2026-05-05"
    assert titles(found) == ["Ducks _2026_05_06 0"]
    # A run that breaks off here has lost nothing of what the one before it reached.
    assert found[0].cursor == "2026-05-12"
    assert found[-1].cursor == "2026-05-13"


def test_a_month_at_first(server: Server, client: Client) -> None:
    server.behave = Days()
    pages(client)
    assert asked_days(server)[0] == "2026-04-13"


@pytest.mark.parametrize("cursor", ["", "yesterday", "2026-13-01", "0001-01-01"])
def test_a_damaged_cursor_counts_as_none(
    server: Server, client: Client, cursor: str
) -> None:
    server.behave = Days()
    pages(client, cursor=cursor)
    assert asked_days(server)[0] == "2026-04-13"


def test_a_cursor_of_a_clock_that_was_fast(server: Server, client: Client) -> None:
    server.behave = Days()
    assert pages(client, cursor="2031-01-01")[-1].cursor == "2026-05-13"
    assert asked_days(server)[0] == "2026-05-06"


def test_weeks(server: Server, client: Client) -> None:
    days = Days()
    days.shown = {"2026-W19": [{"paper": {"id": "2605.00001", "title": "A Week"}}]}
    server.behave = days
    found = pages(client, "hf:week", cursor="2026-05-10")
    weeks = list(dict.fromkeys(asked.query["week"] for asked in server.asked))
    assert weeks == ["2026-W18", "2026-W19", "2026-W20"]
    assert titles(found) == ["A Week"]
    assert found[-1].cursor == "2026-05-13"


def test_a_53rd_week_is_not_asked_for(server: Server, client: Client) -> None:
    server.behave = Days()
    source = HuggingFace("week")
    list(source.pages(client, None, dt.date(2026, 12, 24), dt.date(2027, 1, 5)))
    weeks = list(dict.fromkeys(asked.query["week"] for asked in server.asked))
    assert weeks == ["2026-W52", "2027-W01"]


def test_what_is_trending_is_one_page(server: Server, client: Client) -> None:
    days = Days()
    days.shown = {"trending": [{"paper": {"id": "1", "title": f"T{n}"}} for n in "abc"]}
    server.behave = days
    (page,) = pages(client, "hf:trending", cursor="2026-05-12")
    assert (len(page.items), page.cursor) == (2, "2026-05-13")
    assert server.asked[0].query == {"sort": "trending", "limit": "100", "p": "0"}


def test_a_server_that_knows_no_pages_is_asked_twice(
    server: Server, client: Client
) -> None:
    server.say(as_json([{"paper": {"id": "2605.00001", "title": "Ducks"}}]))
    found = pages(client, since=TODAY)
    assert titles(found) == ["Ducks"]
    assert len(server.asked) == 2


def test_a_list_without_end_is_an_error(server: Server, client: Client) -> None:
    def endless(asked: Asked) -> Answer:
        paper = {"id": f"2605.{asked.query['p']}", "title": "Ducks"}
        return as_json([{"paper": paper}])

    server.behave = endless
    with pytest.raises(NetworkError, match="does not end"):
        pages(client, since=TODAY)


def test_today_is_not_yet_a_day_there(server: Server, client: Client) -> None:
    days = Days(_2026_05_12=1)

    def behave(asked: Asked) -> Answer:
        if asked.query["date"] == TODAY.isoformat():
            return as_json({"error": "date is in the future"}, 400)
        return days(asked)

    server.behave = behave
    found = pages(client, since=dt.date(2026, 5, 11))
    assert [page.cursor for page in found] == ["2026-05-11", "2026-05-12"]
    with pytest.raises(StatusError, match="date is in the future"):
        pages(client, since=TODAY)


@pytest.mark.parametrize(
    "answer",
    [
        as_json({"error": "no such thing"}),
        as_json({"papers": []}),
        as_json(None),
        as_json("text"),
        Answer(b"[", headers={"Content-Type": "application/json"}),
        Answer(b"<html>", headers={"Content-Type": "text/html"}),
        *(as_json([], status) for status in (400, 401, 403, 404, 429, 500)),
    ],
)
def test_faults(server: Server, client: Client, answer: Answer) -> None:
    server.say(answer)
    with pytest.raises(NetworkError):
        pages(client)


def test_odd_items_are_problems_with_their_place(
    server: Server, client: Client
) -> None:
    server.say(as_json([7, {"paper": {"id": "1"}}]))  # whatever page is asked for
    (page,) = pages(client, since=TODAY)
    place = "hf:daily 2026-05-13 page 1:item"
    assert page.items == (
        Problem(f"{place} 1", "not one of the papers"),
        Problem(f"{place} 2", "a paper without title is left out"),
    )


@pytest.mark.parametrize("name", ["hf:", "hf:monthly", "hf:daily extra"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="hf:daily, hf:week, hf:trending"):
        parse_source(name)


def test_names_have_one_spelling() -> None:
    assert parse_source(" HF: Daily ").name == "hf:daily"


@pytest.fixture(scope="module")
def empty() -> Iterator[Server]:
    with Server().running() as running:
        running.say(as_json([]))
        yield running


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=st.text() | st.dates().map(dt.date.isoformat), today=TODAYS)
def test_any_cursor_ends_today(
    empty: Server, monkeypatch: pytest.MonkeyPatch, cursor: str, today: dt.date
) -> None:
    """Also one that is years old: then there is a page for each week since."""
    monkeypatch.setenv("READNEXT_HF_URL", empty.url)
    with Client(sleep=lambda _: None) as client:
        pages = list(HuggingFace("week").pages(client, cursor, None, today))
    assert pages[-1].cursor == today.isoformat()
    assert all(page.items == () for page in pages)
