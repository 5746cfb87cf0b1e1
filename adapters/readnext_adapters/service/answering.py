"""Answers by the newest ranking, in a thread with its own connection to the catalog."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from readnext.catalog.store import Catalog
from readnext.recommend.ranked import RankedCatalog

T = TypeVar("T")
Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class State:
    """What the ranking is based on: its `version`, and the `stamp` of the feedback.

    `verdicts` is the number of those that count. `problem` says why the last attempt
    to rank again failed, "" if it did not.
    """

    version: int
    stamp: Stamp
    verdicts: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A ranking, the number of the paper that came last, and the state it is of."""

    ranking: RankedCatalog
    newest: int
    state: State


class Answering:
    """Answers one question at a time by what `newest` returns.

    Connections to databases belong to threads, and what a ranking finds out for an
    answer, it keeps for the next one: so one thread answers, whoever asks.
    """

    def __init__(self, folder: Path, newest: Callable[[], Ranked]) -> None:
        self._folder = folder
        self._newest = newest
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answering")
        self._catalog: Catalog | None = None
        self._given: Ranked | None = None  # what `_own` was made of
        self._own: Ranked | None = None

    def ask(self, do: Callable[[Ranked], T]) -> T:
        """Return what a function makes of the newest ranking.

        Raises CatalogError if the catalog cannot be read.
        """
        done: Future[T] = self._thread.submit(lambda: do(self._current()))
        return done.result()

    def close(self) -> None:
        """End the thread when it is done with what it does."""
        self._thread.submit(self._release)
        self._thread.shutdown()

    def _current(self) -> Ranked:
        """The newest ranking with the catalog of this thread."""
        newest = self._newest()
        if self._own is None or newest is not self._given:
            self._catalog = self._catalog or Catalog.open(self._folder)
            self._given = newest
            self._own = replace(newest, ranking=newest.ranking.reading(self._catalog))
        return self._own

    def _release(self) -> None:
        if self._catalog:
            self._catalog.close()
