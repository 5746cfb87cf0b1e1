"""The time that a client has for all its questions together."""

from __future__ import annotations

import pytest

from readnext.errors import NetworkError, StatusError
from readnext_adapters.http import Client, Policy
from tests.adapters.clock import Make, Time
from tests.adapters.serving import Answer, Server

UP = r"/a: the 10 s for this service are over; the next run continues from there"


def test_waits_count(server: Server, make: Make, clock: Time) -> None:
    server.say(Answer(b"ok"))
    with make(Policy(spacing=4.0, total=10.0)) as client:
        for _ in range(3):
            client.get(f"{server.url}/a")
        with pytest.raises(NetworkError, match=UP):
            client.get(f"{server.url}/a")
    assert clock.slept == [4.0, 4.0]
    assert len(server.asked) == 3


def test_only_the_time_of_questions_counts(
    server: Server, make: Make, clock: Time
) -> None:
    server.say(Answer(b"ok"))
    with make(Policy(total=10.0)) as client:
        for _ in range(3):
            client.get(server.url)
            clock.now += 3600  # what was answered is worked through
    assert len(server.asked) == 3


def test_answers_count(server: Server, make: Make, clock: Time) -> None:
    def slow(_: object) -> Answer:
        clock.now += 5
        return Answer(b"ok")

    server.behave = slow
    with make(Policy(total=10.0)) as client:
        client.get(f"{server.url}/a")
        client.get(f"{server.url}/a")
        with pytest.raises(NetworkError, match=UP):
            client.get(f"{server.url}/a")
    assert len(server.asked) == 2


def test_an_answer_that_takes_longer(server: Server) -> None:
    server.say(Answer(b"x" * 1000, pause=0.02))
    with (
        Client(Policy(total=0.3)) as client,
        pytest.raises(NetworkError, match=r"the 0 s for this service are over"),
    ):
        client.get(server.url)


def test_a_failure_that_would_take_longer(
    server: Server, make: Make, clock: Time
) -> None:
    server.say(Answer(status=503, headers={"Retry-After": "20"}))
    with make(Policy(total=10.0)) as client, pytest.raises(NetworkError, match=UP):
        client.get(f"{server.url}/a")
    assert clock.slept == []


def test_the_time_of_one_answer_ends_before(server: Server, make: Make) -> None:
    server.say(Answer(status=503, headers={"Retry-After": "20"}))
    with (
        make(Policy(total=100.0, deadline=10.0)) as client,
        pytest.raises(StatusError, match="asks to wait 20 s"),
    ):
        client.get(server.url)


def test_posts_and_a_gate_count(server: Server, make: Make, clock: Time) -> None:
    server.say(Answer(b"ok"))
    with make(Policy(spacing=7.0, rate_limit="ducks", total=10.0)) as client:
        client.post(f"{server.url}/a", [])
        client.post(f"{server.url}/a", [])
        with pytest.raises(NetworkError, match=UP):
            client.post(f"{server.url}/a", [])
    assert len(server.asked) == 2
