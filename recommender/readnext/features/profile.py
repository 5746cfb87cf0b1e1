"""The reader as the ranker sees them: works that the catalog knows, and others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.features.corpus import Corpus
from readnext.features.rows import weighted_sum


@dataclass(frozen=True, slots=True)
class Others:
    """q works of a reader that the corpus lacks, as rows over the corpus's columns.

    `text`: tf-idf (q, BUCKETS). `people` 0/1 over the corpus's people and
    `people_scaled` the same weighted. `links`: 0/1 over the corpus's citation links.
    `years`: 0 unknown. `weights`: how much each counts, 1 on the whole.
    """

    text: sparse.csr_matrix
    people: sparse.csr_matrix
    people_scaled: sparse.csr_matrix
    links: sparse.csr_matrix
    years: NDArray[np.int32]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.years)


@dataclass(frozen=True, slots=True)
class Profile:
    """A library against a corpus, or a part of it.

    `own`: rows of the corpus that the reader has, int64 (p,), sorted; `weights`: how
    much each counts, float32 (p,), 1 on the whole. `others`: the works that the
    corpus lacks. `owned`: all rows that are the reader's in any way: `own`, further
    records of the same works, and works that are not to be learnt from. `disliked`:
    rows that the reader turned down, int64 (d,); `dislikes`: how much each counts
    beside a paper that nobody has judged, float32 (d,).
    """

    corpus: Corpus
    own: NDArray[np.int64]
    weights: NDArray[np.float32]
    others: Others
    owned: NDArray[np.int64]
    disliked: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    dislikes: NDArray[np.float32] = field(
        default_factory=lambda: np.zeros(0, np.float32)
    )

    def __len__(self) -> int:
        """All works, known to the corpus or not."""
        return len(self.own) + len(self.others)

    def without(self, held_out: NDArray[np.int64]) -> Profile:
        """Return the profile as it would be without some of its own papers."""
        kept = ~np.isin(self.own, held_out)
        return replace(
            self,
            own=self.own[kept],
            weights=self.weights[kept],
            owned=np.setdiff1d(self.owned, held_out),
        )

    def all_years(self) -> NDArray[np.int32]:
        """Return the years of all works, 0 where unknown."""
        return np.concatenate([self.corpus.year[self.own], self.others.years])

    def people_counts(self) -> NDArray[np.float64]:
        """Return how many of the reader's works each person of the corpus is on."""
        known = self.corpus.people.counts(self.own, self.weights)
        return known + weighted_sum(self.others.people, self.others.weights)

    def link_counts(self) -> NDArray[np.float64]:
        """Return how many of the reader's works each citation link is on."""
        known = self.corpus.links.counts(self.own, self.weights)
        return known + weighted_sum(self.others.links, self.others.weights)
