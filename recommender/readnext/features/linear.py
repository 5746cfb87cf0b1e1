"""The linear model of one reader: which terms and which people they read.

A linear support vector machine over tf-idf terms and the names of authors tells the
reader's works from papers drawn at random from the catalog (the form is that of
arxiv-sanity-lite). Works that the catalog does not know take part with what they
have, title and authors, at a small weight: they are many, and their text is short.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.terms import BUCKETS
from readnext.features.profile import Profile

_PEOPLE = 0.7  # length of the author part beside the text part of length 1
_OTHER = 0.15  # weight of a work that the catalog does not know
_COST = 0.05


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights of terms (BUCKETS,) and of people (m,), float32."""

    terms: NDArray[np.float32]
    people: NDArray[np.float32]

    @classmethod
    def fit(cls, profile: Profile, negatives: NDArray[np.int64]) -> LinearModel:
        """Fit to a profile against some papers that the reader does not have.

        What the reader turned down is among those, and counts more. The two sides
        weigh the same together. Without works or without negatives, all weights are 0.
        """
        corpus, others = profile.corpus, profile.others
        if not len(negatives) or not len(profile):
            return cls(
                np.zeros(BUCKETS, np.float32),
                np.zeros(len(corpus.people.hashes), np.float32),
            )
        known = np.r_[profile.own, negatives, profile.disliked]
        text = sparse.vstack([corpus.text[known], others.text])
        people = sparse.vstack([corpus.people_scaled[known], others.people_scaled])
        used, narrow = _narrow(sparse.csr_matrix(text))
        rows = sparse.hstack([narrow, people * _PEOPLE], format="csr")
        turned_down = len(negatives) + len(profile.disliked)
        sides = [len(profile.own), turned_down, len(others)]
        labels = np.repeat([1.0, 0.0, 1.0], sides)
        weights = np.r_[
            profile.weights,
            np.ones(len(negatives)),
            profile.dislikes,
            others.weights * _OTHER,
        ]
        found = _svm(rows, labels, weights)
        terms = np.zeros(BUCKETS, np.float32)
        terms[used] = found[: len(used)]
        return cls(terms, found[len(used) :] * np.float32(_PEOPLE))

    def text_score(self, text: sparse.csr_matrix) -> NDArray[np.float32]:
        """Return the part of the margin that terms make, (rows,)."""
        return np.asarray(text @ self.terms, np.float32)

    def people_score(self, people: sparse.csr_matrix) -> NDArray[np.float32]:
        """Return the part of the margin that people make, (rows,)."""
        return np.asarray(people @ self.people, np.float32)


def _narrow(
    text: sparse.csr_matrix,
) -> tuple[NDArray[np.int64], sparse.csr_matrix]:
    """The columns that are in use, and the rows over them alone."""
    seen = np.zeros(BUCKETS, np.bool_)
    seen[text.indices] = True
    used = np.flatnonzero(seen)
    place = np.cumsum(seen) - 1
    rows = (text.data, place[text.indices], text.indptr)
    return used, sparse.csr_matrix(rows, shape=(text.shape[0], len(used)))


def _svm(
    rows: sparse.csr_matrix, labels: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Weights of a linear SVM whose two sides are balanced."""
    from sklearn.svm import LinearSVC

    for side in (labels == 0, labels == 1):
        weights[side] *= len(labels) / 2 / weights[side].sum()
    model = LinearSVC(C=_COST, tol=1e-3, random_state=0)
    model.fit(rows, labels, sample_weight=weights)
    return np.asarray(model.coef_[0], np.float32)
