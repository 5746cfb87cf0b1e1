"""The tables of the history, and opening them safely."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readnext.errors import UserError

FORMAT = 1
_WAIT = 30.0  # seconds to wait for another process that writes
_TABLES = """
-- Papers that were suggested or judged, each once, as they stood then.
CREATE TABLE papers (number INTEGER PRIMARY KEY, record TEXT NOT NULL);
-- Names under which a paper may be known. A hit is checked on the record.
CREATE TABLE aliases (
    alias TEXT NOT NULL, paper INTEGER NOT NULL, PRIMARY KEY (alias, paper)
) WITHOUT ROWID;
-- Times at which a list was shown or made, UTC, ISO 8601. `profile` is "" at the
-- terminal.
CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    profile TEXT NOT NULL,
    at TEXT NOT NULL,
    ranker TEXT NOT NULL,
    why TEXT NOT NULL,
    version TEXT NOT NULL
);
CREATE TABLE shown (
    run INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    paper INTEGER NOT NULL,
    key TEXT NOT NULL,
    score REAL NOT NULL,
    probability REAL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (run, rank)
) WITHOUT ROWID;
CREATE INDEX shown_paper ON shown (paper);
-- Judgements, the newest of a paper counts. `undone` ones do not.
CREATE TABLE feedback (
    number INTEGER PRIMARY KEY,
    paper INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    at TEXT NOT NULL,
    undone TEXT
);
-- Papers that came into the library after they had been suggested.
CREATE TABLE taken (
    paper INTEGER PRIMARY KEY, at TEXT NOT NULL, key TEXT NOT NULL
);
-- Issues of digests, see readnext.history.outbox. A day may have several `parts`, if
-- more were asked for. `newest` is the number of the newest paper that the catalog of
-- that name had then. `message` is the whole mail, until it is sent or dropped.
CREATE TABLE issues (
    number INTEGER PRIMARY KEY,
    profile TEXT NOT NULL,
    day TEXT NOT NULL,
    part INTEGER NOT NULL,
    run INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('prepared', 'sending', 'sent', 'dropped')),
    message_id TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    message BLOB NOT NULL,
    catalog TEXT NOT NULL,
    newest INTEGER NOT NULL,
    prepared TEXT NOT NULL,
    sending TEXT,
    sent TEXT,
    error TEXT,
    UNIQUE (profile, day, part)
);
"""


class HistoryError(UserError):
    """A history that cannot be used: damaged, of another version, or in use."""


def open_history(path: Path) -> sqlite3.Connection:
    """Open the history's database, made first if there is none.

    Raises HistoryError if it cannot be used.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a digest goes out but once
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("COMMIT")
    if found > FORMAT:
        raise HistoryError(f"{path}: made by a newer readnext; update readnext")
    return connection


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into a HistoryError that tells what to do."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        said = str(error)
        if "locked" in said:
            remedy = "another readnext is using it; try again when it is done"
        elif "not a database" in said or "malformed" in said:
            remedy = "it is damaged; move it away, and readnext begins a new one"
        elif isinstance(error, OSError) or "unable" in said or "readonly" in said:
            remedy = "it cannot be written; check its permissions and the disk"
        elif "full" in said or "disk I/O" in said:
            remedy = "the disk is full or fails"
        else:
            raise
        raise HistoryError(f"{path}: {remedy} ({said})") from error
