"""A catalog as the ranker sees it: weighted text, people, labs, venues, years."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.shards import Columns, NameLists
from readnext.features.context import popularity, years_of
from readnext.features.people import NameTable
from readnext.features.term_weights import TermWeights


class Corpus:
    """The n papers of a catalog, one row each.

    Attributes: `columns` as stored, `weights` of the terms, `text` tf-idf rows
    (n, BUCKETS), `people`, `labs` and `links` (citations) name tables, `venue` small
    venue numbers, `year` (0 unknown), `popularity`.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.weights = TermWeights(columns.terms.indices, len(columns))
        self.text = self.weights.weigh(columns.terms)
        self.people = NameTable.of(columns.people)
        self.labs = NameTable.of(columns.labs)
        self.links = NameTable.of(columns.links)
        self.venue = np.unique(columns.venue, return_inverse=True)[1].astype(np.int64)
        self.year = years_of(columns.date)
        self.popularity = popularity(columns)

    def __len__(self) -> int:
        return len(self.columns)

    def __contains__(self, number: int) -> bool:
        return number in self._numbers

    @cached_property
    def _numbers(self) -> frozenset[int]:
        """Numbers of all papers: one may be added while the catalog is read."""
        return frozenset(self.columns.numbers.tolist())

    @cached_property
    def people_scaled(self) -> sparse.csr_matrix:
        """People weighted by rarity, rows of length 1."""
        return self.people.scaled(self.people.rows)

    def rows_of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of papers by the catalog's numbers, which are all known."""
        order = np.argsort(self.columns.numbers, kind="stable")
        places = np.searchsorted(self.columns.numbers[order], numbers)
        return np.asarray(order[places], np.int64)

    def scaled_people(self, lists: NameLists) -> sparse.csr_matrix:
        """Return other papers' people as rows like those of `people_scaled`."""
        return self.people.scaled(self.people.lookup(lists))
