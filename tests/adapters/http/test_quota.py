"""Services that say how many requests are left."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from readnext.errors import NetworkError
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.backoff import requested_wait
from tests.adapters.serving import Answer, Server

NOW = dt.datetime(2031, 6, 30, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "7"}, 7.0),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "7"}, 7.0),
        (
            {
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": str(int(NOW.timestamp()) + 90),
            },
            90.0,
        ),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000000001"}, 0.0),
        ({"x-ratelimit-remaining": "3", "x-ratelimit-reset": "7"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" * 400}, 0.0),
        ({"x-ratelimit-remaining": "0"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999"}, 86_400.0),
        ({"x-rate-limit-limit": "3", "x-rate-limit-interval": "1s"}, 0.0),
        (
            {
                "x-ratelimit-remaining": "0",
                "x-ratelimit-reset": "7",
                "retry-after": "9",
            },
            9.0,
        ),
    ],
)
def test_the_wait_of_a_quota(headers: dict[str, str], seconds: float) -> None:
    assert requested_wait(headers, NOW) == seconds


def test_no_request_is_sent_before_the_quota_is_reset(server: Server) -> None:
    """The last request that was allowed succeeds; the next one has to wait."""
    reset = str(int(time.time()) + 3_000)
    quota = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}
    server.say(Answer(b"{}", headers={"Content-Type": "application/json", **quota}))
    with Client(Policy(deadline=5.0), sleep=lambda _: None) as client:
        assert client.get(server.url).json() == {}
        with pytest.raises(NetworkError, match=r"asks for a pause of \d+ s"):
            client.get(server.url)
    assert len(server.asked) == 1
