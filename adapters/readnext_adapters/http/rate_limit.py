"""Spaces the questions of all processes of this machine to one service.

A process takes the next free slot in a short transaction and sleeps outside of it
until then, so that many can wait in turn. When it wakes it enters, in a second
transaction: who wakes late, or was told in the meantime that the service wants to be
left alone, waits on, and no two ever enter closer together than the spacing. A lock
of SQLite ends with the process that holds it, so that none is left by one that is
killed; a slot that it took stays empty.

Times are of the wall clock, the only one that all processes share. Nothing is
written with a time that lies ahead, so one that does tells that the clock was set
back, and how far. Where the file cannot be used, the same is done in memory, for
this process alone.

Limiters on PyPI were not taken: pyrate-limiter (4.5) counts events in a window, needs
filelock on top to hold between processes, and cannot be told to wait by an answer;
filelock and portalocker give a lock only, and one would have to sleep while holding
it; limits and ratelimit know no file.
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
_WAIT = 5.0  # seconds to wait for another process that writes
_FARTHEST = 2 * 86_400.0  # a service may ask for a day; what is later is an error
_GRAIN = 0.001  # the least wait, so that a clock of coarse ticks moves on


@dataclass(frozen=True, slots=True)
class State:
    """`free` is the next slot, before `closed` none may enter; as of `written`."""

    free: float = 0.0
    closed: float = 0.0
    written: float = 0.0


Decision = tuple[State, float]


def as_of(state: State, now: float) -> State:
    """Return what a state means now, however the clock was set.

    >>> as_of(State(free=109.0, closed=106.0, written=103.0), now=3.0)
    State(free=9.0, closed=6.0, written=3.0)
    >>> as_of(State(free=1e9, closed=106.0, written=100.0), now=103.0)
    State(free=103.0, closed=106.0, written=103.0)
    """
    set_back = max(state.written - now, 0.0)
    free, closed = (
        moment - set_back if moment - set_back - now <= _FARTHEST else now
        for moment in (state.free, state.closed)
    )
    return State(free, closed, now)


def reserve(state: State, spacing: float, most: float) -> Decision:
    """Take the next slot, unless it is more than `most` seconds away."""
    slot = max(state.written, state.free, state.closed)
    wait = slot - state.written
    return (state if wait > most else replace(state, free=slot + spacing)), wait


def enter(state: State, spacing: float) -> Decision:
    """Close the gate behind oneself; if it is closed, say for how long."""
    if state.closed > state.written:
        return state, max(state.closed - state.written, _GRAIN)
    return postpone(state, spacing)


def postpone(state: State, seconds: float) -> Decision:
    """Close the gate for so long from now on."""
    closed = max(state.closed, state.written + seconds)
    return replace(state, closed=closed), 0.0


_in_memory: dict[tuple[Path, str], State] = {}


class Gate:
    """The gate of a name; its file is opened for each step only."""

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
        """Return the seconds until one's turn; it is taken if they are not too many."""
        return self._step(lambda state: reserve(state, self._spacing, most))

    def enter(self) -> float:
        """Return 0 if it is one's turn now, else the seconds to wait first."""
        return self._step(lambda state: enter(state, self._spacing))

    def postpone(self, seconds: float) -> None:
        """Let nobody in for so long from now on."""
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
        with opened(self._path, _SCHEMA, _WAIT) as connection:
            # If the power fails now a spacing is lost, for which no disk need wait.
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
    """The state in a row; one that holds no three numbers says nothing."""
    numbers = [n for n in row or () if isinstance(n, float)]
    return State(*numbers) if len(numbers) == 3 else State()
