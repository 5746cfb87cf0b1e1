"""Look-ups that take their question as JSON."""

from __future__ import annotations

import json

import pytest

from readnext.errors import NetworkError, StatusError
from readnext_adapters.http import Policy
from tests.adapters.clock import Make, Time
from tests.adapters.serving import Answer, Server

JSON = {"Content-Type": "application/json"}


def test_a_question_is_posted(server: Server, make: Make) -> None:
    server.say(Answer(b"[1]", headers=JSON))
    payload = {"ids": ["DOI:10.1/ä", "\ud800"]}
    with make(headers={"x-api-key": "secret"}) as client:
        answer = client.post(f"{server.url}/batch?fields=title", payload)
    assert answer.json() == [1]
    asked = server.asked[0]
    assert (asked.method, asked.path, asked.query) == (
        "POST",
        "/batch",
        {"fields": "title"},
    )
    assert json.loads(asked.body) == payload
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["x-api-key"] == "secret"
    assert asked.headers["accept-encoding"] == "gzip"


def test_it_is_posted_again(server: Server, make: Make, clock: Time) -> None:
    server.say(
        Answer(status=500),
        Answer(status=429, headers={"Retry-After": "7"}),
        Answer(b"ok"),
    )
    with make() as client:
        assert client.post(server.url, [1]).body == b"ok"
    assert clock.slept == [1.0, 7.0]
    assert [asked.body for asked in server.asked] == [b"[1]"] * 3


def test_posts_are_spaced_and_limited(server: Server, make: Make, clock: Time) -> None:
    server.say(Answer(b"x" * 300_000))
    policy = Policy(spacing=3.0, rate_limit="ducks", max_bytes=200_000)
    for _ in range(2):
        with make(policy) as client, pytest.raises(NetworkError, match="sends more"):
            client.post(server.url, [])
    assert sum(clock.slept) == pytest.approx(3.0)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_post_is_sent_on(server: Server, make: Make, status: int) -> None:
    server.say(Answer(status=status, headers={"Location": "/other"}), Answer(b"ok"))
    with (
        make() as client,
        pytest.raises(NetworkError, match="redirects of a POST are not followed"),
    ):
        client.post(server.url, [])
    assert len(server.asked) == 1


def test_a_status_that_means_no(server: Server, make: Make) -> None:
    server.say(Answer(b"no such field", 400, {"Content-Type": "text/plain"}))
    with make() as client, pytest.raises(StatusError, match="400: no such field"):
        client.post(server.url, [])


def test_no_answer_to_a_post_is_kept(server: Server, make: Make) -> None:
    server.say(Answer(b"ok", headers={"ETag": '"1"'}))
    for _ in range(2):
        with make(Policy(cached=True)) as client:
            client.post(server.url, [])
    assert "if-none-match" not in server.asked[1].headers
