"""When the next request may be sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from readnext.errors import NetworkError
from readnext_adapters.http.response import redacted
from readnext_adapters.http.urls import Origin, origin

if TYPE_CHECKING:  # a client without a rate limit needs no SQLite
    from readnext_adapters.http.rate_limit import RateLimiter


class TooLate(NetworkError):
    """The next request may be sent only after the deadline."""


class Throttle:
    """Delays requests per host, and by a rate limit across processes."""

    def __init__(
        self,
        gate: RateLimiter | None,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._rate_limiter = gate
        self._clock = clock
        self._sleep = sleep
        self._free: dict[Origin, float] = {}

    def wait(self, url: str, deadline: float) -> None:
        """Wait until a URL may be requested; raise TooLate if after the deadline."""
        self._wait(url, self.free(url) - self._clock(), deadline)
        if self._rate_limiter:
            left = deadline - self._clock()
            self._wait(url, self._rate_limiter.reserve(left), deadline)
            while (wait := self._rate_limiter.enter()) > 0:
                self._wait(url, wait, deadline)

    def free(self, url: str) -> float:
        """Return the time from which this client may request a URL."""
        return self._free.get(origin(url), 0.0)

    def postpone(self, url: str, seconds: float) -> None:
        """Have this client send a host no request for so many seconds."""
        self._free[origin(url)] = max(self.free(url), self._clock() + seconds)

    def postpone_all(self, url: str, seconds: float) -> None:
        """Have all clients under the rate limit send a host no request for so long."""
        self.postpone(url, seconds)
        if self._rate_limiter and seconds > 0:
            self._rate_limiter.postpone(seconds)

    def _wait(self, url: str, seconds: float, deadline: float) -> None:
        seconds = max(seconds, 0.0)
        if self._clock() + seconds >= deadline:
            raise TooLate(
                f"{redacted(url)} asks for a pause of {seconds:.0f} s; try again later"
            )
        if seconds:
            self._sleep(seconds)
