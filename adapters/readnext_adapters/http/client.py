"""Asks a service politely: waits as it is told, tries again, gives up in time."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

from readnext.errors import NetworkError, OfflineError, StatusError
from readnext.settings import cache_folder
from readnext_adapters.http.policy import Policy
from readnext_adapters.http.response import Response, place
from readnext_adapters.http.retry import Asker, Deadline, Timing
from readnext_adapters.http.throttle import Turns
from readnext_adapters.http.transport import Clock, Question, Transport
from readnext_adapters.http.urls import REDIRECTS, checked, redirected, same_host
from readnext_adapters.http.user_agent import standing_headers

if TYPE_CHECKING:  # a client that shares and keeps nothing needs no SQLite
    from readnext_adapters.http.cache import Answers
    from readnext_adapters.http.rate_limit import Gate

_MOST_REDIRECTS = 5
_JSON = {"Content-Type": "application/json"}


class Client:
    """Asks one service; to be closed, or used in a ``with`` statement.

    `headers` go with every question to the host that is asked, and to no other. The
    clocks, the sleep, the chance, and the folder of gates and kept answers can be
    handed in, for tests. It may be interrupted at any time (Ctrl-C): what it writes
    is written whole or not at all.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        clock: Clock = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
        wall: Clock = time.time,
        folder: Path | None = None,
    ) -> None:
        self._policy = policy or Policy()
        self._headers = dict(headers or {})
        self._clock = clock
        self._spent = 0.0
        self._transport = Transport()
        turns = Turns(_gate(self._policy, folder, wall), clock, sleep)
        timing = Timing(clock, chance, wall)
        self._asker = Asker(self._policy, self._transport, turns, timing)
        self._answers = _answers(self._policy, folder)

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
        own = {**self._headers, **(headers or {})}
        return self._in_time(url, lambda deadline: self._follow(url, own, deadline))

    def post(
        self, url: str, payload: object, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Return the answer to a look-up that takes its question as JSON.

        It is tried again as a GET is, so that it must change nothing where it is
        asked. A redirect is refused. Raises what `get` raises.
        """
        own = {**standing_headers(), **self._headers, **(headers or {}), **_JSON}
        question = Question("POST", url, own, json.dumps(payload).encode())
        return self._in_time(url, lambda deadline: self._post(question, deadline))

    def submit(
        self,
        url: str,
        body: bytes,
        kind: str,
        headers: Mapping[str, str] | None = None,
        *,
        repeatable: bool = False,
    ) -> Response:
        """Return the answer, of whatever status, to a POST that changes something.

        `kind` is the content type of the body. It is sent once; only one that is
        `repeatable`, since the service knows it again, is tried again as a GET is.
        No redirect is followed. Raises UnreachableError or OfflineError where nothing
        was sent, another NetworkError where it may have been done though no answer
        came.
        """
        own = {**standing_headers(), **self._headers, **(headers or {})}
        question = Question("POST", url, {**own, "Content-Type": kind}, body)
        ask = self._asker.insist if repeatable else self._asker.once
        return self._timed(url, lambda deadline: ask(question, deadline))

    def refusal(self, answer: Response) -> StatusError:
        """Return the error that says that the status of an answer means no."""
        return self._asker.refusal(answer)

    def _in_time(self, url: str, ask: Callable[[Deadline], Response]) -> Response:
        """Ask within the times of the policy; raise StatusError if the answer is no."""
        answer = self._timed(url, ask)
        if 200 <= answer.status < 300 or answer.status == 304:
            return answer
        raise self._asker.refusal(answer)

    def _timed(self, url: str, ask: Callable[[Deadline], Response]) -> Response:
        """Ask within the times of the policy; what it takes counts for the total."""
        _announce(checked(url))
        begun = self._clock()
        try:
            return ask(self._deadline(begun))
        finally:
            self._spent += self._clock() - begun

    def _deadline(self, now: float) -> Deadline:
        budget, total = self._policy.budget, self._policy.total
        if total is None or total - self._spent > budget:
            return Deadline(now + budget)
        return Deadline(now + total - self._spent, total)

    def _follow(self, url: str, own: Mapping[str, str], deadline: Deadline) -> Response:
        """Ask an address, and then those to which it redirects."""
        here = url
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._get(here, own if same_host(url, here) else {}, deadline)
            if answer.status not in REDIRECTS:
                return answer
            target = answer.headers.get("location", "")
            here = redirected(here, target, self._policy.hosts)
        raise NetworkError(f"{place(url)} redirects in a circle")

    def _get(self, url: str, own: Mapping[str, str], deadline: Deadline) -> Response:
        """Ask an address; where an answer of it is kept, whether it has changed."""
        kept = self._answers.find(url, own) if self._answers else None
        condition = kept.condition() if kept else {}
        headers = {**standing_headers(), **condition, **own}
        answer = self._asker.insist(Question("GET", url, headers), deadline)
        if self._answers is None:
            return answer
        if kept and answer.status == 304:
            self._answers.used(url, own)
            return kept.renewed(answer)
        self._answers.keep(own, answer)
        return answer

    def _post(self, question: Question, deadline: Deadline) -> Response:
        answer = self._asker.insist(question, deadline)
        if answer.status in REDIRECTS:
            raise NetworkError(
                f"{place(question.url)} sends readnext on to another address, where "
                "it does not go with what it has to look up"
            )
        return answer


def _announce(url: str) -> None:
    """Have --offline refuse a question before one waits for its turn."""
    try:
        sys.audit("readnext.question", place(url))
    except OfflineError as error:
        raise OfflineError(place(url)) from error


def _gate(policy: Policy, folder: Path | None, wall: Clock) -> Gate | None:
    if not policy.gate:
        return None
    from readnext_adapters.http.rate_limit import Gate

    return Gate(policy.gate, policy.spacing, folder or cache_folder(), wall)


def _answers(policy: Policy, folder: Path | None) -> Answers | None:
    if not policy.cached:
        return None
    from readnext_adapters.http.cache import Answers

    return Answers(folder or cache_folder(), policy.largest)
