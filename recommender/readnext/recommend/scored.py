"""Papers of a catalog with their scores for a reader; which may be suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.filters import in_dates
from readnext.catalog.store import Catalog
from readnext.features.corpus import Corpus
from readnext.matching.identity import Identity
from readnext.ranker.candidates import Candidates
from readnext.ranker.join import Joined
from readnext.ranker.ranker import Ranking
from readnext.request import Filters


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates of a catalog for a reader.

    `barred` are the rows of the papers that the reader excludes, int64.
    """

    catalog: Catalog
    joined: Joined
    candidates: Candidates
    barred: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        catalog: Catalog,
        joined: Joined,
        candidates: Candidates,
        excluded: Sequence[Identity],
    ) -> Scored:
        """Bar excluded papers, except those that the reader has."""
        rows = rows_of(excluded, catalog, joined.profile.corpus)
        barred = np.setdiff1d(rows, joined.profile.owned)
        return cls(catalog, joined, candidates, barred)

    @property
    def corpus(self) -> Corpus:
        """The papers that were ranked."""
        return self.joined.profile.corpus

    def rows_of(self, identities: Sequence[Identity]) -> NDArray[np.int64]:
        """Return the rows of the papers that are known of some, in no order."""
        return rows_of(identities, self.catalog, self.corpus)

    def kept(self, filters: Filters) -> NDArray[np.bool_]:
        """Tell which candidates may be suggested, in some dates."""
        kept = in_dates(self.corpus.columns.date, filters)
        kept[self.joined.profile.owned] = False
        kept[self.barred] = False
        return kept[self.candidates.rows]

    def ranking(
        self, filters: Filters, parts: Sequence[NDArray[np.bool_]], n: int = 0
    ) -> Ranking:
        """Return the candidates in some dates, with exact scores of the best.

        These are the best of each of some `parts` of the corpus, enough for a list of n
        papers.
        """
        groups = [part[self.candidates.rows] for part in parts]
        return self.candidates.ranking(self.kept(filters), groups, n)


def rows_of(
    identities: Sequence[Identity], catalog: Catalog, corpus: Corpus
) -> NDArray[np.int64]:
    """Return the rows of the papers that a catalog knows of some, in no order."""
    # One may have been added while the catalog is read.
    found = corpus.columns.known(chain.from_iterable(catalog.find(identities)))
    return corpus.rows_of(np.array(list(found), np.int64))
