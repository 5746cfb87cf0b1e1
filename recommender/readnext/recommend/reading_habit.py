"""How soon a reader reads what was added, and of which kind, by the days of both.

Whenever a paper was read, it was chosen among those that the library had by then and
that were not read. A conditional logit model of these choices (McFadden, 1974) says how
much it counts how long ago a paper was added, and how much that papers near it were
read. Both are learned from the reader alone: who reads the oldest first gets those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

FEWEST = 10  # papers whose days of addition and of reading are known
_MOST = 200  # choices to learn from, the newest ones
_NEAR, _KEPT = 20, 50  # papers near one that count, and that are known of each
_SMOOTH = 0.05  # squared cosines of papers that say nothing
_RIDGE = 1.0
_STEPS = 20  # Newton steps; five are many
_TOGETHER = 512  # papers compared with all others at a time

_Mask = NDArray[np.bool_]
_Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Diary:
    """The n papers of a library: `texts` as tf-idf, rows of length 1 (n, terms).

    `added` and `opened` are days as numbers, NaN where they are unknown, and `read`
    tells which papers were read at all, each (n,).
    """

    texts: sparse.csr_matrix
    added: _Vector
    opened: _Vector
    read: _Mask


def habit_scores(diary: Diary) -> _Vector | None:
    """Return how likely each paper is the next to be read, more is likelier, (n,).

    None where too few days are known to tell.
    """
    known = np.isfinite(diary.added)
    dated = known & diary.read & (diary.opened >= diary.added)
    if dated.sum() < FEWEST:
        return None
    near = _Near.of(diary.texts)
    order = np.argsort(np.where(dated, diary.opened, np.inf), kind="stable")
    chosen = order[: int(dated.sum())][-_MOST:]
    weights = _fit([_choice(diary, near, place) for place in chosen.tolist()])
    today = np.nanmax(np.r_[diary.added, diary.opened])
    ages = today - np.where(known, diary.added, np.median(diary.added[known]))
    every = np.ones(len(known), np.bool_)
    return _features(ages, near.share_read(diary.read, every)) @ weights


def _choice(diary: Diary, near: _Near, chosen: int) -> tuple[_Vector, int]:
    """The features of what could be read on a day, and the place of what was."""
    day = diary.opened[chosen]
    there = diary.added <= day  # not where the day is unknown
    before = diary.read & ~(diary.opened >= day)
    could = there & ~before
    places = np.flatnonzero(could)
    share = near.share_read(before & there, there)[could]
    table = _features(day - diary.added[could], share)
    return table, int(np.searchsorted(places, chosen))


def _features(ages: _Vector, shares: _Vector) -> _Vector:
    """How recently papers were added, and how many near them were read, (papers, 2)."""
    return np.column_stack([-np.log1p(ages), shares])


def _fit(choices: Sequence[tuple[_Vector, int]]) -> _Vector:
    """The weights under which the choices are likeliest, by Newton's method."""
    weights = np.zeros(2)
    for _ in range(_STEPS):
        slope, curve = -2 * _RIDGE * weights, 2 * _RIDGE * np.eye(2)
        for table, chosen in choices:
            values = table @ weights
            chances = np.exp(values - values.max())
            chances /= chances.sum()
            mean = chances @ table
            slope += table[chosen] - mean
            curve += (table.T * chances) @ table - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


@dataclass(frozen=True, slots=True)
class _Near:
    """The papers nearest to each, the nearest first: `places`, squared `cosines`."""

    places: NDArray[np.int64]
    cosines: _Vector

    @classmethod
    def of(cls, texts: sparse.csr_matrix) -> Self:
        count = int(texts.shape[0])
        kept = min(_KEPT, count - 1)
        turned = texts.T.tocsr()
        places, cosines = [], []
        for start in range(0, count, _TOGETHER):
            block = (texts[start : start + _TOGETHER] @ turned).toarray()
            rows = np.arange(len(block))
            block[rows, start + rows] = -1
            nearest = np.argsort(-block, axis=1, kind="stable")[:, :kept]
            places.append(nearest)
            cosines.append(np.take_along_axis(block, nearest, 1))
        squares = np.concatenate(cosines).astype(np.float64) ** 2
        return cls(np.concatenate(places), squares)

    def share_read(self, read: _Mask, there: _Mask) -> _Vector:
        """The logarithm of which part of the papers near each was read, (n,).

        Those count that were `there`, the nearest most.
        """
        among = there[self.places]
        weights = self.cosines * (among & (np.cumsum(among, axis=1) <= _NEAR))
        usual = read.sum() / max(int(there.sum()), 1)
        found = (weights * read[self.places]).sum(axis=1) + _SMOOTH * max(usual, 0.01)
        return np.asarray(np.log(found) - np.log(weights.sum(axis=1) + _SMOOTH))
