"""A catalog as the ranker sees it: weighted text, people, labs, venues, years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.shards import Columns, NameLists
from readnext.catalog.term_rows import frequency_of, rows_of
from readnext.catalog.terms import BUCKETS
from readnext.cores import on_all_cores
from readnext.features.citations import link_table
from readnext.features.context import years_of
from readnext.features.people import NameTable, numbered
from readnext.features.popularity import popularity
from readnext.features.term_weights import TermWeights

POOL = 100_000  # papers that a large catalog is known by, and the reader's
_TOGETHER = 32  # papers that are drawn together
# Papers whose text, or whose titles alone, are weighed at a time, to save memory.
CHUNK, TITLES = 2_048, 16_384
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

    `text`: tf-idf of words and pairs, rows of length 1 (r, BUCKETS). `people` 0/1 over
    the corpus's people, `people_scaled` the same weighted. `labs`, `links`: 0/1 over
    the corpus's.
    """

    text: sparse.csr_matrix
    people: sparse.csr_matrix
    people_scaled: sparse.csr_matrix
    labs: sparse.csr_matrix
    links: sparse.csr_matrix

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> View:
        """Return the view of some of the papers."""
        return View(*(getattr(self, name)[rows] for name in View.__slots__))

    def __len__(self) -> int:
        return int(self.text.shape[0])


class Corpus:
    """The n papers of a catalog, one row each, and `beside` them records of a library.

    Attributes: `columns` as stored, `weights` of the terms, `people`, `labs` and
    `links` (citations) name tables, `venue` small venue numbers, `year` (0 unknown),
    `popularity`. Weights of terms count the records beside, and people are those of
    both, so that a work of the library is seen as it would be if the catalog had it.
    The text of a paper is weighed when it is asked for: of most, it never is whole.
    A large catalog is known by its `pool`, rows in which terms are counted and from
    which papers are drawn; the papers with numbers in `own` are among them.
    """

    def __init__(
        self,
        columns: Columns,
        beside: Records | None = None,
        own: Collection[int] = (),
    ) -> None:
        self.columns = columns
        self.beside = beside if beside is not None else Records.none()
        self.pool = _pool(columns.numbers, own)
        self._pooled: dict[bool, sparse.csr_matrix] = {}
        self.weights = TermWeights(
            self._frequency(),
            len(self.pool) + len(self.beside),
            self.beside.terms.indices,
        )
        self.people, self.labs, self.links = _name_tables(columns, self.beside.people)
        self.venue = numbered(columns.venue)[1].astype(np.int64)
        self.year = years_of(columns.date)
        self.popularity = popularity(columns)

    def __len__(self) -> int:
        return len(self.columns)

    def _counts(
        self, rows: NDArray[np.int64], *, titles: bool = False
    ) -> sparse.csr_matrix:
        """The counts of some papers; those of a large catalog's pool stay in memory."""
        stored = self.columns.titles if titles else self.columns.terms
        if len(self.pool) == len(self):
            return stored[rows]
        places = np.searchsorted(self.pool, rows)
        if not (self.pool.take(places, mode="clip") == rows).all():
            return stored[rows]
        if titles not in self._pooled:
            self._pooled[titles] = stored[self.pool]
        found: sparse.csr_matrix = self._pooled[titles][places]
        return found

    def _frequency(self) -> NDArray[np.int64]:
        """How many papers of the pool have each term, (BUCKETS,)."""
        if len(self.pool) == len(self):
            return self.columns.terms.frequency()
        return frequency_of(self._counts(self.pool))

    def text(self, rows: NDArray[np.int64]) -> sparse.csr_matrix:
        """Return the tf-idf rows of some papers, (rows, BUCKETS)."""
        return self.weights.weigh(self._counts(rows))

    def texts(
        self, rows: NDArray[np.int64]
    ) -> Iterator[tuple[slice, sparse.csr_matrix]]:
        """Yield the tf-idf rows of papers, some at a time: their places, the rows."""
        for start in range(0, len(rows), CHUNK):
            some = rows[start : start + CHUNK]
            yield slice(start, start + len(some)), self.text(some)

    def people_scaled(self, rows: NDArray[np.int64]) -> sparse.csr_matrix:
        """Return the people of some papers by rarity, rows of length 1."""
        return self.people.scaled(rows_of(self.people.rows, rows))

    def has_abstract(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which of some papers have an abstract, (rows,)."""
        terms, titles = self.columns.terms, self.columns.titles
        return _longer(terms.sizes(rows), titles.sizes(rows))

    def rows_of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows of papers by the catalog's numbers, which are all known."""
        order = np.argsort(self.columns.numbers, kind="stable")
        places = np.searchsorted(self.columns.numbers[order], numbers)
        return np.asarray(order[places], np.int64)

    def view(self, rows: NDArray[np.int64], *, titles: bool = False) -> View:
        """Return what papers show, or would show if they had only their `titles`."""
        if titles:
            text = self.weights.weigh(self._counts(rows, titles=True))
        else:
            text = self.text(rows)
        people = rows_of(self.people.rows, rows)
        return View(
            text,
            people,
            self.people.scaled(people),
            rows_of(self.labs.rows, rows),
            rows_of(self.links.rows, rows),
        )

    def view_beside(self) -> tuple[View, NDArray[np.bool_]]:
        """Return what the records beside show, and which of them have an abstract."""
        records = self.beside
        sizes = (np.diff(one.indptr) for one in (records.terms, records.titles))
        return self.view_of(records), _longer(*sizes)

    def view_of(self, records: Records) -> View:
        """Return what records show; people unknown here are left out."""
        text = self.weights.weigh(records.terms)
        people = self.people.lookup(records.spellings)
        return View(
            text,
            people,
            self.people.scaled(people),
            no_rows(len(records), len(self.labs.hashes)),
            self.links.lookup(records.links),
        )


def _name_tables(columns: Columns, people: NameLists) -> list[NameTable]:
    """The tables of people, among them some from elsewhere, of labs and of links."""
    tables: list[Callable[[], NameTable]] = [
        lambda: NameTable.of(columns.people, people),
        lambda: NameTable.of(columns.labs),
        lambda: link_table(columns),
    ]
    if len(columns) <= POOL:  # to make one after the other takes less memory
        return [make() for make in tables]
    return list(on_all_cores(lambda make: make(), tables))


def _pool(numbers: NDArray[np.int64], own: Collection[int]) -> NDArray[np.int64]:
    """The rows that a catalog is known by: the same as long as these papers exist.

    Papers are drawn by a hash of their numbers (Fibonacci hashing, Knuth, 1998, 6.4),
    some at a time that follow each other, whose terms are read together.
    """
    if len(numbers) <= POOL:
        return np.arange(len(numbers))
    lots = (numbers // _TOGETHER).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    drawn = lots <= np.partition(lots, POOL - 1)[POOL - 1]
    return np.flatnonzero(drawn | np.isin(numbers, list(own)))


def _longer(
    terms: NDArray[np.integer], titles: NDArray[np.integer]
) -> NDArray[np.bool_]:
    """Which papers have more terms than those of their title, by their numbers."""
    return np.asarray(terms > titles + _ABSTRACT)


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
        joined("people"),
        joined("people_scaled"),
        joined("labs"),
        joined("links"),
    )
