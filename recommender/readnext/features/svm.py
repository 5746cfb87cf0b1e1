"""A linear support vector machine with squared hinge loss, trained in the primal.

It minimises |w|^2 / 2 + the sum of c_i max(0, 1 - y_i f_i)^2, f_i = w . x_i + b, where
b counts as one more weight: what scikit-learn's LinearSVC solves by default. Importing
scikit-learn takes longer than a whole list does otherwise, so it is solved here, by
Newton's method on the works that are short of their margin (Chapelle, 2007, "Training a
support vector machine in the primal"; Keerthi and DeCoste, 2005). Works are far fewer
than terms, so that w is kept as a weighted sum of works.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

# Longer vectors than these are multiplied by threads, which mostly wait for each other.
_THREADED = 10_000
_STEPS = 50  # Newton steps; five are many
_HALVINGS = 20
_CLOSE = 1e-6  # residual of a step's equations, relative
_ROUNDS = 1_000  # of conjugate gradients a step; ten are usual

_Vector = NDArray[np.float64]


def fit_svm(
    rows: sparse.csr_matrix, labels: NDArray[np.bool_], costs: _Vector
) -> NDArray[np.float32]:
    """Return the weights of the columns, without the intercept, float32 (columns,).

    `rows` float32 (n, columns); `labels` tells the positive ones; `costs`: what an
    error of each costs, above 0, (n,).
    """
    signs = np.where(labels, 1.0, -1.0)
    problem = _Problem(rows.astype(np.float64), signs, np.sqrt(2 * costs))
    with _one_thread() if len(labels) > _THREADED else nullcontext():
        shares = problem.solve()
    return np.asarray(problem.rows.T @ shares, np.float32)


def _one_thread() -> AbstractContextManager[object]:
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits


@dataclass(frozen=True, slots=True)
class _Problem:
    """Works, their `signs` and the root of what the square of an error costs, twice."""

    rows: sparse.csr_matrix
    signs: _Vector
    roots: _Vector

    def solve(self) -> _Vector:
        """What each work counts in w, (n,)."""
        shares, margins = (np.zeros(len(self.signs)) for _ in range(2))
        active = np.ones(len(self.signs), np.bool_)
        for _ in range(_STEPS):
            found = self._fitted(shares, active)
            step, change = found - shares, self._products(found) - margins
            length = self._length(shares, margins, step, change)
            shares, margins = shares + length * step, margins + length * change
            short = self.signs * margins < 1
            # Rounding can make a whole step look too long when nothing is left to gain.
            if length in (0, 1) and np.array_equal(short, active):
                break
            active = short
        return shares

    def _products(self, shares: _Vector) -> _Vector:
        """What a weighted sum of works gives each work, its constant included, (n,)."""
        products = self.rows @ (self.rows.T @ shares) + shares.sum()
        return np.asarray(products, np.float64)

    def _fitted(self, shares: _Vector, active: NDArray[np.bool_]) -> _Vector:
        """The least squares fit of the active works, by conjugate gradients."""
        scale = np.where(active, self.roots, 0)
        found = np.where(active, shares / self.roots, 0)
        goal = _CLOSE**2 * float(scale @ scale)
        left = scale * (self.signs - self._products(scale * found)) - found
        direction, size = left, float(left @ left)
        for _ in range(_ROUNDS):
            if size <= goal:
                break
            product = direction + scale * self._products(scale * direction)
            length = size / float(direction @ product)
            found = found + length * direction
            left = left - length * product
            before, size = size, float(left @ left)
            direction = left + direction * (size / before)
        return scale * found

    def _length(
        self, shares: _Vector, margins: _Vector, step: _Vector, change: _Vector
    ) -> float:
        """How much of a step to take: all unless the loss rises before its end."""

        def slope(length: float) -> float:
            short = np.maximum(1 - self.signs * (margins + length * change), 0)
            loss = self.roots**2 * self.signs * short
            return float((shares + length * step - loss) @ change)

        low, high = 0.0, 1.0
        if slope(high) <= 1e-9 * abs(slope(low)):
            return high
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if slope(middle) > 0 else (middle, high)
        return low
