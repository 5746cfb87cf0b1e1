"""The formulas that other recommenders rank by, to compare with.

All score what papers show for the works of a profile, on readnext's own tf-idf rows,
so that a difference is the formula's and not the text's.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.features.corpus import View
from readnext.features.profile import Profile
from readnext.heavy_imports import scikit_learn

Scores = NDArray[np.float32]
_CHUNK = 8192  # papers compared with the reader's at a time


def nearest(profile: Profile, view: View) -> Scores:
    """Score by the cosine to the most similar own work, (rows,)."""
    turned = sparse.csr_matrix(profile.works.text.T)
    scores = np.zeros(len(view), np.float32)
    for start in range(0, len(view), _CHUNK):
        cosines = view.text[start : start + _CHUNK] @ turned
        scores[start : start + _CHUNK] = cosines.max(axis=1).toarray().ravel()
    return scores


def mean(profile: Profile, view: View) -> Scores:
    """Score by the mean cosine to the own works, newest weighing most, (rows,).

    The weights are 1 / (1 + log10 rank) of the year, as in zotero-arxiv-daily.
    """
    order = np.argsort(-profile.years, kind="stable")
    weights = np.empty(len(profile))
    weights[order] = 1 / (1 + np.log10(np.arange(1, len(profile) + 1)))
    text = profile.works.text
    centre = np.asarray(text.T @ (weights / weights.sum())).ravel()
    return np.asarray(view.text @ centre, np.float32)


def svm(profile: Profile, view: View) -> Scores:
    """Score by the margin of a linear SVM, own works against these papers, (rows,).

    Terms and authors, C = 0.01, balanced sides, as in arxiv-sanity-lite.
    """
    sides = [
        sparse.hstack([one.text, one.people_scaled], format="csr")
        for one in (profile.works, view)
    ]
    labels = np.repeat([1.0, 0.0], [len(profile), len(view)])
    if labels.all() or not labels.any():
        return np.zeros(len(view), np.float32)
    model = scikit_learn("svm").LinearSVC(
        C=0.01, class_weight="balanced", tol=1e-4, random_state=0
    )
    model.fit(sparse.vstack(sides), labels)
    return np.asarray(model.decision_function(sides[1]), np.float32)


BASELINES: dict[str, Callable[[Profile, View], Scores]] = {
    "nearest paper": nearest,
    "mean similarity": mean,
    "linear SVM": svm,
}
