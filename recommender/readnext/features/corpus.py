"""A catalog as the ranker sees it: weighted text, people, labs, venues, years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.shards import Columns, NameLists
from readnext.catalog.terms import BUCKETS
from readnext.features.citations import link_table
from readnext.features.context import years_of
from readnext.features.people import NameTable
from readnext.features.popularity import popularity
from readnext.features.rows import word_norms
from readnext.features.term_weights import TermWeights

_ABSTRACT = 5  # terms beyond those of the title from which on there is an abstract


@dataclass(frozen=True, slots=True)
class Records:
    """What q records of a library say that the catalog does not know.

    `terms` counts of title and abstract, `titles` of the title alone, uint8
    (q, BUCKETS); `people`, `spellings` (people under all names that catalogs may have
    them under) and `links`: hashed names; `years`: 0 unknown.
    """

    terms: sparse.csr_matrix
    titles: sparse.csr_matrix
    people: NameLists
    spellings: NameLists
    links: NameLists
    years: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.years)

    def same(self, other: Records) -> bool:
        """Tell whether others are the same records in the same order."""
        pairs = (
            (self.terms.indptr, other.terms.indptr),
            (self.terms.indices, other.terms.indices),
            (self.terms.data, other.terms.data),
            (self.titles.indices, other.titles.indices),
            (self.people.names, other.people.names),
            (self.links.names, other.links.names),
            (self.years, other.years),
        )
        return all(np.array_equal(one, two) for one, two in pairs)

    @classmethod
    def none(cls) -> Records:
        """Return no record."""
        empty = no_rows(0, BUCKETS)
        names = NameLists.of([])
        return cls(empty, empty, names, names, names, np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class View:
    """What r papers show of themselves, the same for candidates and for own works.

    `text`: tf-idf of words and pairs, rows of length 1 (r, BUCKETS); `word_norms`: the
    length of their part of single words (r,). `people` 0/1 over the corpus's people,
    `people_scaled` the same weighted. `labs`, `links`: 0/1 over the corpus's.
    """

    text: sparse.csr_matrix
    word_norms: NDArray[np.float32]
    people: sparse.csr_matrix
    people_scaled: sparse.csr_matrix
    labs: sparse.csr_matrix
    links: sparse.csr_matrix

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> View:
        """Return the view of some of the papers."""
        return View(*(getattr(self, name)[rows] for name in View.__slots__))

    def __len__(self) -> int:
        return len(self.word_norms)


class Corpus:
    """The n papers of a catalog, one row each, and `beside` them records of a library.

    Attributes: `columns` as stored, `weights` of the terms, `text` tf-idf rows
    (n, BUCKETS), `people`, `labs` and `links` (citations) name tables, `venue` small
    venue numbers, `year` (0 unknown), `popularity`. Weights of terms count the records
    beside, and people are those of both, so that a work of the library is seen as it
    would be if the catalog had it.
    """

    def __init__(self, columns: Columns, beside: Records | None = None) -> None:
        self.columns = columns
        self.beside = beside if beside is not None else Records.none()
        self.weights = TermWeights(
            columns.terms.indices,
            len(columns) + len(self.beside),
            self.beside.terms.indices,
        )
        self.text = self.weights.weigh(columns.terms)
        self.people = NameTable.of(columns.people, self.beside.people)
        self.labs = NameTable.of(columns.labs)
        self.links = link_table(columns)
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

    @cached_property
    def word_norms(self) -> NDArray[np.float32]:
        """The length of each paper's part of single words, (n,)."""
        return word_norms(self.text)

    @cached_property
    def has_abstract(self) -> NDArray[np.bool_]:
        """Which papers have an abstract, (n,)."""
        return _longer(self.columns.terms, self.columns.titles)

    def rows_of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of papers by the catalog's numbers, which are all known."""
        order = np.argsort(self.columns.numbers, kind="stable")
        places = np.searchsorted(self.columns.numbers[order], numbers)
        return np.asarray(order[places], np.int64)

    def view(self, rows: NDArray[np.int64], *, titles: bool = False) -> View:
        """Return what papers show, or would show if they had only their `titles`."""
        if titles:
            text = self.weights.weigh(self.columns.titles[rows])
            norms = word_norms(text)
        else:
            text, norms = self.text[rows], self.word_norms[rows]
        return View(
            text,
            norms,
            self.people.rows[rows],
            self.people_scaled[rows],
            self.labs.rows[rows],
            self.links.rows[rows],
        )

    def view_beside(self) -> tuple[View, NDArray[np.bool_]]:
        """Return what the records beside show, and which of them have an abstract."""
        records = self.beside
        return self.view_of(records), _longer(records.terms, records.titles)

    def view_of(self, records: Records) -> View:
        """Return what records show; people unknown here are left out."""
        text = self.weights.weigh(records.terms)
        people = self.people.lookup(records.spellings)
        return View(
            text,
            word_norms(text),
            people,
            self.people.scaled(people),
            no_rows(len(records), len(self.labs.hashes)),
            self.links.lookup(records.links),
        )


def _longer(terms: sparse.csr_matrix, titles: sparse.csr_matrix) -> NDArray[np.bool_]:
    """Which rows have more terms than those of their title."""
    return np.asarray(np.diff(terms.indptr) > np.diff(titles.indptr) + _ABSTRACT)


def no_rows(rows: int, columns: int) -> sparse.csr_matrix:
    """Return a table of nothing but zeros."""
    nothing = np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(rows + 1, "i4")
    return sparse.csr_matrix(nothing, shape=(rows, columns))


def stack(parts: Sequence[View]) -> View:
    """Return several views as one."""

    def joined(name: str) -> sparse.csr_matrix:
        return sparse.csr_matrix(sparse.vstack([getattr(one, name) for one in parts]))

    return View(
        joined("text"),
        np.concatenate([part.word_norms for part in parts]),
        joined("people"),
        joined("people_scaled"),
        joined("labs"),
        joined("links"),
    )
