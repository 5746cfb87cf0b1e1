"""How a service is asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """How a service is asked; times in seconds, `largest` in bytes.

    `budget` is for one answer with all its attempts and waits, `total` for all
    answers of a client. `spacing` is the least time between two questions to one
    host; if `gate` is named, between two questions of any policy with that gate, on
    the whole machine. `hosts` are those besides its own to which an answer may
    redirect. `cached` keeps answers, and asks next time only whether they changed.
    `insistent` tells whether to try again where nobody listens, as one does on the
    internet but not on one's own machine.
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
    gate: str = ""
    cached: bool = False
    total: float | None = None
