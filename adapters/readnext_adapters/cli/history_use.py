"""What `readnext suggest` reads from the history, and records in it."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from readnext.errors import UserError
from readnext.paper import Entry, Problem
from readnext.settings import history_file
from readnext_adapters.cli.problems import note

if TYPE_CHECKING:
    from readnext.history.feedback import Experience
    from readnext.history.store import History
    from readnext.suggestion import Answer

T = TypeVar("T")
_IGNORED = "ignoring your history"
_LISTED_DIGESTS = 3  # more are named by the first and the last
_NOT_RECORDED = "this list is not recorded"


class HistoryUse:
    """The user's history, if there is one.

    A history that cannot be used is ignored with one note: suggestions do not depend
    on it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or history_file()
        self._usable = True
        self._reported: list[Problem] = []

    def experience(self, entries: Sequence[Entry]) -> Experience:
        """Return the reader's feedback on suggestions, as far as it is known."""
        from readnext.history.feedback import experience

        none = experience(None, entries, ignored=False)
        return self._ask(lambda h: experience(h, entries, ignored=False), none)

    def sent_before(self, answer: Answer) -> tuple[str, ...]:
        """Return a note on the suggestions that a digest already brought, if any."""
        papers = [suggestion.paper for suggestion in answer.suggestions]
        sent = self._ask(lambda history: history.sent_of(papers), dict[str, str]())
        days = sorted(Counter(sent.values()).items())
        if not days:
            return ()
        text = _sent_on(days)
        note(text)
        return (text,)

    def record(self, answer: Answer, entries: Sequence[Entry]) -> None:
        """Record a list that was shown, and which papers the library now has."""
        from readnext.library.works import works_of

        at = answer.at or dt.datetime.now(dt.UTC)

        def write(history: History) -> None:
            with history.transaction():
                history.note_run("suggest", "", answer, at)
            history.note_taken(works_of(entries), at)

        if self._usable:
            self._use(write, writes=True)

    def number(self, answer: Answer) -> None:
        """Record the numbers of a list, by which its papers can be named next."""
        if self._usable and answer.suggestions:
            self._use(
                lambda history: history.note_last_list(answer.suggestions), writes=True
            )

    def _ask(self, question: Callable[[History], T], otherwise: T) -> T:
        """Query an existing history; none is created for a query."""
        try:
            there = self._usable and self._path.is_file()
        except OSError as error:
            self._give_up(error)
            return otherwise
        answer = self._use(question) if there else None
        return otherwise if answer is None else answer

    def _use(self, do: Callable[[History], T], *, writes: bool = False) -> T | None:
        import sqlite3

        from readnext.history.store import History

        try:
            open_it = History.open if writes else History.read
            with open_it(self._path) as history:
                done = do(history)
                self._report(history.problems)
                return done
        # A damaged record is not JSON, or not that of a paper.
        except (
            *(UserError, sqlite3.Error, OSError),
            *(ValueError, TypeError, KeyError),
        ) as error:
            self._give_up(error, _NOT_RECORDED if writes else _IGNORED)
            return None

    def _report(self, problems: Sequence[Problem]) -> None:
        for problem in problems:
            if problem not in self._reported:
                self._reported.append(problem)
                note(f"{problem.where}: {problem.why}; ignored")

    def _give_up(self, error: Exception, what: str = _IGNORED) -> None:
        self._usable = False
        said = str(error) if isinstance(error, UserError) else f"{self._path}: {error}"
        note(f"{what}: {said}")


def is_shown(form: str, output: Path | None) -> bool:
    """Tell whether a list is shown on a terminal."""
    return form == "table" and output is None and sys.stdout.isatty()


def _sent_on(days: Sequence[tuple[str, int]]) -> str:
    """Say how many papers were in which digests, or in those from one day to another.

    >>> _sent_on([("2026-11-20", 1), ("2026-11-21", 2)])
    '1 of these was in your digest of 2026-11-20, 2 in that of 2026-11-21'
    >>> _sent_on([(f"2026-11-2{day}", 2) for day in range(9)])
    '18 of these were in your digests of 2026-11-20 to 2026-11-28'
    """
    (day, count), *others = days
    if len(days) <= _LISTED_DIGESTS:
        return f"{count} of these {_were(count)} in your digest of {day}" + "".join(
            f", {more} in that of {later}" for later, more in others
        )
    count = sum(count for _, count in days)
    return f"{count} of these were in your digests of {day} to {others[-1][0]}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
