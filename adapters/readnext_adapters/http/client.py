"""Asks a service politely: waits as it is told, tries again, gives up in time."""

from __future__ import annotations

import datetime as dt
import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from readnext import __version__
from readnext.errors import NetworkError, OfflineError, StatusError, UnreachableError
from readnext_adapters.http.addresses import (
    REDIRECTS,
    checked,
    origin,
    redirected,
    same_host,
)
from readnext_adapters.http.response import Response, place
from readnext_adapters.http.transport import Clock, Interrupted, Limits, Transport
from readnext_adapters.http.waiting import TRANSIENT, asked_wait, own_wait

_MOST_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Policy:
    """How a service is asked; times in seconds, `largest` in bytes.

    `budget` is for one answer with all its attempts and waits. `spacing` is the
    least time between two questions to one host. `hosts` are those besides its own
    to which an answer may redirect. `insistent` tells whether to try again where
    nobody listens, as one does on the internet but not on one's own machine.
    """

    attempts: int = 5
    budget: float = 180.0
    connect: float = 10.0
    pause: float = 30.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    spacing: float = 0.0
    largest: int = 64 << 20
    hosts: frozenset[str] = frozenset()
    insistent: bool = True


class Client:
    """Asks one service; to be closed, or used in a ``with`` statement.

    `headers` go with every question to the host that is asked, and to no other. The
    clock, the sleep and the chance can be handed in, for tests.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._policy = policy or Policy()
        self._headers = dict(headers or {})
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._transport = Transport()
        self._free: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return a whole answer of status 2xx or 304, following redirects.

        Statuses that pass (429, 500, ...) and connections that break are tried again.
        Raises StatusError for any other status, UnreachableError where nobody
        answers, OfflineError with --offline, NetworkError for all else.
        """
        deadline = self._clock() + self._policy.budget
        own = {**self._headers, **(headers or {})}
        here = checked(url)
        for _ in range(_MOST_REDIRECTS + 1):
            known = own if same_host(url, here) else {}
            answer = self._insist(here, {**_standing(), **known}, deadline)
            if answer.status not in REDIRECTS:
                return _accepted(answer)
            target = answer.headers.get("location", "")
            here = redirected(here, target, self._policy.hosts)
        raise NetworkError(f"{place(url)} redirects in a circle")

    def _insist(
        self, url: str, headers: Mapping[str, str], deadline: float
    ) -> Response:
        """Ask until there is an answer that will not change by asking again."""
        for attempt in range(self._policy.attempts):
            self._take_turn(url, deadline)
            try:
                answer = self._ask(url, headers, deadline)
                if answer.status not in TRANSIENT:
                    return answer
                failure: NetworkError = _refusal(answer)
            except Interrupted as error:
                failure = error
            self._postpone(url, self._own_wait(attempt))
            gone = isinstance(failure, UnreachableError) and not self._policy.insistent
            if gone or self._free[origin(url)] > deadline:
                break
        raise failure

    def _ask(self, url: str, headers: Mapping[str, str], deadline: float) -> Response:
        policy = self._policy
        limits = Limits(
            policy.connect, policy.pause, deadline, policy.largest, self._clock
        )
        try:
            answer = self._transport.exchange(url, headers, limits)
        except OfflineError as error:
            raise OfflineError(place(url)) from error
        finally:
            self._postpone(url, policy.spacing)
        self._postpone(url, asked_wait(answer.headers, dt.datetime.now(dt.UTC)))
        return answer

    def _own_wait(self, attempt: int) -> float:
        first, longest = self._policy.first_wait, self._policy.longest_wait
        return own_wait(attempt, first, longest, self._chance())

    def _postpone(self, url: str, seconds: float) -> None:
        """Leave a host alone for so long from now on."""
        host = origin(url)
        self._free[host] = max(self._free.get(host, 0.0), self._clock() + seconds)

    def _take_turn(self, url: str, deadline: float) -> None:
        """Wait until the host may be asked; raise NetworkError if that is too late."""
        wait = self._free.get(origin(url), 0.0) - self._clock()
        if self._clock() + wait > deadline:
            raise NetworkError(
                f"{place(url)} asks to be left alone for {wait:.0f} s; try again later"
            )
        if wait > 0:
            self._sleep(wait)


def user_agent() -> str:
    """Return what readnext calls itself; READNEXT_CONTACT adds whom to write to.

    Services ask for a contact and serve those better who give one (Crossref,
    OpenAlex). It must not look like a browser: Zotero would drop the question.
    """
    contact = os.environ.get("READNEXT_CONTACT", "").strip()
    if not contact or not contact.isprintable():
        return f"readnext/{__version__}"
    kind = "mailto:" if "@" in contact and ":" not in contact else ""
    return f"readnext/{__version__} (+{kind}{contact})"


def _standing() -> dict[str, str]:
    """The headers of every question."""
    return {"User-Agent": user_agent(), "Accept-Encoding": "gzip"}


def _accepted(answer: Response) -> Response:
    if 200 <= answer.status < 300 or answer.status == 304:
        return answer
    raise _refusal(answer)


def _refusal(answer: Response) -> StatusError:
    message = f"{place(answer.url)} answered with status {answer.status}"
    if said := answer.excerpt():
        message += f": {said}"
    if wait := asked_wait(answer.headers, dt.datetime.now(dt.UTC)):
        message += f"; it asks to wait {wait:.0f} s"
    return StatusError(message, answer.status)
