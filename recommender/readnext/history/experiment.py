"""What an experiment with two settings of the ranker has shown so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from readnext.history.schema import translate_errors
from readnext.history.store import History

_Z = 1.959964  # of 95 %


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many papers each setting, "a" or "b", picked, and how many were taken.

    Each paper is credited to the setting that picked it first. It is taken if it was
    added to the library, or liked.
    """

    shown: Mapping[str, int]
    taken: Mapping[str, int]

    @property
    def share(self) -> tuple[float, float, float]:
        """The share of what was taken that "a" had picked, and its 95 % interval."""
        return share_interval(self.taken["a"], self.taken["a"] + self.taken["b"])

    @property
    def better(self) -> str:
        """The setting whose papers were taken more, "" if it is too early to tell."""
        _, low, high = self.share
        return "a" if low > 0.5 else "b" if high < 0.5 else ""


def share_interval(part: int, whole: int) -> tuple[float, float, float]:
    """Return a share and its 95 % interval (Wilson, 1927); of nothing, 0 to 1.

    >>> [round(number, 3) for number in share_interval(9, 12)]
    [0.75, 0.468, 0.911]
    >>> share_interval(0, 0)
    (0.5, 0.0, 1.0)
    """
    if not whole:
        return 0.5, 0.0, 1.0
    share, z2 = part / whole, _Z**2
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    spread = _Z / (1 + z2 / whole)
    spread *= sqrt(share * (1 - share) / whole + z2 / (4 * whole**2))
    return share, max(middle - spread, 0.0), min(middle + spread, 1.0)


def outcome(history: History) -> Outcome:
    """Return what became of the papers of an experiment."""
    query = """
        SELECT team, count(*), sum(
            EXISTS (SELECT 1 FROM taken WHERE taken.paper = first.paper)
            OR EXISTS (SELECT 1 FROM feedback WHERE feedback.paper = first.paper
                AND verdict = 'like' AND undone IS NULL))
        FROM (SELECT paper, team, min(run) FROM teams GROUP BY paper) AS first
        GROUP BY team
    """
    with translate_errors(history.path):
        rows = history.db.execute(query).fetchall()
    shown, taken = ({"a": 0, "b": 0} for _ in range(2))
    for team, count, credited in rows:
        shown[team], taken[team] = count, int(credited)
    return Outcome(shown, taken)
