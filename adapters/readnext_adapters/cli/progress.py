"""A progress bar for work that takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TypeVar

import click

from readnext_adapters.parsing.safe_text import plain

T = TypeVar("T")
_DELAY = 1.0  # seconds before a bar is shown


class Progress(AbstractContextManager["Progress"]):
    """Counts steps towards `length`, None if their number is unknown."""

    def __init__(self, label: str, length: int | None) -> None:
        self._label = plain(label)
        self._length = length
        self._done = 0
        self._drawn = 0.0
        self._start = time.monotonic()
        self._shows = sys.stderr.isatty()

    def __call__(self, steps: int = 1) -> None:
        """Count steps, and draw the bar from time to time."""
        self._done += steps
        now = time.monotonic()
        if self._shows and now - self._start > _DELAY and now - self._drawn > 0.1:
            self._drawn = now
            click.echo(f"\r\x1b[K{self._line()}", err=True, nl=False)

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """Yield items, counting each."""
        for item in items:
            yield item
            self()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._drawn:
            click.echo("\r\x1b[K", err=True, nl=False)

    def _line(self) -> str:
        if self._length is None:
            return f"{self._label}: {self._done:,}"
        share = min(self._done / max(self._length, 1), 1)
        bar = "#" * round(30 * share)
        return f"{self._label} [{bar:<30}] {share:4.0%}"
