"""The formulas that other recommenders rank by, to compare with.

All score every paper of a corpus for the rows that a reader owns, on readnext's own
tf-idf rows, so that a difference is the formula's and not the text's.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.features.corpus import Corpus

Scores = NDArray[np.float32]
_CHUNK = 8192  # papers compared with the reader's at a time


def nearest(corpus: Corpus, own: NDArray[np.int64]) -> Scores:
    """Score by the cosine to the most similar own paper, (n,)."""
    turned = sparse.csr_matrix(corpus.text[own].T)
    scores = np.zeros(len(corpus), np.float32)
    for start in range(0, len(corpus), _CHUNK):
        cosines = corpus.text[start : start + _CHUNK] @ turned
        scores[start : start + _CHUNK] = cosines.max(axis=1).toarray().ravel()
    return scores


def mean(corpus: Corpus, own: NDArray[np.int64]) -> Scores:
    """Score by the mean cosine to the own papers, newest weighing most, (n,).

    The weights are 1 / (1 + log10 rank) of the date, as in zotero-arxiv-daily.
    """
    order = np.argsort(-corpus.columns.date[own], kind="stable")
    weights = np.empty(len(own))
    weights[order] = 1 / (1 + np.log10(np.arange(1, len(own) + 1)))
    centre = np.asarray(corpus.text[own].T @ (weights / weights.sum())).ravel()
    return np.asarray(corpus.text @ centre, np.float32)


def svm(corpus: Corpus, own: NDArray[np.int64]) -> Scores:
    """Score by the margin of a linear SVM, own papers against all others, (n,).

    Terms and authors, C = 0.01, balanced sides, as in arxiv-sanity-lite.
    """
    from sklearn.svm import LinearSVC

    rows = sparse.hstack([corpus.text, corpus.people_scaled], format="csr")
    labels = np.zeros(len(corpus))
    labels[own] = 1
    if labels.all() or not labels.any():
        return np.zeros(len(corpus), np.float32)
    model = LinearSVC(C=0.01, class_weight="balanced", tol=1e-4, random_state=0)
    return np.asarray(model.fit(rows, labels).decision_function(rows), np.float32)


BASELINES: dict[str, Callable[[Corpus, NDArray[np.int64]], Scores]] = {
    "nearest paper": nearest,
    "mean similarity": mean,
    "linear SVM": svm,
}
