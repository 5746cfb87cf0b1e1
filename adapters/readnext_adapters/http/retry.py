"""Sends a request until the response is not a transient failure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from readnext.errors import NetworkError, OfflineError, StatusError, UnreachableError
from readnext_adapters.http.backoff import TRANSIENT, backoff, requested_wait
from readnext_adapters.http.policy import Policy
from readnext_adapters.http.response import Response, redacted
from readnext_adapters.http.throttle import Throttle, TooLate
from readnext_adapters.http.transport import (
    Clock,
    Interrupted,
    Limits,
    Request,
    Transport,
)


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock, the jitter and the wall clock, which tests replace."""

    clock: Clock
    jitter: Callable[[], float]
    wall: Clock

    def now(self) -> dt.datetime:
        """Return the current date and time, for Retry-After."""
        return dt.datetime.fromtimestamp(self.wall(), dt.UTC)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a response must be complete; `total` if it is that of all requests."""

    at: float
    total: float | None = None

    def miss(self, url: str, failure: NetworkError) -> NoReturn:
        """Raise the failure, or an error that the client's total time is over."""
        if self.total is None:
            raise failure
        raise NetworkError(
            f"{redacted(url)}: the {self.total:.0f} s for this service are over; "
            "the next run continues from there"
        ) from failure


class Retrier:
    """Sends requests by a policy: throttled, with retries and backoff."""

    def __init__(
        self, policy: Policy, transport: Transport, throttle: Throttle, timing: Timing
    ) -> None:
        self._policy = policy
        self._transport = transport
        self._throttle = throttle
        self._timing = timing

    def retry(self, request: Request, deadline: Deadline) -> Response:
        """Return the complete response, of any status that is not transient.

        Raises StatusError if a transient one persists, NetworkError for all else.
        """
        url = request.url
        for attempt in range(self._policy.attempts):
            self._wait_for_turn(url, deadline)
            try:
                response = self._ask(request, deadline)
                if response.status not in TRANSIENT:
                    return response
                failure: NetworkError = self.refusal(response)
            except Interrupted as error:
                failure = error
            self._throttle.postpone(url, self._backoff(attempt))
            if isinstance(failure, UnreachableError) and not self._policy.retry_connect:
                break
            if self._throttle.free(url) > deadline.at:
                deadline.miss(url, failure)
        raise failure

    def send_once(self, request: Request, deadline: Deadline) -> Response:
        """Return the complete response, of any status, to a request sent once.

        Raises UnreachableError if nothing was sent, another NetworkError if there is
        no complete response.
        """
        self._wait_for_turn(request.url, deadline)
        return self._ask(request, deadline)

    def refusal(self, response: Response) -> StatusError:
        """Return the error for a response whose status means failure."""
        message = f"{redacted(response.url)} answered with status {response.status}"
        if details := response.excerpt():
            message += f": {details}"
        if wait := requested_wait(response.headers, self._timing.now()):
            message += f"; it asks to wait {wait:.0f} s"
        return StatusError(message, response.status)

    def _wait_for_turn(self, url: str, deadline: Deadline) -> None:
        try:
            self._throttle.wait(url, deadline.at)
        except TooLate as error:
            deadline.miss(url, error)

    def _ask(self, request: Request, deadline: Deadline) -> Response:
        policy, url, timing = self._policy, request.url, self._timing
        limits = Limits(
            policy.connect_timeout,
            policy.read_timeout,
            deadline.at,
            policy.max_bytes,
            timing.clock,
        )
        try:
            response = self._transport.exchange(request, limits)
        except OfflineError as error:
            raise OfflineError(redacted(url)) from error
        finally:
            self._throttle.postpone(url, policy.spacing)
        self._throttle.postpone_all(url, requested_wait(response.headers, timing.now()))
        return response

    def _backoff(self, attempt: int) -> float:
        first, longest = self._policy.first_wait, self._policy.longest_wait
        return backoff(attempt, first, longest, self._timing.jitter())
