"""A clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable

from readnext_adapters.http import Client


class Time:
    """The time, which is that of all clocks, and what was slept."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


Make = Callable[..., Client]
