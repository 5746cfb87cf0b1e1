"""Posts that change something: sent once, or again only where that is safe."""

from __future__ import annotations

import pytest

from readnext.errors import NetworkError, StatusError, UnreachableError
from tests.adapters.clock import Make, Time
from tests.adapters.serving import Answer, Server, free_port

KIND = "application/x-bibtex"


def test_a_body_is_sent_as_it_is(server: Server, make: Make) -> None:
    server.say(Answer(b"[]", 201))
    with make(headers={"x-api-key": "secret"}) as client:
        answer = client.submit(f"{server.url}/a?b=c", b"\x00\xff", KIND, {"x": "y"})
    assert (answer.status, answer.body) == (201, b"[]")
    asked = server.asked[0]
    assert (asked.method, asked.path, asked.query) == ("POST", "/a", {"b": "c"})
    assert asked.body == b"\x00\xff"
    assert asked.headers["content-type"] == KIND
    assert (asked.headers["x"], asked.headers["x-api-key"]) == ("y", "secret")


@pytest.mark.parametrize("status", [302, 400, 409, 429, 500, 503])
def test_any_status_is_an_answer(server: Server, make: Make, status: int) -> None:
    server.say(Answer(b"no", status, {"Location": "/x", "Content-Type": "text/plain"}))
    with make() as client:
        answer = client.submit(server.url, b"x", KIND)
        assert answer.status == client.refusal(answer).status == status
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "lost", [Answer(b"abc", cut=1), Answer(b"x", headers={"Content-Encoding": "gzip"})]
)
def test_a_lost_answer_is_no_reason_to_send_again(
    server: Server, make: Make, lost: Answer
) -> None:
    server.say(lost)
    with make() as client, pytest.raises(NetworkError) as error:
        client.submit(server.url, b"x", KIND)
    assert not isinstance(error.value, UnreachableError)
    assert len(server.asked) == 1


def test_nobody_there(make: Make) -> None:
    with make() as client, pytest.raises(UnreachableError):
        client.submit(f"http://127.0.0.1:{free_port()}/", b"x", KIND)


def test_what_may_be_repeated_is(server: Server, make: Make, clock: Time) -> None:
    server.say(
        Answer(b"abc", cut=1),
        Answer(status=429, headers={"Retry-After": "7"}),
        Answer(b"no", 412),
    )
    with make() as client:
        answer = client.submit(server.url, b"x", KIND, repeatable=True)
    assert answer.status == 412
    assert [asked.body for asked in server.asked] == [b"x"] * 3
    assert clock.slept == [1.0, 7.0]


def test_repeating_has_an_end(server: Server, make: Make) -> None:
    server.say(Answer(status=503))
    with make() as client, pytest.raises(StatusError, match="503"):
        client.submit(server.url, b"x", KIND, repeatable=True)
    assert len(server.asked) == 5
