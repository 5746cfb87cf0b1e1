"""The linear model of one reader: which terms and which people they read.

A linear support vector machine over tf-idf terms and the names of authors tells the
reader's works from papers drawn at random from the catalog (the form is that of
arxiv-sanity-lite). Works of which only a title is known are compared with titles: the
share of papers that show theirs alone is the same on both sides, so that the model
does not learn how long a text is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.terms import BUCKETS
from readnext.features.corpus import Corpus, View, stack
from readnext.features.profile import Profile
from readnext.features.svm import fit_svm

_PEOPLE = 0.7  # length of the author part beside the text part of length 1
_COST = 0.05
# What a work that the catalog lacks counts beside one that it knows: where the catalog
# knows some of the library, what it lacks is of a kind that it does not carry.
_UNKNOWN = 0.4


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
        corpus, refused = profile.corpus, profile.refused
        if not len(negatives) or not len(profile):
            return cls(
                np.zeros(BUCKETS, np.float32),
                np.zeros(len(corpus.people.hashes), np.float32),
            )
        contrast = alike(corpus, negatives, float(profile.whole.mean()))
        text = [profile.works.text, contrast.text, refused.text]
        people = [
            profile.works.people_scaled,
            contrast.people_scaled,
            refused.people_scaled,
        ]
        used, narrow = _narrow(sparse.csr_matrix(sparse.vstack(text)))
        names = sparse.vstack(people) * _PEOPLE
        rows = sparse.hstack([narrow, names], format="csr")
        sides = [len(profile), len(negatives) + len(refused)]
        own = np.where(profile.rows >= 0, 1, _UNKNOWN) * profile.weights
        weights = np.r_[own, np.ones(len(negatives)), refused.weights]
        found = _svm(rows, np.repeat([True, False], sides), weights)
        terms = np.zeros(BUCKETS, np.float32)
        terms[used] = found[: len(used)]
        return cls(terms, found[len(used) :] * np.float32(_PEOPLE))

    def score(self, view: View) -> NDArray[np.float32]:
        """Return the margin of papers but for a constant, (rows,)."""
        return self.text_score(view.text) + self.people_score(view.people_scaled)

    def text_score(self, text: sparse.csr_matrix) -> NDArray[np.float32]:
        """Return the part of the margin that terms make, (rows,)."""
        return np.asarray(text @ self.terms, np.float32)

    def people_score(self, people: sparse.csr_matrix) -> NDArray[np.float32]:
        """Return the part of the margin that people make, (rows,)."""
        return np.asarray(people @ self.people, np.float32)


def alike(corpus: Corpus, rows: NDArray[np.int64], whole: float) -> View:
    """Return a view of papers of which a share shows all, the others their titles."""
    titles = len(rows) - round(len(rows) * whole)
    if not titles:
        return corpus.view(rows)
    some = [corpus.view(rows[:titles], titles=True), corpus.view(rows[titles:])]
    return stack(some)


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
    rows: sparse.csr_matrix, labels: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Weights of a linear SVM whose two sides are balanced."""
    for side in (~labels, labels):
        weights[side] *= len(labels) / 2 / weights[side].sum()
    return fit_svm(rows, labels, _COST * weights)
