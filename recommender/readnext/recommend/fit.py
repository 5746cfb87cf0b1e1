"""Whether a catalog is of the reader's field at all.

A catalog of another field shares hardly a phrase with a library, and even the papers
nearest to its works are far from them. The limits were set on 38 libraries, 18 of them
not on machine learning, and the starter catalog, which is.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from readnext.catalog.terms import WORDS
from readnext.features.profile import Profile

_FEWEST = 10  # works, under which nothing can be said
_KNOWN = 0.05  # of the works are in the catalog: it is of their field
# The share of the weight of the works' phrases, and of their words, that the catalog
# has, too, and the median cosine of a work and the paper nearest to it: below these
# limits, two at a time, a catalog does not fit.
_PHRASES, _NEAR = 0.1, 0.065
_WORDS, _RATHER_NEAR = 0.5, 0.08
_COMPARED = 200  # works


def fits(profile: Profile) -> bool:
    """Tell whether the catalog of a profile is of the field of its works."""
    works = len(profile)
    if works < _FEWEST or not len(profile.corpus):
        return True
    if len(profile.own) >= _KNOWN * works:
        return True
    words, phrases = _shared(profile)
    if words > _WORDS and phrases > _PHRASES:
        return True
    nearness = _nearness(profile)
    return not (
        (phrases <= _PHRASES and nearness < _NEAR)
        or (words <= _WORDS and nearness < _RATHER_NEAR)
    )


def _shared(profile: Profile) -> tuple[float, float]:
    """How much of the weight of the works' words and phrases the catalog's papers have.

    Both are 0 where the works have none that counts.
    """
    text = profile.works.text
    weights = text.data.astype(np.float64) ** 2
    known = profile.corpus.weights.there[text.indices]
    is_phrase = text.indices >= WORDS
    shares = []
    for kind in (~is_phrase, is_phrase):
        total = float(weights[kind].sum())
        shares.append(float(weights[kind & known].sum()) / total if total else 0.0)
    return shares[0], shares[1]


def _nearness(profile: Profile) -> float:
    """The median, over works, of the cosine of the paper nearest to each."""
    text = profile.works.text[:: -(-len(profile) // _COMPARED)]
    corpus, works = profile.corpus, sparse.csc_matrix(text.T)
    nearest = np.zeros(text.shape[0], np.float32)
    for _, papers in corpus.texts(np.arange(len(corpus))):
        cosines = sparse.csr_matrix(papers @ works).max(axis=0).toarray().ravel()
        nearest = np.maximum(nearest, cosines)
    return float(np.median(nearest))
