"""A rate limit for one service across all processes of this machine.

A process reserves the next free slot in a short transaction and sleeps until then
outside of it, so that several can queue. On waking it enters, in a second
transaction: a process that wakes late, or for which the service has asked for a pause
in the meantime, waits again, and no two requests are closer together than the
spacing. SQLite releases the lock of a process that is killed; the slot that it
reserved stays unused.

Times are of the wall clock, the only one that all processes share. Every state is
written with the current time, so a later one shows that the clock was set back, and
by how much. If the file cannot be used, the state is kept in memory, for this process
only.

Limiters on PyPI do not fit: pyrate-limiter (4.5) counts events in a window, needs
filelock to work across processes, and cannot be paused by a response; filelock and
portalocker provide only a lock, which would be held while sleeping; limits and
ratelimit do not share state in a file.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from readnext import sqlite
from readnext_adapters.cachefile import Schema, opened

FILE = "http-gates.sqlite"
_SCHEMA = Schema(
    """
    DROP TABLE IF EXISTS gates;
    CREATE TABLE gates (
        name TEXT PRIMARY KEY,
        free REAL NOT NULL, closed REAL NOT NULL, written REAL NOT NULL
    ) WITHOUT ROWID
    """,
    1,
)
_BUSY_TIMEOUT = 5.0  # seconds to wait for another process that writes
_MAX_WAIT = 2 * 86_400.0  # a service may ask for a day; more is an error
_MIN_WAIT = 0.001  # longer than a tick of a coarse clock


@dataclass(frozen=True, slots=True)
class State:
    """`free` is the next slot, `closed` the end of a pause; as of `written`."""

    free: float = 0.0
    closed: float = 0.0
    written: float = 0.0


Decision = tuple[State, float]


def as_of(state: State, now: float) -> State:
    """Return the state as of now, corrected if the clock was set back.

    >>> as_of(State(free=109.0, closed=106.0, written=103.0), now=3.0)
    State(free=9.0, closed=6.0, written=3.0)
    >>> as_of(State(free=1e9, closed=106.0, written=100.0), now=103.0)
    State(free=103.0, closed=106.0, written=103.0)
    """
    set_back = max(state.written - now, 0.0)
    free, closed = (
        moment - set_back if moment - set_back - now <= _MAX_WAIT else now
        for moment in (state.free, state.closed)
    )
    return State(free, closed, now)


def reserve(state: State, spacing: float, most: float) -> Decision:
    """Reserve the next slot, unless it is more than `most` seconds away."""
    slot = max(state.written, state.free, state.closed)
    wait = slot - state.written
    return (state if wait > most else replace(state, free=slot + spacing)), wait


def enter(state: State, spacing: float) -> Decision:
    """Start the spacing after a request; during a pause, return what is left of it."""
    if state.closed > state.written:
        return state, max(state.closed - state.written, _MIN_WAIT)
    return postpone(state, spacing)


def postpone(state: State, seconds: float) -> Decision:
    """Allow no request for so many seconds from now."""
    closed = max(state.closed, state.written + seconds)
    return replace(state, closed=closed), 0.0


_in_memory: dict[tuple[Path, str], State] = {}


class RateLimiter:
    """The rate limit of a name; its file is open only during each step."""

    def __init__(
        self,
        name: str,
        spacing: float,
        folder: Path,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._name = name
        self._spacing = spacing
        self._path = folder / FILE
        self._clock = clock

    def reserve(self, most: float) -> float:
        """Return the seconds until the next slot; reserve it if at most `most`."""
        return self._step(lambda state: reserve(state, self._spacing, most))

    def enter(self) -> float:
        """Return 0 if a request may be sent now, else the seconds to wait first."""
        return self._step(lambda state: enter(state, self._spacing))

    def postpone(self, seconds: float) -> None:
        """Allow no request for so many seconds from now."""
        self._step(lambda state: postpone(state, seconds))

    def _step(self, decide: Callable[[State], Decision]) -> float:
        known = (self._path, self._name)
        try:
            state, wait = self._on_file(decide)
        except (OSError, sqlite3.DatabaseError):
            last = _in_memory.get(known, State())
            state, wait = decide(as_of(last, self._clock()))
        _in_memory[known] = state
        return wait

    def _on_file(self, decide: Callable[[State], Decision]) -> Decision:
        with opened(self._path, _SCHEMA, _BUSY_TIMEOUT) as connection:
            # A power failure would only lose one spacing: not worth a disk sync.
            connection.execute("PRAGMA synchronous = OFF")
            with sqlite.transaction(connection):
                row = connection.execute(
                    "SELECT free, closed, written FROM gates WHERE name = ?",
                    (self._name,),
                ).fetchone()
                state, wait = decide(as_of(_state(row), self._clock()))
                connection.execute(
                    "INSERT OR REPLACE INTO gates VALUES (?, ?, ?, ?)",
                    (self._name, *astuple(state)),
                )
        return state, wait


def _state(row: tuple[object, ...] | None) -> State:
    """The state in a row; the default if it does not hold three numbers."""
    numbers = [n for n in row or () if isinstance(n, float)]
    return State(*numbers) if len(numbers) == 3 else State()
