"""A ranking that is busy for as long as a test needs it."""

from __future__ import annotations

import threading

from readnext_adapters.service.live_ranking import LiveRanking


class Ranks:
    """A ranking whose thread is held until the end of a test."""

    def __init__(self, ranking: LiveRanking) -> None:
        self._ranking = ranking
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._ranking.alone, args=(self._hold,))

    def _hold(self) -> None:
        self._begun.set()
        assert self._end.wait(30)

    def __enter__(self) -> None:
        self._begun = threading.Event()
        self._thread.start()
        assert self._begun.wait(30)

    def __exit__(self, *exc: object) -> None:
        self._end.set()
        self._thread.join()
