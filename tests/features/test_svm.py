"""Our linear support vector machine finds what scikit-learn's does."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from readnext.features.svm import _Problem, fit_svm


def random_rows(rng: np.random.Generator, works: int, terms: int) -> sparse.csr_matrix:
    values = rng.random((works, terms)) * (rng.random((works, terms)) < 0.05)
    return sparse.csr_matrix(values.astype(np.float32))


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


def test_a_few_steps_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rounding is all that is left to gain, the search is over."""
    steps: list[int] = []
    fitted = _Problem._fitted

    def counted(
        self: _Problem, shares: NDArray[np.float64], active: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        steps[-1] += 1
        return fitted(self, shares, active)

    monkeypatch.setattr(_Problem, "_fitted", counted)
    for seed in range(40):
        rng = np.random.default_rng(seed)
        rows = random_rows(rng, 900, 400)
        labels = rng.random(900) < 0.2
        steps.append(0)
        fit_svm(rows, labels, np.where(labels, 0.04, 0.01))
    assert max(steps) < 15


def test_long_vectors_give_the_same_weights() -> None:
    rng = np.random.default_rng(0)
    rows, labels = random_rows(rng, 12_000, 50), rng.random(12_000) < 0.5
    costs = np.full(12_000, 0.01)
    expected = LinearSVC(C=1, tol=1e-9, max_iter=100_000, random_state=0)
    expected.fit(rows, labels, sample_weight=costs)
    assert np.abs(fit_svm(rows, labels, costs) - expected.coef_[0]).max() < 1e-3


def test_works_without_terms_have_no_weights() -> None:
    rows = sparse.csr_matrix(np.zeros((4, 3), np.float32))
    found = fit_svm(rows, np.array([True, False, False, False]), np.ones(4))
    assert found.tolist() == [0, 0, 0]


def test_works_that_are_alike_end_the_search() -> None:
    rows = sparse.csr_matrix(np.ones((6, 2), np.float32))
    labels = np.arange(6) % 2 == 0
    assert np.abs(fit_svm(rows, labels, np.full(6, 1e6))).max() < 1e-3
