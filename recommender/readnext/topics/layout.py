"""Positions of works on a plane, so that works with similar words are close together.

The rows are reduced as topics are, and then laid out by t-SNE (van der Maaten and
Hinton, 2008), which keeps neighbours together, as a map to look at should; classical
scaling (Torgerson, 1952) keeps the great distances, which between sparse texts are all
alike, and heaps the works up in one place. It begins with classical scaling, not at
random, so that a map is the same each time, and is all there is for a handful of works.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.heavy_imports import scikit_learn
from readnext.topics.reduction import reduced

_DIMENSIONS = 50
_HANDFUL = 8  # with fewer works there are too few neighbours for t-SNE
_PERPLEXITY = 30.0
_ROUNDS = 500  # 600 works take 0.6 s on one core; 1000 rounds look the same


def lay_out(text: sparse.csr_matrix, seed: int) -> NDArray[np.float64]:
    """Return positions for rows of text, float64 (rows, 2), from 0 to 1 either way."""
    works = text.shape[0]
    rows = reduced(text, _DIMENSIONS)
    places = _scaled(rows)
    spread = float(np.ptp(places, axis=0).max(initial=0))
    if works >= _HANDFUL and spread > 0:
        from threadpoolctl import threadpool_limits

        perplexity = min(_PERPLEXITY, (works - 1) / 3)
        start = (places / places.std(axis=0).max() * 1e-4).astype(np.float32)
        tsne = scikit_learn("manifold").TSNE(perplexity=perplexity, init=start)
        tsne.set_params(max_iter=_ROUNDS, random_state=seed)
        # Its rounds are too short for threads: two take ten times the time of one to
        # wait for each other.
        with threadpool_limits(1):
            places = tsne.fit_transform(rows.astype(np.float32)).astype(np.float64)
    return _fitted(places)


def _scaled(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Classical scaling of few-dimensional rows: their two main directions."""
    centred = rows - rows.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    places = np.zeros((len(rows), 2))
    kept = min(2, len(sizes))
    places[:, :kept] = left[:, :kept] * sizes[:kept]
    # The sign of a direction is arbitrary: the farthest work is at its positive end.
    far = places[np.abs(places).argmax(axis=0), [0, 1]]
    return np.asarray(places * np.where(far < 0, -1, 1))


def _fitted(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Positions from 0 to 1; in the middle if all are equal."""
    low, spread = places.min(axis=0), np.ptp(places, axis=0)
    middle = spread < 1e-9
    fitted = (places - low) / np.where(middle, 1, spread)
    return np.asarray(np.where(middle, 0.5, fitted).round(4))
