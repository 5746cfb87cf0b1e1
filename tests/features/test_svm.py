"""Our linear support vector machine finds what scikit-learn's does."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import sparse
from sklearn.svm import LinearSVC

from readnext.features.svm import fit_svm


@pytest.mark.parametrize("seed", range(60))
def test_the_weights_are_those_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    works, terms = rng.integers(2, 150), rng.integers(1, 300)
    filled = rng.random((works, terms)) < rng.uniform(0.01, 0.5)
    rows = sparse.csr_matrix((rng.random((works, terms)) * filled).astype(np.float32))
    labels = rng.random(works) < rng.uniform(0.1, 0.9)
    labels[:2] = True, False
    costs = rng.uniform(0.01, 1, works) * 10.0 ** rng.integers(-2, 3)
    model = LinearSVC(C=1, tol=1e-9, max_iter=100_000, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it does not converge that far
        expected = model.fit(rows, labels, sample_weight=costs).coef_[0]
    found = fit_svm(rows, labels, costs)
    assert found.dtype == np.float32
    assert np.abs(found - expected).max() <= 1e-3 * max(np.abs(expected).max(), 1e-3)


def test_works_without_terms_have_no_weights() -> None:
    rows = sparse.csr_matrix(np.zeros((4, 3), np.float32))
    found = fit_svm(rows, np.array([True, False, False, False]), np.ones(4))
    assert found.tolist() == [0, 0, 0]


def test_works_that_are_alike_end_the_search() -> None:
    rows = sparse.csr_matrix(np.ones((6, 2), np.float32))
    labels = np.arange(6) % 2 == 0
    assert np.abs(fit_svm(rows, labels, np.full(6, 1e6))).max() < 1e-3
