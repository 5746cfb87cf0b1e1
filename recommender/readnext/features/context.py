"""Where and when a paper appeared, and how it was received."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FIRST_YEAR = 1900
_YEARS = 250
_SPAN = 5  # years over which a histogram of years is smoothed
_DRAWN = 20.0  # how many papers the catalog's shares weigh beside the reader's
_FLOOR = 0.5  # papers that every venue and year counts for at least


def years_of(date: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the year of YYYYMMDD numbers, 0 where there is none."""
    return (date // 10_000).astype(np.int32)


def venue_fit(venues: NDArray[np.int64], own: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the log ratio of each venue's share with the reader and in the catalog.

    `venues`: small numbers from 0, (n,); `own`: rows of the reader's papers. Where the
    reader has little, the catalog's shares stand in: no evidence gives 0.
    """
    kinds = int(venues.max(initial=0)) + 1
    there = np.bincount(venues, minlength=kinds).astype(np.float64)
    return _log_ratio(np.bincount(venues[own], minlength=kinds), there)


def year_fit(years: NDArray[np.int32], own: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return the log ratio of each year's share with the reader and in the catalog.

    `years` of the catalog's papers and `own` of the reader's; the result is indexed
    by `year_index`. Both histograms are smoothed over five years.
    """
    box = np.ones(_SPAN) / _SPAN

    def histogram(found: NDArray[np.int32]) -> NDArray[np.float64]:
        known = year_index(found[found > 0])
        counts = np.bincount(known, minlength=_YEARS)
        return np.convolve(counts, box, "same")

    ratio = _log_ratio(histogram(own), histogram(years))
    ratio[0] = 0  # no year, nothing to say
    return ratio


def _log_ratio(
    here: NDArray[np.float64] | NDArray[np.int64], there: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Log of the shares in `here`, drawn towards those in `there`, over the latter."""
    expected = (there + _FLOOR) / (there + _FLOOR).sum()
    found = (here + _DRAWN * expected) / (here.sum() + _DRAWN)
    return np.asarray(np.log(found / expected), np.float32)


def year_index(years: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the place of years in the result of `year_fit`; no year is 0."""
    return np.clip(years - _FIRST_YEAR, 0, _YEARS - 1).astype(np.int32)
