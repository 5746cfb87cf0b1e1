"""What arXiv announced today, from a server on this machine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from readnext.errors import InputError, NetworkError, StatusError
from readnext.paper import Paper
from readnext_adapters.http import Client
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.protocol import Page
from tests.adapters.serving import Answer, Server

TODAY = dt.date(2026, 6, 30)
NONE = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>cs.LG</title></feed>'
)


@pytest.fixture(autouse=True)
def at_arxiv(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_ARXIV_RSS_URL", f"{server.url}/atom/")


def pages(client: Client, name: str, cursor: str | None = None) -> list[Page]:
    return list(parse_source(name).pages(client, cursor, None, TODAY))


def test_names() -> None:
    source = parse_source("arxiv-new: stat.ml+cs.LG + cs.lg")
    assert source.name == "arxiv-new:stat.ML+cs.LG" == parse_source(source.name).name
    assert source.policy.spacing > 3.0
    for wrong in ("arxiv-new:", "arxiv-new:duck", "arxiv-new:cs.LG+", "arxiv-new:all"):
        with pytest.raises(InputError, match=r"cs\.LG"):
            parse_source(wrong)


def test_the_new_papers_of_a_day(
    server: Server, client: Client, fixtures: Path
) -> None:
    server.say(Answer((fixtures / "arxiv-day.atom").read_bytes()))
    (page,) = pages(client, "arxiv-new:cs.LG+stat.ML")
    assert server.asked[0].path == "/atom/cs.LG+stat.ML"
    new, crossed = page.items  # what is replaced was announced before
    assert isinstance(new, Paper) and isinstance(crossed, Paper)
    assert (new.id, new.date) == ("arxiv:2606.00021", "2026-06-30")
    assert (crossed.id, crossed.date) == ("arxiv:2605.00022", "2026-05")


def test_the_feed_may_be_rss(server: Server, client: Client, fixtures: Path) -> None:
    server.say(Answer((fixtures / "arxiv-day.rss").read_bytes()))
    (page,) = pages(client, "arxiv-new:cs.LG")
    assert len(page.items) == 2


def test_a_day_without_papers_is_fine(server: Server, client: Client) -> None:
    server.say(Answer(NONE))
    (page,) = pages(client, "arxiv-new:cs.LG")
    assert page.items == ()
    assert pages(client, "arxiv-new:cs.LG", page.cursor) == [page]


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b"", NONE[:-7]])
def test_an_answer_that_is_not_whole_is_an_error(
    server: Server, client: Client, body: bytes
) -> None:
    server.say(Answer(body))
    with pytest.raises(NetworkError, match="cannot be read"):
        pages(client, "arxiv-new:cs.LG")


def test_no_such_category(server: Server, client: Client) -> None:
    server.say(Answer(b"Bad archive", status=400))
    with pytest.raises(StatusError, match=r"atom/cs\.QQ answered with status 400"):
        pages(client, "arxiv-new:cs.QQ")
