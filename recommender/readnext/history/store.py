"""The history: what was suggested when and why, judgements, and issues of digests.

All of it is one SQLite file; whatever changes is one transaction. A paper is known
by the rules of `readnext.matching.identity`, so that a preprint and its published
version count as one.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, Self

from readnext import __version__, sqlite
from readnext.dates import utc_text
from readnext.history.papers import PaperTable
from readnext.history.schema import open_history, read_history, translate_errors
from readnext.library.works import Work
from readnext.matching.identity import Identity
from readnext.paper import Paper, Problem
from readnext.suggestion import Answer, Suggestion

Verdict = Literal["like", "dismiss"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A paper with a verdict, of which day, UTC."""

    number: int
    paper: Paper
    verdict: Verdict
    at: str


class History:
    """The history of one user. Use as a context manager, or call `close`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.db = connection
        self._papers = PaperTable(path, connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the history in a file, created if there is none; HistoryError if not."""
        return cls(path, open_history(path))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open the history for reading, also from a read-only disk.

        It is empty if there is no file; none is created. Raises HistoryError.
        """
        return cls(path, read_history(path))

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A write transaction; anything that interrupts it undoes it."""
        with translate_errors(self.path), sqlite.transaction(self.db):
            yield

    # ------------------------------------------------------------------ papers
    def find(self, identity: Identity) -> int | None:
        """Return the number of the paper that an identity is, None if unknown."""
        return self._papers.find(identity)

    def paper(self, number: int) -> Paper:
        """Return a paper by its number; raise HistoryError if its record is damaged."""
        return self._papers.paper(number)

    def papers(self, numbers: Iterable[int]) -> dict[int, Paper]:
        """Return papers by number, without those whose record cannot be read."""
        return self._papers.papers(numbers)

    @property
    def problems(self) -> list[Problem]:
        """The records that could not be read so far; they were skipped."""
        return self._papers.problems

    def named(self, name: str) -> int | None:
        """Return the number of the paper that a user names, None if it is unknown.

        The name is the id that its source gave it, or the citation key under which it
        was suggested last.
        """
        with translate_errors(self.path):
            row = self.db.execute(
                "SELECT paper FROM aliases WHERE alias = ?", (f"id:{name}",)
            ).fetchone()
            row = (
                row
                or self.db.execute(
                    "SELECT paper FROM shown WHERE key = ? ORDER BY run DESC", (name,)
                ).fetchone()
            )
        return int(row[0]) if row else None

    # ------------------------------------------------------------------- lists
    def note_run(self, kind: str, profile: str, answer: Answer, at: dt.datetime) -> int:
        """Record a list of suggestions; return the number of the run.

        Call within a transaction.
        """
        run = self.db.execute(
            "INSERT INTO runs (kind, profile, at, ranker, why, version) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (kind, profile, utc_text(at), answer.ranker, answer.why, __version__),
        )
        number = int(run.lastrowid or 0)
        for suggestion in answer.suggestions:
            self._note_shown(number, suggestion)
        self.db.executemany(
            "INSERT OR IGNORE INTO reported VALUES (?, ?)",
            [(number, title) for title in answer.reported],
        )
        return number

    def _note_shown(self, run: int, suggestion: Suggestion) -> None:
        reasons = json.dumps(
            [asdict(reason) for reason in suggestion.reasons], ensure_ascii=False
        )
        paper = self._papers.note(suggestion.paper)
        if suggestion.team:
            self.db.execute(
                "INSERT OR IGNORE INTO teams VALUES (?, ?, ?)",
                (run, paper, suggestion.team),
            )
        self.db.execute(
            "INSERT INTO shown VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                run,
                suggestion.rank,
                paper,
                suggestion.key,
                suggestion.score,
                suggestion.probability,
                reasons,
            ),
        )

    def note_last_list(self, suggestions: Iterable[Suggestion]) -> None:
        """Record the numbers of the list that is shown now; those before are lost."""
        with self.transaction():
            self.db.execute("DELETE FROM listed")
            self.db.executemany(
                "INSERT OR IGNORE INTO listed VALUES (?, ?)",
                [(one.rank, self._papers.note(one.paper)) for one in suggestions],
            )

    def last_list(self) -> dict[int, int]:
        """Return the papers of the last list by their numbers in it."""
        with translate_errors(self.path):
            return dict(self.db.execute("SELECT rank, paper FROM listed ORDER BY 1"))

    def numbers(self) -> list[int]:
        """Return the numbers of all papers, the newest first."""
        query = "SELECT number FROM papers ORDER BY number DESC"
        with translate_errors(self.path):
            return [number for (number,) in self.db.execute(query)]

    def sent_to(
        self, profile: str | None, recipients: Sequence[str] = ()
    ) -> dict[int, str]:
        """Return the papers in the issues of a profile, and the days.

        None stands for all profiles, no recipients for all of them. Issues that may
        have been sent count as sent.
        """
        query = (
            "SELECT shown.paper, min(issues.day) FROM issues "
            f"JOIN shown ON shown.run = issues.run WHERE {_sent(recipients)} "
            "GROUP BY shown.paper"
        )
        with translate_errors(self.path):
            return dict(self.db.execute(query, (profile, *recipients)).fetchall())

    def reported_to(self, profile: str, recipients: Sequence[str]) -> frozenset[str]:
        """Return the titles that issues of a profile reported as retracted.

        Issues that may have been sent count as sent.
        """
        query = (
            "SELECT title FROM reported JOIN issues ON issues.run = reported.run "
            f"WHERE {_sent(recipients)}"
        )
        with translate_errors(self.path):
            rows = self.db.execute(query, (profile, *recipients))
            return frozenset(title for (title,) in rows)

    def sent_of(self, papers: Sequence[Paper]) -> dict[str, str]:
        """Return the days on which papers were first sent, by their ids."""
        sent = self.sent_to(None)
        if not sent:
            return {}
        numbers = self._papers.find_all(map(Identity.of, papers))
        pairs = zip(papers, numbers, strict=True)
        return {p.id: sent[n] for p, n in pairs if n is not None and n in sent}

    # --------------------------------------------------------------- judgements
    def judge(self, paper: Paper, verdict: Verdict, at: dt.datetime) -> None:
        """Record a verdict on a paper; an earlier one no longer counts."""
        with self.transaction():
            number = self._papers.note(paper)
            self._undo(number, at)
            self.db.execute(
                "INSERT INTO feedback (paper, verdict, at) VALUES (?, ?, ?)",
                (number, verdict, utc_text(at)),
            )

    def undo(self, number: int, at: dt.datetime) -> bool:
        """Undo the verdict on a paper; tell whether there was one."""
        with self.transaction():
            return self._undo(number, at)

    def _undo(self, number: int, at: dt.datetime) -> bool:
        done = self.db.execute(
            "UPDATE feedback SET undone = ? WHERE paper = ? AND undone IS NULL",
            (utc_text(at), number),
        )
        return done.rowcount > 0

    def is_changed_since(self, number: int, at: dt.datetime) -> bool:
        """Tell whether feedback on a paper was given, or undone, since a time."""
        query = "SELECT 1 FROM feedback WHERE paper = ?1 AND (at >= ?2 OR undone > ?2)"
        with translate_errors(self.path):
            found = self.db.execute(query, (number, utc_text(at))).fetchone()
        return found is not None

    def judged(self) -> list[Judged]:
        """Return the verdicts that count, the oldest first."""
        query = (
            "SELECT paper, verdict, at FROM feedback "
            "WHERE undone IS NULL ORDER BY number"
        )
        with translate_errors(self.path):
            rows = self.db.execute(query).fetchall()
        papers = self.papers(number for number, _, _ in rows)
        return [
            Judged(number, papers[number], verdict, at)
            for number, verdict, at in rows
            if number in papers
        ]

    def feedback_stamp(self) -> tuple[int, int]:
        """Return two numbers that change with each verdict, and with undoing one."""
        query = "SELECT coalesce(max(number), 0), count(undone) FROM feedback"
        with translate_errors(self.path):
            last, undone = self.db.execute(query).fetchone()
        return int(last), int(undone)

    def last_verdict(self) -> Judged | None:
        """Return the newest verdict that was not undone, None if there is none."""
        query = (
            "SELECT paper, verdict, at FROM feedback "
            "WHERE undone IS NULL ORDER BY number DESC LIMIT 1"
        )
        with translate_errors(self.path):
            row = self.db.execute(query).fetchone()
        papers = self.papers([row[0]]) if row else {}
        return Judged(row[0], papers[row[0]], row[1], row[2]) if papers else None

    # -------------------------------------------------------------- acceptance
    def note_taken(self, works: Iterable[Work], at: dt.datetime) -> int:
        """Record which suggested papers are in the library by now; return how many.

        A paper counts from the first time that it is seen there.
        """
        names = [(one, work.keys[0]) for work in works for one in work.identities]
        with self.transaction():
            if not self.db.execute("SELECT 1 FROM shown LIMIT 1").fetchone():
                return 0
            numbers = self._papers.find_all(identity for identity, _ in names)
            pairs = zip(numbers, names, strict=True)
            found = {n: key for n, (_, key) in reversed(list(pairs)) if n is not None}
            before = self.db.total_changes
            self.db.executemany(
                "INSERT OR IGNORE INTO taken SELECT ?1, ?2, ?3 WHERE EXISTS "
                "(SELECT 1 FROM shown WHERE paper = ?1)",
                ((number, utc_text(at), key) for number, key in found.items()),
            )
            return self.db.total_changes - before

    def ignored(self, times: int) -> list[Paper]:
        """Return papers shown on so many days, but never added and never judged."""
        query = (
            "SELECT paper FROM shown JOIN runs ON runs.number = shown.run "
            "WHERE paper NOT IN (SELECT paper FROM taken) AND paper NOT IN "
            "(SELECT paper FROM feedback WHERE undone IS NULL) "
            "GROUP BY paper HAVING count(DISTINCT substr(at, 1, 10)) >= ?"
        )
        with translate_errors(self.path):
            rows = self.db.execute(query, (times,)).fetchall()
        return list(self.papers(number for (number,) in rows).values())

    def profiles(self) -> list[str]:
        """Return the profiles whose digests were recorded, by name."""
        query = "SELECT DISTINCT profile FROM runs WHERE profile != '' ORDER BY 1"
        with translate_errors(self.path):
            return [name for (name,) in self.db.execute(query)]

    def months(
        self, profile: str | None = None
    ) -> list[tuple[str, int, int, int, int]]:
        """Return (month, suggested, taken, liked, dismissed) by month of first show.

        Without a profile, they are those of all digests and of the terminal.
        """
        query = """
            SELECT substr(first, 1, 7), count(*),
                sum(EXISTS (SELECT 1 FROM taken WHERE taken.paper = seen.paper)),
                sum(EXISTS (SELECT 1 FROM feedback WHERE feedback.paper = seen.paper
                    AND verdict = 'like' AND undone IS NULL)),
                sum(EXISTS (SELECT 1 FROM feedback WHERE feedback.paper = seen.paper
                    AND verdict = 'dismiss' AND undone IS NULL))
            FROM (SELECT paper, min(at) AS first FROM shown
                JOIN runs ON runs.number = shown.run
                WHERE ?1 IS NULL OR runs.profile = ?1 GROUP BY paper) AS seen
            GROUP BY 1 ORDER BY 1
        """
        with translate_errors(self.path):
            return list(self.db.execute(query, (profile,)))


def _sent(recipients: Sequence[str]) -> str:
    """The condition for the issues of a profile that recipients may have got."""
    marks = ", ".join("?" * len(recipients))
    chosen = f" AND recipient COLLATE NOCASE IN ({marks})" if recipients else ""
    return (
        "issues.state IN ('sending', 'sent') "
        f"AND (?1 IS NULL OR issues.profile = ?1){chosen}"
    )
