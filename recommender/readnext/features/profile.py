"""The reader as the ranker sees them: every work of theirs as a row."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.features.corpus import Corpus, View, stack
from readnext.features.rows import weighted_sum


@dataclass(frozen=True, slots=True)
class Refused:
    """d papers that the reader turned down, `text` as in `View`, (d, BUCKETS).

    `weights`: how much each counts compared with a paper without verdict, (d,).
    """

    text: sparse.csr_matrix
    people_scaled: sparse.csr_matrix
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.weights)


@dataclass(frozen=True, slots=True)
class Profile:
    """A library of k works against a corpus, or a part of it.

    `works`: what each work shows, of the catalog's record where there is one. `rows`:
    the corpus's row of each, -1 where the catalog does not know it, int64 (k,); those
    that it knows come first. `whole`: which have an abstract. `years`: 0 unknown.
    `weights`: how much each counts, 1 on average. `owned`: all rows of the corpus that
    are the reader's in any way: further records of the same works, and works that are
    not to be learned from. `refused`: what the reader turned down, known or not.
    """

    corpus: Corpus
    works: View
    rows: NDArray[np.int64]
    whole: NDArray[np.bool_]
    years: NDArray[np.int32]
    weights: NDArray[np.float32]
    owned: NDArray[np.int64]
    refused: Refused

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def own(self) -> NDArray[np.int64]:
        """The corpus's rows of the works that the catalog knows."""
        return self.rows[self.rows >= 0]

    def take(self, kept: NDArray[np.bool_]) -> Profile:
        """Return the profile as it would be with only some of its works."""
        dropped = self.rows[~kept & (self.rows >= 0)]
        return replace(
            self,
            works=self.works.take(kept),
            rows=self.rows[kept],
            whole=self.whole[kept],
            years=self.years[kept],
            weights=self.weights[kept],
            owned=np.setdiff1d(self.owned, dropped),
        )

    def people_counts(self) -> NDArray[np.float64]:
        """Return how many of the reader's works each person of the corpus is on."""
        return weighted_sum(self.works.people, self.weights)

    def link_counts(self) -> NDArray[np.float64]:
        """Return how many of the reader's works each citation link is on."""
        return weighted_sum(self.works.links, self.weights)

    def lab_counts(self) -> NDArray[np.float64]:
        """Return how many of the reader's works each lab of the corpus is on."""
        return weighted_sum(self.works.labs, self.weights)


def profile_of(
    corpus: Corpus,
    own: NDArray[np.int64],
    weights: NDArray[np.float32],
    owned: NDArray[np.int64],
    refused: Refused,
) -> Profile:
    """Return the profile of known works, rows `own`, and of the records beside."""
    beside, whole = corpus.view_beside()
    return Profile(
        corpus,
        stack([corpus.view(own), beside]),
        np.r_[own, np.full(len(beside), -1)].astype(np.int64),
        np.r_[corpus.has_abstract(own), whole],
        np.r_[corpus.year[own], corpus.beside.years].astype(np.int32),
        np.asarray(weights, np.float32),
        owned,
        refused,
    )
