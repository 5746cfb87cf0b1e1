"""The tables of the history, and opening them safely."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import AbstractContextManager, closing
from pathlib import Path

from readnext import sqlite
from readnext.errors import UserError
from readnext.private_files import make_file

FORMAT = 2
_TABLES = """
-- Papers that were suggested or judged, each once, as they were then.
CREATE TABLE IF NOT EXISTS papers (number INTEGER PRIMARY KEY, record TEXT NOT NULL);
-- Names under which a paper may be known. A hit is checked on the record.
CREATE TABLE IF NOT EXISTS aliases (
    alias TEXT NOT NULL, paper INTEGER NOT NULL, PRIMARY KEY (alias, paper)
) WITHOUT ROWID;
-- Times at which a list was shown or created, UTC, ISO 8601. `profile` is "" at the
-- terminal.
CREATE TABLE IF NOT EXISTS runs (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    profile TEXT NOT NULL,
    at TEXT NOT NULL,
    ranker TEXT NOT NULL,
    why TEXT NOT NULL,
    version TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS shown (
    run INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    paper INTEGER NOT NULL,
    key TEXT NOT NULL,
    score REAL NOT NULL,
    probability REAL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (run, rank)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shown_paper ON shown (paper);
-- Titles of the reader's works that a run reported as retracted.
CREATE TABLE IF NOT EXISTS reported (
    run INTEGER NOT NULL, title TEXT NOT NULL, PRIMARY KEY (run, title)
) WITHOUT ROWID;
-- Which setting of an experiment picked a paper that a run shows.
CREATE TABLE IF NOT EXISTS teams (
    run INTEGER NOT NULL, paper INTEGER NOT NULL, team TEXT NOT NULL,
    PRIMARY KEY (run, paper)
) WITHOUT ROWID;
-- The list that was shown last, wherever it was, by whose numbers papers are named.
CREATE TABLE IF NOT EXISTS listed (rank INTEGER PRIMARY KEY, paper INTEGER NOT NULL);
-- Judgements, the newest of a paper counts. `undone` ones do not.
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY,
    paper INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    at TEXT NOT NULL,
    undone TEXT
);
-- Papers that came into the library after they had been suggested.
CREATE TABLE IF NOT EXISTS taken (
    paper INTEGER PRIMARY KEY, at TEXT NOT NULL, key TEXT NOT NULL
);
-- Issues of digests, see readnext.digest.outbox: one for each recipient, who may have
-- several `parts` a day, if more were asked for. `newest` is the number of the newest
-- paper that the catalog of that name had then. `message` is the whole mail, until it
-- is sent or dropped.
CREATE TABLE IF NOT EXISTS issues (
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
    UNIQUE (profile, day, part, recipient)
);
-- The secret in the links of an issue; mails without it are not answers to the issue.
CREATE TABLE IF NOT EXISTS secrets (
    secret TEXT PRIMARY KEY,
    run INTEGER NOT NULL,
    profile TEXT NOT NULL,
    recipient TEXT NOT NULL
) WITHOUT ROWID;
-- Mails whose feedback was recorded, by their Message-ID.
CREATE TABLE IF NOT EXISTS answered (
    mail TEXT PRIMARY KEY, at TEXT NOT NULL
) WITHOUT ROWID;
-- Up to which mail a mailbox on a server was read; with a new `validity`, the
-- server has new numbers (RFC 3501, 2.3.1.1).
CREATE TABLE IF NOT EXISTS mailboxes (
    name TEXT PRIMARY KEY, validity INTEGER NOT NULL, last INTEGER NOT NULL
) WITHOUT ROWID;
-- Recipients who ended their digest by mail.
CREATE TABLE IF NOT EXISTS unsubscribed (
    profile TEXT NOT NULL,
    recipient TEXT NOT NULL COLLATE NOCASE,
    at TEXT NOT NULL,
    PRIMARY KEY (profile, recipient)
) WITHOUT ROWID;
"""
# Format 1 had one issue a day and part, whoever the recipient was.
_FROM_1 = """
ALTER TABLE issues RENAME TO issues_1;
{tables}
INSERT INTO issues SELECT number, profile, day, part, run, state, message_id, sender,
    recipient, message, catalog, newest, prepared, sending, sent, error FROM issues_1;
DROP TABLE issues_1;
"""


_NAMES = re.findall(r"CREATE (?:TABLE|INDEX) IF NOT EXISTS (\w+)", _TABLES)
_DAMAGED = "it is damaged; move it away, and readnext starts a new one"


class HistoryError(UserError):
    """A history that cannot be used: damaged, of another version, or in use."""


def open_history(path: Path) -> sqlite3.Connection:
    """Open the history's database, created if there is none.

    Tables that are missing are created again. Raises HistoryError if the database
    cannot be used.
    """
    with translate_errors(path):
        if str(path) != ":memory:":
            make_file(path)
        connection = sqlite3.connect(path, timeout=sqlite.WAIT, isolation_level=None)
        with sqlite.closed_on_error(connection):
            sqlite.use_write_ahead_log(connection)
            # A digest must not be sent twice, even after a power failure.
            connection.execute("PRAGMA synchronous = FULL")
            _upgrade(path, connection)
    return connection


def read_history(path: Path) -> sqlite3.Connection:
    """Open the history's database for reading; nothing is created on disk.

    A database that cannot be written to, e.g. on a read-only or a full disk, is copied
    to memory. Raises HistoryError if it cannot be used.
    """
    with translate_errors(path):
        there = path.is_file()
        if there and all(map(_is_writable, (path, path.parent))):
            try:
                return open_history(path)
            except HistoryError as error:
                if not sqlite.cannot_write(error.__cause__):
                    raise
        memory = open_history(Path(":memory:"))
        with sqlite.closed_on_error(memory):
            if there:
                with closing(_read_only(path)) as connection:
                    connection.backup(memory)
                _upgrade(path, memory)
        return memory


def _is_writable(path: Path) -> bool:
    known = os.access in os.supports_effective_ids
    return os.access(path, os.W_OK, effective_ids=known)


def _read_only(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing, not even the files of SQLite beside its own."""
    # SQLite cannot create these in a read-only folder or on a full disk. Without a log,
    # or with one that is empty for want of space, there is nothing in them to miss.
    log = path.with_name(f"{path.name}-wal")
    logged = log.exists() and log.stat().st_size > 0
    alone = logged and _is_writable(path)
    mode = "mode=rw" if alone else "mode=ro" if logged else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)
    if alone:  # the index of the log is then kept in memory
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    return connection


def _upgrade(path: Path, connection: sqlite3.Connection) -> None:
    """Bring a database to this version's format, its missing tables included.

    Raises HistoryError if a newer version made it.
    """
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > FORMAT:
        raise HistoryError(f"{path}: made by a newer readnext; update readnext")
    if found < FORMAT or _missing(connection):
        with sqlite.transaction(connection):
            # Another process may have done it since.
            found = connection.execute("PRAGMA user_version").fetchone()[0]
            old = found == 1 and "issues" in _present(connection)
            script = _FROM_1.format(tables=_TABLES) if old else _TABLES
            sqlite.run_script(connection, script)
            connection.execute(f"PRAGMA user_version = {FORMAT}")


def _missing(connection: sqlite3.Connection) -> bool:
    """Whether a table or an index is missing."""
    return not _present(connection).issuperset(_NAMES)


def _present(connection: sqlite3.Connection) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'index')"
    return {name for (name,) in connection.execute(query)}


def translate_errors(path: Path) -> AbstractContextManager[None]:
    """Turn errors of SQLite and of the disk into a HistoryError."""
    return sqlite.translate_errors(path, HistoryError, _DAMAGED)
