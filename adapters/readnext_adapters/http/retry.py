"""Asks one address until there is an answer that asking again would not change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from readnext.errors import NetworkError, OfflineError, StatusError, UnreachableError
from readnext_adapters.http.backoff import TRANSIENT, asked_wait, own_wait
from readnext_adapters.http.policy import Policy
from readnext_adapters.http.response import Response, place
from readnext_adapters.http.throttle import TooLate, Turns
from readnext_adapters.http.transport import (
    Clock,
    Interrupted,
    Limits,
    Question,
    Transport,
)


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock, the chance and the wall clock, which tests hand in."""

    clock: Clock
    chance: Callable[[], float]
    wall: Clock

    def now(self) -> dt.datetime:
        """Return the date and time, which Retry-After may name."""
        return dt.datetime.fromtimestamp(self.wall(), dt.UTC)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When an answer must be there; `total` if a client's whole time is up then."""

    at: float
    total: float | None = None

    def miss(self, url: str, failure: NetworkError) -> NoReturn:
        """Raise the failure, or that the client's time is up."""
        if self.total is None:
            raise failure
        raise NetworkError(
            f"{place(url)}: the {self.total:.0f} s for this service are up; "
            "the next run goes on from there"
        ) from failure


class Asker:
    """Takes turns, asks, waits and asks again, by a policy."""

    def __init__(
        self, policy: Policy, transport: Transport, turns: Turns, timing: Timing
    ) -> None:
        self._policy = policy
        self._transport = transport
        self._turns = turns
        self._timing = timing

    def insist(self, question: Question, deadline: Deadline) -> Response:
        """Return the whole answer, of any status but those that pass.

        Raises StatusError for one that does not pass in time, NetworkError for all
        else.
        """
        url = question.url
        for attempt in range(self._policy.attempts):
            self._take_turn(url, deadline)
            try:
                answer = self._ask(question, deadline)
                if answer.status not in TRANSIENT:
                    return answer
                failure: NetworkError = self.refusal(answer)
            except Interrupted as error:
                failure = error
            self._turns.postpone(url, self._own_wait(attempt))
            if isinstance(failure, UnreachableError) and not self._policy.insistent:
                break
            if self._turns.free(url) > deadline.at:
                deadline.miss(url, failure)
        raise failure

    def once(self, question: Question, deadline: Deadline) -> Response:
        """Return the whole answer, of any status, to a question asked but once.

        Raises UnreachableError where nothing was sent, another NetworkError where no
        answer came.
        """
        self._take_turn(question.url, deadline)
        return self._ask(question, deadline)

    def refusal(self, answer: Response) -> StatusError:
        """Return the error that says that a status means no."""
        message = f"{place(answer.url)} answered with status {answer.status}"
        if said := answer.excerpt():
            message += f": {said}"
        if wait := asked_wait(answer.headers, self._timing.now()):
            message += f"; it asks to wait {wait:.0f} s"
        return StatusError(message, answer.status)

    def _take_turn(self, url: str, deadline: Deadline) -> None:
        try:
            self._turns.take(url, deadline.at)
        except TooLate as error:
            deadline.miss(url, error)

    def _ask(self, question: Question, deadline: Deadline) -> Response:
        policy, url, timing = self._policy, question.url, self._timing
        limits = Limits(
            policy.connect, policy.pause, deadline.at, policy.largest, timing.clock
        )
        try:
            answer = self._transport.exchange(question, limits)
        except OfflineError as error:
            raise OfflineError(place(url)) from error
        finally:
            self._turns.postpone(url, policy.spacing)
        self._turns.postpone_all(url, asked_wait(answer.headers, timing.now()))
        return answer

    def _own_wait(self, attempt: int) -> float:
        first, longest = self._policy.first_wait, self._policy.longest_wait
        return own_wait(attempt, first, longest, self._timing.chance())
