"""The log of sources: when each was queried, what it returned, what failed."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext import __version__
from readnext.catalog.checksums import check_small, crc_of
from readnext.dates import utc_text
from readnext.plurals import counted
from readnext.sqlite import DamageError, snapshot

_COLUMNS = (
    "name, live, patience, cursor, tried, succeeded, added, updated, deleted, error"
)
# A page that is not there: to ask for it again does not help.
_NOWHERE = re.compile(r"\bstatus (?:404|410)\b")
_INTERRUPTED = "the last run was interrupted; the next one continues from there"


@dataclass(frozen=True, slots=True)
class Account:
    """The log entry of one source.

    A `live` source is queried by ``catalog update``, others are files. `patience` is
    the number of days after which its papers are called old, None for files. `cursor`
    is a text that only the source understands: where to resume. `tried` and `succeeded`
    are when the last run began and the last complete run ended, UTC. `added`,
    `updated` and `deleted` count papers of the last run that had any. `error`
    describes what failed in the last run, None if nothing did.
    """

    name: str
    live: bool
    patience: int | None
    cursor: str | None
    tried: str | None
    succeeded: str | None
    added: int
    updated: int
    deleted: int
    error: str | None

    def is_late(self, now: dt.datetime) -> bool:
        """Tell whether a live source had no complete run for longer than expected."""
        if not self.live or self.patience is None:
            return False
        if self.succeeded is None:
            return True
        age = now - dt.datetime.fromisoformat(self.succeeded)
        return age > dt.timedelta(days=self.patience)


class SourceLog:
    """The table of sources, to be used within the transactions of its caller."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def accounts(self) -> list[Account]:
        """Return the entries of all sources, live sources first, by name."""
        query = f"SELECT {_COLUMNS} FROM sources ORDER BY live DESC, name"
        with snapshot(self._db):
            check_small(self._db)
            return [_account(row) for row in self._db.execute(query)]

    def find(self, name: str) -> Account | None:
        """Return the entry of a source, None if there is none."""
        query = f"SELECT {_COLUMNS} FROM sources WHERE name = ?"
        row = self._db.execute(query, (name,)).fetchone()
        return _account(row) if row else None

    def number(self, name: str, *, live: bool = False) -> int:
        """Return the number of a source, adding the source if it is new."""
        self._db.execute(
            "INSERT OR IGNORE INTO sources (name, live) VALUES (?, ?)", (name, live)
        )
        query = "SELECT number FROM sources WHERE name = ?"
        return int(self._db.execute(query, (name,)).fetchone()[0])

    def register(self, name: str, patience: int) -> None:
        """Register a source to be queried by ``catalog update``."""
        number = self.number(name, live=True)
        self._db.execute(
            "UPDATE sources SET live = 1, patience = ? WHERE number = ?",
            (patience, number),
        )

    def begin(self, name: str, now: dt.datetime) -> None:
        """Record that a run begins; until it ends, it counts as interrupted."""
        self._db.execute(
            "UPDATE sources SET tried = ?, error = ?, added = 0, updated = 0, "
            "deleted = 0 WHERE name = ?",
            (utc_text(now), _INTERRUPTED, name),
        )

    def count(
        self, number: int, counts: Sequence[int], cursor: str | None = None
    ) -> None:
        """Count what a page or batch added, and store its cursor if it has one.

        `counts` are the papers added, updated and deleted.
        """
        self._db.execute(
            "UPDATE sources SET added = added + ?, updated = updated + ?, "
            "deleted = deleted + ?, cursor = coalesce(?, cursor) WHERE number = ?",
            (*counts, cursor, number),
        )

    def end(self, name: str, now: dt.datetime, error: str | None) -> None:
        """Record that a run ended, and what failed in it, None if nothing did."""
        self._db.execute("UPDATE sources SET error = ? WHERE name = ?", (error, name))
        if error is None:
            self._db.execute(
                "UPDATE sources SET succeeded = ? WHERE name = ?", (utc_text(now), name)
            )

    def known_lines(self, name: str) -> frozenset[int]:
        """Return the hashes of the lines of a file that were added before."""
        return frozenset(self._lines(name).tolist())

    def note_lines(self, name: str, digests: array[int]) -> None:
        """Record lines of a file that were added, in addition to earlier ones."""
        known = np.union1d(self._lines(name), np.frombuffer(digests, np.int64))
        number, digests_ = self.number(name), known.tobytes()
        self._db.execute(
            "INSERT OR REPLACE INTO lines VALUES (?, ?, ?, ?)",
            (number, __version__, digests_, crc_of(number, __version__, digests_)),
        )

    def _lines(self, name: str) -> NDArray[np.int64]:
        query = (
            "SELECT source, version, digests, crc FROM lines "
            "JOIN sources ON number = source WHERE name = ?"
        )
        row = self._db.execute(query, (name,)).fetchone()
        if row and crc_of(*row[:3]) != row[3]:
            raise DamageError("the lines of a file do not fit their checksum")
        known = row and row[1] == __version__
        return np.frombuffer(row[2] if known else b"", np.int64)

    def rename(self, name: str, new: str) -> None:
        """Give a source another name."""
        self._db.execute("UPDATE sources SET name = ? WHERE name = ?", (new, name))

    def forget_lines(self) -> None:
        """Forget the lines of all files, since papers of theirs were removed."""
        self._db.execute("DELETE FROM lines")

    def forget(self, name: str) -> None:
        """Delete a source from the log."""
        self._db.execute("DELETE FROM lines WHERE source = ?", (self.number(name),))
        self._db.execute("DELETE FROM sources WHERE name = ?", (name,))


def lateness(accounts: Sequence[Account], now: dt.datetime) -> tuple[str, ...]:
    """Return a sentence for each live source that is out of date."""
    return tuple(_late(account, now) for account in accounts if account.is_late(now))


def removal_of(name: str, error: str | None) -> str | None:
    """Return the command that removes a source where an error says that it is gone."""
    if error is None or not _NOWHERE.search(error):
        return None
    return f"readnext catalog remove {shlex.quote(name)}"


def _late(account: Account, now: dt.datetime) -> str:
    why = f" ({account.error})" if account.error else ""
    removal = removal_of(account.name, account.error)
    do = "run 'readnext catalog update'"
    if removal:
        do += f"; if this source is gone, {removal} ends this message"
    if account.succeeded is None:
        tried = "failed" if account.tried else "not been tried"
        return (
            f"{account.name} has {tried} so far{why}; its papers are missing or "
            f"incomplete: {do}"
        )
    days = (now - dt.datetime.fromisoformat(account.succeeded)).days
    return (
        f"the last complete fetch of {account.name} was {counted(days, 'day')} "
        f"ago{why}; newer papers are missing: {do}"
    )


def _account(row: tuple[object, ...]) -> Account:
    name, live, *rest = row
    return Account(str(name), bool(live), *rest)  # type: ignore[arg-type]
