"""On which day papers came into a catalog.

The numbers of papers only go up, so the first number of each day tells the day of all.
Papers that were there before days were recorded have none.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.checksums import check_small
from readnext.sqlite import snapshot

TABLE = """
-- The first number of the papers that came on a day, UTC.
CREATE TABLE arrivals (first INTEGER PRIMARY KEY, day TEXT NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When papers came: from each number in `first` on, the day in `days`.

    Both are sorted; days are numbers, YYYYMMDD.
    """

    first: NDArray[np.int64]
    days: NDArray[np.int32]

    def of(self, numbers: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the day on which each paper came, as YYYYMMDD, 0 if unknown."""
        places = np.searchsorted(self.first, numbers, "right")
        return np.asarray(np.r_[np.int32(0), self.days][places], np.int32)


def note_arrival(db: sqlite3.Connection, first: int, day: dt.date) -> None:
    """Record that the papers from a number on came on a day, within a transaction."""
    # The numbers of papers that were removed can be given again.
    db.execute("DELETE FROM arrivals WHERE first >= ?", (first,))
    query = "SELECT day FROM arrivals ORDER BY first DESC LIMIT 1"
    last = db.execute(query).fetchone()
    if last is None or last[0] != day.isoformat():
        db.execute("INSERT INTO arrivals VALUES (?, ?)", (first, day.isoformat()))


def read_arrivals(db: sqlite3.Connection) -> Arrivals:
    """Return when papers came. Raises DamageError if that is damaged."""
    with snapshot(db):
        check_small(db)
        rows = db.execute("SELECT first, day FROM arrivals ORDER BY first").fetchall()
    return Arrivals(
        np.array([first for first, _ in rows], np.int64),
        np.array([int(day.replace("-", "")) for _, day in rows], np.int32),
    )
