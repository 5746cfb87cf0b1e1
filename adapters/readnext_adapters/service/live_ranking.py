"""A ranking in memory that follows the reader's verdicts.

One thread ranks, another one answers by the ranking before until the next is done, so
that no answer waits while all is ranked again. What was judged is read from the history
each time, so that each verdict counts exactly once, whichever process recorded it.
After a verdict the linear model is fitted again at once; when no further one comes, the
whole catalog is ranked again, as `readnext suggest` would do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from readnext.catalog.store import Catalog
from readnext.catalog.title_search import search_papers
from readnext.errors import UserError
from readnext.history.feedback import Experience, experience
from readnext.history.store import History
from readnext.library.selection import LibrarySplit
from readnext.paper import Paper
from readnext.recommend.ranked import RankedCatalog, rank
from readnext.recommend.session import Session
from readnext.request import Request
from readnext.suggestion import Answer, Suggestion
from readnext_adapters.service.answering import Answering, Ranked, Stamp, State

T = TypeVar("T")
Progress = Callable[[int], object]
_KEPT = 16  # answers to different requests
_SETTLE = 30.0  # seconds without a verdict, after which all is ranked again


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer, and the state in which it was given."""

    answer: Answer
    state: State


class LiveRanking:
    """Ranks one catalog for one library. Use as a context manager, or call `close`."""

    def __init__(
        self,
        library: LibrarySplit,
        folder: Path,
        history: Path,
        *,
        settle: float = _SETTLE,
    ) -> None:
        self._library = library
        self._folder = folder
        self._history = history
        self._settle = settle
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ranking")
        self._answering = Answering(folder, lambda: self._newest)
        self._changed = threading.Condition()
        self._catalog: Catalog | None = None
        self._ranked: Ranked | None = None
        self._answers: dict[Request, Listing] = {}
        self._first: Future[None] | None = None
        self._timer: threading.Timer | None = None
        self._closed = False
        self.state = State(0, (0, 0), 0)

    def start(self, progress: Progress = lambda _: None, *, wait: bool = True) -> None:
        """Rank for the first time; raise UserError if that is not possible.

        Without `wait`, whatever is asked next waits for it, or raises that error.
        """
        self._first = self._thread.submit(self._rank, progress)
        if wait:
            self._first.result()

    def __enter__(self) -> LiveRanking:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """End the threads when they are done with what they do."""
        self._closed = True
        if self._timer:
            self._timer.cancel()
        self._answering.close()
        self._thread.submit(self._release)
        self._thread.shutdown()

    # -------------------------------------------------------- for other threads
    def listing(self, request: Request) -> Listing:
        """Return the answer to a request; UserError if the catalog cannot be read."""
        with self._changed:
            known = self._answers.get(request)
        return known or self._ask(lambda ranked: self._listing(ranked, request))

    def explain(self, paper: Paper) -> Suggestion | None:
        """Return a paper as it would be suggested; see `RankedCatalog.explain`."""
        return self._ask(lambda ranked: ranked.ranking.explain(paper))

    def near(
        self, papers: Sequence[Paper], most: int, *, owned: bool = False
    ) -> list[Paper]:
        """Return the papers nearest to some; see `RankedCatalog.near`."""
        return self._ask(lambda ranked: ranked.ranking.near(papers, most, owned=owned))

    def search(self, words: str, most: int) -> list[Paper]:
        """Return papers of the catalog; see `search_papers`.

        Searches go on side by side. The numbers of papers stay the same whatever
        happens to the catalog meanwhile.
        """
        self._started()
        columns = self._newest.ranking.columns
        with Catalog.open(self._folder) as catalog:
            return search_papers(words, catalog, most, columns)

    def alone(self, do: Callable[[], T]) -> T:
        """Do something in the ranking's thread, and return its result.

        Two rankings at once would need twice the memory.
        """
        self._started()
        done: Future[T] = self._thread.submit(do)
        return done.result()

    def follow(self) -> None:
        """Have the ranking follow the feedback in the history, without waiting."""
        self._submit(self._follow)

    def wait(self, version: int, seconds: float) -> State:
        """Return the state once it is newer than a version, or time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.version > version, seconds)
            return self.state

    def caught_up(self, seconds: float) -> State | None:
        """Return the state once it follows all feedback recorded before this call.

        None if time is over; a state with a problem is returned as it is.
        """
        with History.read(self._history) as history:
            last, undone = history.feedback_stamp()

        def follows() -> bool:
            known, known_undone = self.state.stamp
            caught = known >= last and known_undone >= undone
            return caught or bool(self.state.problem)

        self.follow()
        with self._changed:
            return self.state if self._changed.wait_for(follows, seconds) else None

    def _submit(self, do: Callable[[], None]) -> None:
        # The thread may be closed at any moment.
        with suppress(RuntimeError):
            self._thread.submit(self._guarded, do)

    def _ask(self, do: Callable[[Ranked], T]) -> T:
        self._started()
        return self._answering.ask(do)

    def _started(self) -> None:
        """Wait for the first ranking, or raise its error."""
        assert self._first is not None, "start() comes first"
        self._first.result()

    @property
    def _newest(self) -> Ranked:
        assert self._ranked is not None, "start() comes first"
        return self._ranked

    # -------------------------------------------------- in the thread that answers
    def _listing(self, ranked: Ranked, request: Request) -> Listing:
        if known := self._answers.get(request):  # asked for twice at once
            return known
        listing = Listing(ranked.ranking.answer(request), ranked.state)
        with self._changed:
            if ranked.state.version == self.state.version:
                while len(self._answers) >= _KEPT:
                    del self._answers[next(iter(self._answers))]
                self._answers[request] = listing
        return listing

    # ---------------------------------------------------- in the thread that ranks
    def _rank(self, progress: Progress = lambda _: None) -> None:
        """Rank the whole catalog, in which papers may be new."""
        stamp, known = self._known()
        reader = Session.of(self._library, known)
        self._catalog = self._catalog or Catalog.open(self._folder)
        newest = self._catalog.newest()
        self._publish(rank(reader, self._catalog, progress), newest, stamp, known)

    def _follow(self) -> None:
        """Take new verdicts into account, and rank all again where papers are new."""
        ranked = self._newest
        assert self._catalog is not None
        if self._catalog.newest() != ranked.newest:
            self._rank()
            return
        stamp, known = self._known()
        if stamp == self.state.stamp and not self.state.problem:
            return
        ranking = ranked.ranking.adjusted(Session.of(self._library, known))
        self._publish(ranking, ranked.newest, stamp, known)
        self._settle_later()

    def _settle_later(self) -> None:
        if self._timer:
            self._timer.cancel()
        if self._closed:
            return
        self._timer = threading.Timer(self._settle, self._submit, (self._rank,))
        self._timer.daemon = True
        self._timer.start()

    def _guarded(self, do: Callable[[], None]) -> None:
        """Do something; what goes wrong is part of the state, and the list stays."""
        if self._closed or self._ranked is None:
            return
        try:
            do()
        except (UserError, OSError) as error:
            with self._changed:
                self.state = replace(self.state, problem=f"not ranked again: {error}")
                self._changed.notify_all()

    def _known(self) -> tuple[Stamp, Experience]:
        with History.read(self._history) as history:
            stamp = history.feedback_stamp()
            return stamp, experience(history, self._library.own, ignored=False)

    def _publish(
        self, ranking: RankedCatalog, newest: int, stamp: Stamp, known: Experience
    ) -> None:
        verdicts = len(known.liked) + len(known.dismissed)
        with self._changed:
            self.state = State(self.state.version + 1, stamp, verdicts)
            self._ranked = Ranked(ranking, newest, self.state)
            self._answers = {}
            self._changed.notify_all()

    def _release(self) -> None:
        if self._catalog:
            self._catalog.close()
