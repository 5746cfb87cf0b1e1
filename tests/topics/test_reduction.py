"""Texts in few dimensions keep what they share, and groups are those that there are."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from readnext.topics.reduction import grouped, reduced


def texts(seed: int, works: int = 40, terms: int = 90) -> sparse.csr_matrix:
    rng = np.random.default_rng(seed)
    rows = rng.random((works, terms)) * (rng.random((works, terms)) < 0.2)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return sparse.csr_matrix(rows.astype(np.float32))


@pytest.mark.parametrize("seed", range(5))
def test_all_directions_together_keep_every_cosine(seed: int) -> None:
    rows = texts(seed)
    found = reduced(rows, 40)
    assert np.abs(found @ found.T - (rows @ rows.T).toarray()).max() < 1e-5


@pytest.mark.parametrize("seed", range(5))
def test_few_directions_are_the_best_that_there_are(seed: int) -> None:
    rows = texts(seed).toarray().astype(np.float64)
    left, sizes, _ = np.linalg.svd(rows, full_matrices=False)
    best = left[:, :7] * sizes[:7]
    best /= np.linalg.norm(best, axis=1, keepdims=True)
    found = reduced(sparse.csr_matrix(rows), 7)
    assert found.shape == (40, 7)
    assert np.abs(found @ found.T - best @ best.T).max() < 1e-5


def test_rows_of_zeros_stay_zero() -> None:
    rows = sparse.csr_matrix(np.diag([1.0, 0, 0]).astype(np.float32))
    assert np.abs(reduced(rows, 5)).tolist() == [[1], [0], [0]]
    assert reduced(sparse.csr_matrix(np.zeros((3, 4), np.float32)), 5).shape == (3, 0)


def clouds(seed: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points around four centres, and the centre of each."""
    rng = np.random.default_rng(seed)
    owners = rng.permutation(np.repeat(np.arange(4), [30, 20, 10, 5]))
    return np.eye(4)[owners] + rng.normal(0, 0.08, (65, 4)), owners


@pytest.mark.parametrize("seed", range(20))
def test_clouds_apart_are_the_groups(seed: int) -> None:
    points, owners = clouds(seed)
    found = grouped(points, 4, seed)
    assert len(set(zip(found.tolist(), owners.tolist(), strict=True))) == 4
    assert np.array_equal(found, grouped(points, 4, seed))


@pytest.mark.parametrize("seed", range(20))
def test_no_group_is_empty(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points = np.repeat(rng.normal(size=(6, 3)), 5, axis=0)
    assert set(grouped(points, 6, seed).tolist()) == set(range(6))
    assert set(grouped(points, 1, seed).tolist()) == {0}
