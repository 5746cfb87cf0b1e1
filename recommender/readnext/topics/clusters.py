"""The topics of a library: clusters of works that share words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.features.profile import Profile
from readnext.features.rows import to_unit_length
from readnext.topics.reduction import grouped, reduced

_MOST = 8
_WORKS = 4  # works per topic: sqrt(n / 4) topics for n works
_FEWEST = 8  # with so many works with abstract, bare titles are not used
_COMPARED = 500  # maximum of works that are clustered; evenly spaced ones of more
_DIMENSIONS = 50


@dataclass(frozen=True, slots=True)
class Topics:
    """k topics: `centres`, rows of length 1 (k, BUCKETS), and the works' `shares`."""

    centres: sparse.csr_matrix
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, profile: Profile, seed: int) -> Topics:
        """Cluster a reader's works by k-means on their text; at least one topic."""
        text = profile.works.text
        if int(profile.whole.sum()) >= _FEWEST:
            text = text[np.flatnonzero(profile.whole)]
        text = text[:: -(-text.shape[0] // _COMPARED) or 1]
        text = text[np.flatnonzero(np.diff(text.indptr))]
        groups = _grouped(text, seed)
        count = int(groups.max(initial=0)) + 1
        member = sparse.csr_matrix(
            (np.ones(len(groups), np.float32), (groups, np.arange(len(groups)))),
            shape=(count, text.shape[0]),
        )
        centres = sparse.csr_matrix(member @ text)
        centres.data = to_unit_length(centres.data, centres.indptr)
        sizes = np.bincount(groups, minlength=count).astype(np.float64)
        return cls(centres, sizes / max(sizes.sum(), 1))

    def __len__(self) -> int:
        return len(self.shares)

    def nearest(self, text: sparse.csr_matrix) -> NDArray[np.int64]:
        """Return the closest topic of each row of text, (rows,)."""
        return np.asarray((text @ self.centres.T).toarray().argmax(axis=1), np.int64)


def _grouped(text: sparse.csr_matrix, seed: int) -> NDArray[np.int64]:
    """The cluster number of each row, largest cluster first."""
    works = text.shape[0]
    count = min(_MOST, round((works / _WORKS) ** 0.5))
    if count < 2:
        return np.zeros(works, np.int64)
    rows = reduced(text, _DIMENSIONS)
    count = min(count, len(np.unique(rows.round(6), axis=0)))
    found = grouped(rows, count, seed)
    _, numbers, sizes = np.unique(found, return_inverse=True, return_counts=True)
    return np.argsort(np.argsort(-sizes, kind="stable"))[numbers].astype(np.int64)
