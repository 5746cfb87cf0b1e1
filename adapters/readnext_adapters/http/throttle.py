"""When the next question may be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from readnext.errors import NetworkError
from readnext_adapters.http.response import place
from readnext_adapters.http.urls import origin

if TYPE_CHECKING:  # a client without a gate needs no SQLite
    from readnext_adapters.http.rate_limit import Gate


class TooLate(NetworkError):
    """One's turn comes after the time that there is for the answer."""


class Turns:
    """Waits for one's turn: of a host in this client, and at a gate for all."""

    def __init__(
        self,
        gate: Gate | None,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._gate = gate
        self._clock = clock
        self._sleep = sleep
        self._free: dict[str, float] = {}

    def take(self, url: str, deadline: float) -> None:
        """Wait until an address may be asked; raise TooLate if that is too late."""
        self._wait(url, self.free(url) - self._clock(), deadline)
        if self._gate:
            left = deadline - self._clock()
            self._wait(url, self._gate.reserve(left), deadline)
            while (wait := self._gate.enter()) > 0:
                self._wait(url, wait, deadline)

    def free(self, url: str) -> float:
        """Return the time from which on this client may ask an address."""
        return self._free.get(origin(url), 0.0)

    def postpone(self, url: str, seconds: float) -> None:
        """Have this client leave a host alone for so long from now on."""
        self._free[origin(url)] = max(self.free(url), self._clock() + seconds)

    def postpone_all(self, url: str, seconds: float) -> None:
        """Have this client and all others at its gate leave a host alone."""
        self.postpone(url, seconds)
        if self._gate and seconds > 0:
            self._gate.postpone(seconds)

    def _wait(self, url: str, seconds: float, deadline: float) -> None:
        seconds = max(seconds, 0.0)
        if self._clock() + seconds >= deadline:
            raise TooLate(
                f"{place(url)} is to be left alone for {seconds:.0f} s; try again later"
            )
        if seconds:
            self._sleep(seconds)
