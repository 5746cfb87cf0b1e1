"""A score without a reader profile: how well papers are received now.

It is a sum of points, each of which doubles the odds:

- `upvotes`, `score`: log2 of the odds s / (1 - s), where s is the share of its peers
  that a paper outranks, see `readnext.trending.percentile`; `comments` count half.
- `code`: half a point where code is published.
- `lab`: half the log2 odds ratio of the share of well received papers among a lab's
  *other* papers and in the whole catalog, shrunk towards the latter; of several labs
  the best. A paper is well received if it outranks three quarters of its peers.
- `recency`: 3 points on the newest day and none at the beginning of the period:
  the odds halve with each third of it.

Unknown figures add nothing. Pages show a number of comments only if there are any: if
no paper of a catalog has 0 comments, few comments do not lower a paper's score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.shards import Columns, NameLists
from readnext.features.rows import reduce_rows
from readnext.trending.days import day_spans
from readnext.trending.percentile import Standing, log_odds
from readnext.trending.window import Period

FIGURES = {
    "upvotes": 1.0,
    "comments": 0.5,
    "score": 1.0,
}  # points per doubling of the odds
CODE = 0.5
LAB = 0.5
HALVINGS = 3  # how often the odds halve over the period
_WELL = 0.75  # share of peers that a well received paper outranks
_PRIOR = 5.0  # papers that the catalog's share counts for, in a lab's share

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabRecord:
    """How other papers of the labs of papers were received, one entry a paper and lab.

    Entries starts[i]:starts[i+1] are those of row i. `labs`: hashed names. `rated`:
    other papers of the lab of which the reception is known, `well` of them were well
    received. `points`: what that adds to the row's score.
    """

    starts: NDArray[np.int64]
    labs: NDArray[np.int64]
    rated: NDArray[np.int64]
    well: NDArray[np.int64]
    points: Points

    @classmethod
    def of(cls, lists: NameLists, share: NDArray[np.float64]) -> LabRecord:
        """Count papers by lab; `share` is how each was received, NaN where unknown."""
        row = np.repeat(np.arange(len(share)), np.diff(lists.starts))
        lab = np.unique(lists.names, return_inverse=True)[1]
        is_rated, is_well = np.isfinite(share), share >= _WELL
        rated, well = (_others(lab, fact[row]) for fact in (is_rated, is_well))
        usual = (is_well.sum() + _PRIOR * (1 - _WELL)) / (is_rated.sum() + _PRIOR)
        own = (well + _PRIOR * usual) / (rated + _PRIOR)
        points = LAB * (log_odds(own) - log_odds(usual))
        return cls(lists.starts, lists.names, rated, well, points)

    def best(self) -> Points:
        """Return the points of each row's best lab, 0 where it has none, (n,)."""
        points = reduce_rows(np.maximum, self.points.astype(np.float32), self.starts)
        return points.astype(np.float64)


def _others(lab: NDArray[np.int64], fact: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Of how many other papers of each entry's lab a fact is true."""
    counts = np.bincount(lab, weights=fact)[lab] if len(lab) else np.zeros(0)
    return (counts - fact).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Reception:
    """How the n papers of a catalog were received.

    `standings` by figure; `labs`; `points`: what each part but recency adds to the
    scores, by its name.
    """

    standings: dict[str, Standing]
    labs: LabRecord
    points: dict[str, Points]

    @classmethod
    def of(cls, columns: Columns) -> Reception:
        """Measure the papers of a catalog; a period is a calendar month."""
        period = columns.date // 100
        standings = {n: Standing.of(getattr(columns, n), period) for n in FIGURES}
        labs = LabRecord.of(columns.labs, _mean([s.share for s in standings.values()]))
        points = {name: _figure(name, s) for name, s in standings.items()}
        points |= {"code": np.where(columns.code, CODE, 0.0), "lab": labs.best()}
        return cls(standings, labs, points)

    def known(self) -> list[str]:
        """Return the figures that the catalog states of any paper."""
        return [n for n, s in self.standings.items() if np.isfinite(s.share).any()]

    def known_of(self, rows: Sequence[int]) -> bool:
        """Tell whether of any of these papers, or of their labs, a figure is known."""
        own = any(
            np.isfinite(one.share[list(rows)]).any() for one in self.standings.values()
        )
        return bool(own or self.points["lab"][list(rows)].any())


def _figure(name: str, standing: Standing) -> Points:
    points = FIGURES[name] * log_odds(standing.share)
    lenient = name == "comments" and standing.omits_zero
    return np.maximum(points, 0) if lenient else points


def _mean(shares: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The mean of the known shares of each paper, NaN where none is known."""
    table = np.stack(shares)
    known = np.isfinite(table).sum(axis=0)
    total = np.nansum(table, axis=0)
    return np.where(known > 0, total / np.maximum(known, 1), np.nan)


def half_life(period: Period) -> float:
    """Return the days of age in which the odds halve.

    >>> half_life(Period(0, 30))
    10.0
    """
    return max(period.last - period.first, 1) / HALVINGS


def recency(date: NDArray[np.int32], period: Period | None) -> Points:
    """Return the points for age of papers with dates as YYYYMMDD.

    A vague date counts as the middle of the days up to the period's last that it can
    mean. No date, or one after the period, gives none, as the age is unknown.
    """
    if period is None:
        return np.zeros(len(date))
    first, last = day_spans(date)
    age = period.last - (first + np.minimum(last, period.last)) / 2
    points = HALVINGS - age / half_life(period)
    return np.where(first <= period.last, np.maximum(points, 0), 0)
