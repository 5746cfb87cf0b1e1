"""A client of one service: observes its rate limits, retries, keeps a deadline."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from readnext.errors import NetworkError, OfflineError, StatusError
from readnext.settings import cache_folder
from readnext_adapters.http.cookies import ChainCookies
from readnext_adapters.http.policy import Policy
from readnext_adapters.http.response import Response, redacted
from readnext_adapters.http.retry import Deadline, Retrier, Timing
from readnext_adapters.http.secret_names import may_hold_secret
from readnext_adapters.http.throttle import Throttle
from readnext_adapters.http.transport import Clock, Request, Transport
from readnext_adapters.http.urls import (
    PERMANENT,
    REDIRECTS,
    checked,
    redirected,
    same_service,
)
from readnext_adapters.http.user_agent import default_headers

if TYPE_CHECKING:  # a client without rate limit and cache needs no SQLite
    from readnext_adapters.http.cache import ResponseCache
    from readnext_adapters.http.rate_limit import RateLimiter

_MOST_REDIRECTS = 10
_JSON = {"Content-Type": "application/json"}


class Client:
    """Sends requests to one service; close it, or use it in a ``with`` statement.

    `headers` go with every request to the requested origin, and to no other. A request
    without any, and without a secret in its URL, may be redirected to other public
    hosts. Tests can pass the clocks, `sleep`, `jitter`, and the folder of rate limits
    and cache.
    It may be interrupted at any time (Ctrl-C): files are written atomically.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        wall: Clock = time.time,
        folder: Path | None = None,
    ) -> None:
        self._policy = policy or Policy()
        self._headers = dict(headers or {})
        self._clock = clock
        self._spent = 0.0
        self._transport = Transport()
        throttle = Throttle(_rate_limiter(self._policy, folder, wall), clock, sleep)
        timing = Timing(clock, jitter, wall)
        self._retrier = Retrier(self._policy, self._transport, throttle, timing)
        self._cache = _cache(self._policy, folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return a complete response of status 2xx or 304, following redirects.

        Cookies live as long as one chain of redirects. Transient statuses (429, 500,
        ...) and failed connections are retried. Raises StatusError for any other
        status, UnreachableError without a connection, OfflineError with --offline,
        NetworkError for all else.
        """
        own = {**self._headers, **(headers or {})}
        return self._in_time(url, lambda deadline: self._follow(url, own, deadline))

    def post(
        self, url: str, payload: object, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Return the response to a query that is sent as JSON.

        It is retried as a GET is, so it must change nothing on the server. Redirects
        are refused. Raises what `get` raises.
        """
        own = {**default_headers(), **self._headers, **(headers or {}), **_JSON}
        request = Request("POST", url, own, json.dumps(payload).encode())
        return self._in_time(url, lambda deadline: self._post(request, deadline))

    def submit(
        self,
        url: str,
        body: bytes,
        kind: str,
        headers: Mapping[str, str] | None = None,
        *,
        repeatable: bool = False,
        method: str = "POST",
    ) -> Response:
        """Return the response, of any status, to a request that changes something.

        `method` is that of HTTP, `kind` the content type of the body. It is sent once,
        or retried as a GET is if it is `repeatable`, i.e. if the service recognises
        duplicates. No redirect is followed. Raises UnreachableError or OfflineError if
        nothing was sent, another NetworkError if the outcome is unknown for lack of a
        response.
        """
        own = {**default_headers(), **self._headers, **(headers or {})}
        request = Request(method, url, {**own, "Content-Type": kind}, body)
        ask = self._retrier.retry if repeatable else self._retrier.send_once
        return self._timed(url, lambda deadline: ask(request, deadline))

    def refusal(self, response: Response) -> StatusError:
        """Return the error for a response whose status means failure."""
        return self._retrier.refusal(response)

    def _in_time(self, url: str, ask: Callable[[Deadline], Response]) -> Response:
        """Send within the time limits of the policy; raise StatusError on failure."""
        response = self._timed(url, ask)
        if 200 <= response.status < 300 or response.status == 304:
            return response
        raise self._retrier.refusal(response)

    def _timed(self, url: str, ask: Callable[[Deadline], Response]) -> Response:
        """Send within the time limits of the policy; it counts towards `total`."""
        _check_offline(checked(url))
        begun = self._clock()
        try:
            return ask(self._deadline(begun))
        finally:
            self._spent += self._clock() - begun

    def _deadline(self, now: float) -> Deadline:
        limit, total = self._policy.deadline, self._policy.total
        if total is None or total - self._spent > limit:
            return Deadline(now + limit)
        return Deadline(now + total - self._spent, total)

    def _follow(self, url: str, own: Mapping[str, str], deadline: Deadline) -> Response:
        """Request a URL, and then those to which it redirects."""
        here, permanent = url, True
        anywhere = not may_hold_secret(url, own)
        cookies, seen = ChainCookies(), set()
        for _ in range(_MOST_REDIRECTS + 1):
            sent = dict(own if same_service(url, here) else {})
            sent |= cookies.headers(here)
            step = (here, *sent.items())
            if step in seen:
                break
            seen.add(step)
            response = self._get(here, sent, deadline)
            if response.status not in REDIRECTS:
                moved = here if permanent and here != url else ""
                return replace(response, moved=moved)
            cookies.store(here, response.set_cookies)
            permanent = permanent and response.status in PERMANENT
            target = response.headers.get("location", "")
            here = redirected(here, target, self._policy.hosts, anywhere=anywhere)
        raise NetworkError(f"{redacted(url)} redirects in a loop")

    def _get(self, url: str, own: Mapping[str, str], deadline: Deadline) -> Response:
        """Request a URL; if a response is cached, only whether it has changed."""
        cached = self._cache.find(url, own) if self._cache else None
        condition = cached.condition() if cached else {}
        headers = {**default_headers(), **condition, **own}
        response = self._retrier.retry(Request("GET", url, headers), deadline)
        if self._cache is None:
            return response
        if cached and response.status == 304:
            self._cache.touch(url, own)
            return cached.confirmed_by(response)
        self._cache.store(own, response)
        return response

    def _post(self, request: Request, deadline: Deadline) -> Response:
        response = self._retrier.retry(request, deadline)
        if response.status in REDIRECTS:
            raise NetworkError(
                f"{redacted(request.url)} redirects a POST; redirects of a POST "
                "are not followed"
            )
        return response


def _check_offline(url: str) -> None:
    """Have --offline refuse a request before it waits for the rate limit."""
    try:
        sys.audit("readnext.question", redacted(url))
    except OfflineError as error:
        raise OfflineError(redacted(url)) from error


def _rate_limiter(
    policy: Policy, folder: Path | None, wall: Clock
) -> RateLimiter | None:
    if not policy.rate_limit:
        return None
    from readnext_adapters.http.rate_limit import RateLimiter

    return RateLimiter(
        policy.rate_limit, policy.spacing, folder or cache_folder(), wall
    )


def _cache(policy: Policy, folder: Path | None) -> ResponseCache | None:
    if not policy.cached:
        return None
    from readnext_adapters.http.cache import ResponseCache

    return ResponseCache(folder or cache_folder(), policy.max_bytes)
