"""The rank of a paper among its peers by one figure: upvotes, comments or a score.

Figures are comparable only within a period: a paper of last week had less time to
collect them than one of last year. So a figure is compared with those of the same
period, and if these are few, with those of all periods. Papers without the figure are
not peers, and their own rank is unknown, not low.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_PRIOR = 5.0  # peers that the wider comparison counts for


@dataclass(frozen=True, slots=True)
class Places:
    """The rank of n papers in their groups: how many peers are `below` or `equal`.

    `others` are all their peers. All are 0 for a paper without the figure.
    """

    below: NDArray[np.int64]
    equal: NDArray[np.int64]
    others: NDArray[np.int64]

    @classmethod
    def of(cls, values: NDArray[np.float32], groups: NDArray[np.int32]) -> Places:
        """Place each value, NaN where unknown, among those of its group."""
        known = np.flatnonzero(np.isfinite(values))
        levels, level = np.unique(values[known], return_inverse=True)
        group = np.unique(groups[known], return_inverse=True)[1].astype(np.int64)
        size = len(levels) + 1
        keys = group * size + level
        order = np.sort(keys)
        first, last = (np.searchsorted(order, keys, side) for side in ("left", "right"))
        start, end = (np.searchsorted(order, (group + n) * size) for n in (0, 1))
        table = np.zeros((3, len(values)), np.int64)
        table[:, known] = first - start, last - first - 1, end - start - 1
        return cls(*table)

    def share(self, beforehand: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Return the share of peers below each, shrunk towards a prior share.

        A paper is half below itself and its equals, so no share is 0 or 1.
        """
        below = self.below + (self.equal + 1) / 2
        return np.asarray(
            (below + _PRIOR * beforehand) / (self.others + 1 + _PRIOR),
            np.float64,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """The ranks of n papers by one figure.

    `near`: among those of their period, `far`: among those of the whole catalog;
    `share`: of peers that each outranks, between 0 and 1, NaN if unknown.
    `omits_zero`: some papers lack the figure, and none has 0.
    """

    near: Places
    far: Places
    share: NDArray[np.float64]
    omits_zero: bool

    @classmethod
    def of(cls, values: NDArray[np.float32], periods: NDArray[np.int32]) -> Standing:
        """Compare values, NaN where unknown, within periods."""
        near = Places.of(values, periods)
        far = Places.of(values, np.zeros_like(periods))
        known = np.isfinite(values)
        share = np.where(known, near.share(far.share(0.5)), np.nan)
        return cls(near, far, share, not known.all() and not (values == 0).any())


def log_odds(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many times the odds of a share double those of an even chance.

    >>> log_odds(np.array([0.5, 2 / 3, 0.8, np.nan])).round(6).tolist()
    [0.0, 1.0, 2.0, 0.0]
    """
    return np.nan_to_num(np.log2(share / (1 - share)), nan=0.0)
