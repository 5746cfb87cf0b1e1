"""Sparse texts in few dimensions, and groups of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

_STARTS, _ROUNDS = 4, 100


def reduced(text: sparse.csr_matrix, dimensions: int) -> NDArray[np.float64]:
    """Return rows of text in their main directions, scaled to length 1.

    The result is (rows, dimensions), or fewer where the rows have no more: latent
    semantic analysis (Deerwester et al., 1990), by the eigenvectors of the products of
    the rows, of which there are few. Rows without anything in these directions are 0.
    """
    products = (text @ text.T).toarray().astype(np.float64)
    # Several threads wait for each other longer than they compute.
    with threadpool_limits(1):
        sizes, directions = np.linalg.eigh(products)
    kept = np.flatnonzero(sizes > 1e-9 * max(sizes.max(initial=0), 1e-9))
    kept = kept[::-1][:dimensions]
    found = directions[:, kept] * np.sqrt(sizes[kept])
    # The sign of a direction is arbitrary: its largest part is positive.
    largest = np.abs(found).argmax(axis=0)
    found *= np.sign(found[largest, np.arange(len(kept))])
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1e-9), np.float64)


def grouped(rows: NDArray[np.float64], groups: int, seed: int) -> NDArray[np.int64]:
    """Return the group of each row, (rows,), by k-means; no group is empty.

    The best of several runs, each from rows drawn far from each other (Arthur and
    Vassilvitskii, 2007). There must be as many different rows as groups.
    """
    rng = np.random.default_rng(seed)
    with threadpool_limits(1):
        runs = [_run(rows, _far_apart(rows, groups, rng)) for _ in range(_STARTS)]
    return min(runs, key=lambda run: run[0])[1]


def _run(
    rows: NDArray[np.float64], centres: NDArray[np.float64]
) -> tuple[float, NDArray[np.int64]]:
    """The sum of squared distances to centres that do not move, and each row's."""
    number = len(centres)
    for _ in range(_ROUNDS):
        distances = _distances(rows, centres)
        nearest = distances.argmin(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, rows)
        sizes = np.bincount(nearest, minlength=number)
        moved = np.where(
            sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centres
        )
        if np.array_equal(moved, centres):
            break
        centres = moved
    return float(distances.min(axis=1).sum()), nearest.astype(np.int64)


def _far_apart(
    rows: NDArray[np.float64], number: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Rows drawn by their squared distance to those drawn before."""
    chosen = [int(rng.integers(len(rows)))]
    while len(chosen) < number:
        distances = _distances(rows, rows[chosen]).min(axis=1)
        distances[chosen] = 0
        chosen.append(int(rng.choice(len(rows), p=distances / distances.sum())))
    return rows[chosen]


def _distances(
    rows: NDArray[np.float64], centres: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Squared distances, (rows, centres)."""
    squares = (rows**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1)
    return np.asarray(np.maximum(squares - 2 * rows @ centres.T, 0), np.float64)
