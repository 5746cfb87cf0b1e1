"""How requests are sent to a service: timeouts, retries, limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """How requests are sent to a service; times in seconds.

    `deadline` is the time for one response with all its attempts and waits, `total`
    for all responses of a client. `spacing` is the minimum time between two requests
    to one host, or, with a name of a `rate_limit`, between two requests of all
    processes of the machine under that name. `hosts` are further hosts to which a
    redirect may lead. `max_bytes` limits the decompressed body. `cached` stores
    responses and revalidates them. `retry_connect` retries refused connections, as is
    sensible on the internet but not for a local service.
    """

    attempts: int = 5
    deadline: float = 180.0
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    spacing: float = 0.0
    max_bytes: int = 64 << 20
    hosts: frozenset[str] = frozenset()
    retry_connect: bool = True
    rate_limit: str = ""
    cached: bool = False
    total: float | None = None
