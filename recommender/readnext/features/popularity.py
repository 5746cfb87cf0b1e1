"""How papers were received, compared with those of the same age and field."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.shards import Columns

# The figures and what each counts where a paper has several.
_FIGURES = {"citations": 1.0, "upvotes": 1.0, "score": 1.0, "comments": 0.5}
_PRIOR = 50.0  # peers that the wider comparison counts for
_Number: TypeAlias = np.uint16 | np.uint32


def popularity(columns: Columns) -> NDArray[np.float32]:
    """Return the share of its peers that a paper outranks, from 0 to 1, (n,).

    The mean over citations, upvotes, score and comments, as far as they are known; 0
    where none is. Peers are the papers with the figure of the same year and the same
    first category, or venue where there is no category; those of the year, then those
    of all years, stand in where they are few. A paper outranks what has less, so that
    the lowest figure is 0 as well.
    """
    figures = {name: np.isfinite(getattr(columns, name)) for name in _FIGURES}
    rows = np.flatnonzero(np.logical_or.reduce(list(figures.values())))
    total, weights = (np.zeros(len(columns), np.float64) for _ in range(2))
    if len(rows):
        years = (columns.date[rows] // 10_000).astype(np.uint16)
        fields = _fields(columns, rows)
    for name, weight in _FIGURES.items():
        known = figures[name][rows]
        if known.any():
            some = rows[known]
            values = getattr(columns, name)[some]
            total[some] += weight * _shares(values, years[known], fields[known])
            weights[some] += weight
    return np.asarray(total / np.maximum(weights, min(_FIGURES.values())), np.float32)


def _shares(
    values: NDArray[np.float32], years: NDArray[_Number], fields: NDArray[_Number]
) -> NDArray[np.float64]:
    """The share of peers that each of some papers outranks by one figure."""
    order = np.argsort(values)
    share = np.zeros(len(values), np.float64)
    groups = np.zeros((1, len(values)), np.uint16)
    for by in (None, years, fields):
        if by is not None:
            # Stable, so that each group stays in the order of values.
            order = order[np.argsort(by[order], kind="stable")]
            groups = np.vstack([groups, by])
        below, peers = _below(values[order], groups[:, order])
        share[order] = (below + _PRIOR * share[order]) / (peers + _PRIOR)
    return share


def _fields(columns: Columns, rows: NDArray[np.int64]) -> NDArray[_Number]:
    """The first category of papers, else the venue, as small numbers."""
    lists = columns.categories
    starts, ends = lists.starts[rows], lists.starts[rows + 1]
    fields = columns.venue[rows].copy()
    some = ends > starts
    fields[some] = lists.names[starts[some]]
    return _numbered(fields)


def _numbered(values: NDArray[np.integer]) -> NDArray[_Number]:
    """Equal numbers for equal values; small types are sorted many times faster."""
    levels, numbers = np.unique(values, return_inverse=True)
    small = np.uint16 if len(levels) < 1 << 16 else np.uint32
    return np.asarray(numbers, small)


def _below(
    values: NDArray[np.float32], groups: NDArray[np.unsignedinteger]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How many of its group have a lower value, and how many others are in it.

    The papers are in the order of their groups, then of their values.
    """
    places = np.arange(len(values))
    begins = _changes(groups[0])
    for group in groups[1:]:
        begins |= _changes(group)
    first = np.maximum.accumulate(np.where(begins | _changes(values), places, 0))
    starts = np.flatnonzero(begins)
    sizes = np.diff(np.r_[starts, len(values)])
    return first - np.repeat(starts, sizes), np.repeat(sizes, sizes) - 1


def _changes(values: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Where a value differs from the one before; the first does."""
    changes = np.ones(len(values), np.bool_)
    changes[1:] = values[1:] != values[:-1]
    return changes
