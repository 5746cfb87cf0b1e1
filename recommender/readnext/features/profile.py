"""The reader as the ranker sees them: works that the catalog knows, and others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.features.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Profile:
    """A library against a corpus, or a part of it.

    `own`: rows of the corpus that the reader has, int64 (p,). For the q works that
    the corpus lacks: `other_text` tf-idf rows (q, BUCKETS), `other_people` 0/1 rows
    over the corpus's people (q, m) and `other_scaled`, the same weighted. `owned`:
    all rows that are the reader's in any way: `own`, further records of the same
    works, and works that are not to be learnt from. `years` of the q works, 0
    unknown.
    """

    corpus: Corpus
    own: NDArray[np.int64]
    other_text: sparse.csr_matrix
    other_people: sparse.csr_matrix
    other_scaled: sparse.csr_matrix
    owned: NDArray[np.int64]
    years: NDArray[np.int32]

    def __len__(self) -> int:
        """All works, known to the corpus or not."""
        return len(self.own) + self.other_text.shape[0]

    def without(self, held_out: NDArray[np.int64]) -> Profile:
        """Return the profile as it would be without some of its own papers."""
        return Profile(
            self.corpus,
            np.setdiff1d(self.own, held_out),
            self.other_text,
            self.other_people,
            self.other_scaled,
            np.setdiff1d(self.owned, held_out),
            self.years,
        )

    def all_years(self) -> NDArray[np.int32]:
        """Return the years of all works, 0 where unknown."""
        return np.concatenate([self.corpus.year[self.own], self.years])

    def people_counts(self) -> NDArray[np.float64]:
        """Return how many of the reader's works each person of the corpus is on."""
        others = np.asarray(self.other_people.sum(axis=0), np.float64).ravel()
        return self.corpus.people.counts(self.own) + others
