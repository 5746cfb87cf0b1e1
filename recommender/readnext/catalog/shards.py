"""Feature shards: what the ranker needs of many papers, as arrays.

A paper that changes gets a row in a newer shard; the newest row of a paper counts.
Names are kept as 64-bit hashes, see `hash_name`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.term_rows import TermRows
from readnext.catalog.terms import count_terms
from readnext.matching.citations import links_of, names_for
from readnext.matching.names import fold, lab_key
from readnext.matching.person_keys import person_keys
from readnext.paper import Paper

RUN = 20  # rows: of runs that are longer on average, copying each is faster


def hash_name(name: str) -> int:
    """Return a 64-bit signed hash of a name, the same on every machine; 0 is none."""
    if not name:
        return 0
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True) or 1


# The names that come again and again. People are as many as are in a batch.
@lru_cache(maxsize=2**17)
def hash_person(name: str) -> tuple[int, ...]:
    """Return the hashes of a person's keys, the one that people share first."""
    return tuple(map(hash_name, person_keys(name)))


@lru_cache(maxsize=2**15)
def hash_lab(name: str) -> int:
    """Return the hash of a lab's key."""
    return hash_name(lab_key(name))


@lru_cache(maxsize=2**15)
def hash_folded(name: str) -> int:
    """Return the hash of a venue or a subject, however it is spelt."""
    return hash_name(fold(name))


LISTS: dict[str, Callable[[Paper], Iterable[int]]] = {
    "people": lambda paper: chain.from_iterable(map(hash_person, paper.authors)),
    "labs": lambda paper: map(hash_lab, paper.labs),
    "categories": lambda paper: map(hash_folded, paper.categories),
    "links": lambda paper: map(hash_name, dict.fromkeys(links_of(paper))),
}


def day_number(date: str | None) -> int:
    """Return an ISO date as the number YYYYMMDD; what is left out is 00, none is 0.

    >>> day_number("2025-09"), day_number(None)
    (20250900, 0)
    """
    return int(date.replace("-", "").ljust(8, "0")[:8]) if date else 0


@dataclass(frozen=True, slots=True)
class NameLists:
    """Lists of hashed names, one list a row: row i is names[starts[i]:starts[i+1]]."""

    starts: NDArray[np.int64]
    names: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[Iterable[str]]) -> NameLists:
        """Hash the names of each row; empty and repeated names are left out."""
        return cls.of_hashes(map(hash_name, row) for row in rows)

    @classmethod
    def of_hashes(cls, rows: Iterable[Iterable[int]]) -> NameLists:
        """Take the hashes of each row; 0 and what is repeated are left out."""
        starts, names = array("q", [0]), array("q")
        for row in rows:
            names.extend(filter(None, dict.fromkeys(row)))
            starts.append(len(names))
        return cls(np.array(starts, np.int64), np.array(names, np.int64))

    def take(self, rows: NDArray[np.int64]) -> NameLists:
        """Return the lists of some rows.

        Most rows that are taken follow each other: runs of them are copied at once.
        """
        sizes = np.diff(self.starts)[rows]
        starts = np.r_[0, np.cumsum(sizes)]
        begins = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
        if len(begins) * RUN >= len(rows):
            source = np.repeat(self.starts[rows] - starts[:-1], sizes)
            return NameLists(starts, self.names[source + np.arange(starts[-1])])
        ends = np.r_[begins[1:], len(rows)] - 1
        first = self.starts[rows[begins]].tolist()
        last = self.starts[rows[ends] + 1].tolist()
        runs = [self.names[a:b] for a, b in zip(first, last, strict=True)]
        return NameLists(starts, np.concatenate([self.names[:0], *runs]))

    @classmethod
    def join(cls, parts: Sequence[NameLists]) -> NameLists:
        """Return the lists of several tables as one."""
        sizes = np.concatenate([np.diff(part.starts) for part in parts])
        names = np.concatenate([part.names for part in parts])
        return cls(np.r_[0, np.cumsum(sizes)], names)


@dataclass(frozen=True, slots=True)
class Columns:
    """The features of n papers.

    `numbers`: the catalog's own numbers of the papers, int64 (n,). `terms`: counts of
    title and abstract, uint8 (n, BUCKETS); `titles`: those of the title alone.
    `people`, `labs`, `categories`, `links` (what the paper is cited
    by and what it cites, see `readnext.matching.citations`): hashed names. `own_links`:
    how many of the links are the paper's own names, which are first. `venue`: a hashed
    name or 0. `date`: YYYYMMDD or 0. `authors`: how many, 0 if unknown.
    `code`: whether code is known. `score`, `upvotes`, `comments`, `citations`: float32,
    NaN where the source says nothing.
    """

    numbers: NDArray[np.int64]
    terms: TermRows
    titles: TermRows
    people: NameLists
    labs: NameLists
    categories: NameLists
    links: NameLists
    own_links: NDArray[np.int32]
    venue: NDArray[np.int64]
    date: NDArray[np.int32]
    authors: NDArray[np.int32]
    code: NDArray[np.bool_]
    score: NDArray[np.float32]
    upvotes: NDArray[np.float32]
    comments: NDArray[np.float32]
    citations: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.numbers)

    def known(self, numbers: Iterable[int]) -> set[int]:
        """Return which of some numbers are those of papers here."""
        wanted = np.fromiter(numbers, np.int64)
        return set(wanted[np.isin(wanted, self.numbers)].tolist())

    def take(self, rows: NDArray[np.int64]) -> Columns:
        """Return the features of some papers."""
        parts: dict[str, Any] = {
            name: getattr(self, name).take(rows) for name in (*TEXTS, *LISTS)
        }
        parts |= {name: getattr(self, name)[rows] for name in PLAIN}
        return Columns(**parts)

    @classmethod
    def join(cls, tables: Sequence[Columns]) -> Columns:
        """Return several tables as one."""
        if len(tables) == 1:
            return tables[0]
        parts: dict[str, Any] = {}
        for name in TEXTS:
            parts[name] = TermRows.join([getattr(t, name) for t in tables])
        for name in LISTS:
            parts[name] = NameLists.join([getattr(t, name) for t in tables])
        for name in PLAIN:
            parts[name] = np.concatenate([getattr(t, name) for t in tables])
        return cls(**parts)


TEXTS = ("terms", "titles")
PLAIN = (
    "numbers",
    "own_links",
    "venue",
    "date",
    "authors",
    "code",
    "score",
    "upvotes",
    "comments",
    "citations",
)


def columns_of(papers: Sequence[Paper], numbers: Sequence[int]) -> Columns:
    """Return the features of papers."""

    def floats(name: str) -> NDArray[np.float32]:
        values = (getattr(p.popularity, name) for p in papers)
        return np.array([np.nan if v is None else v for v in values], np.float32)

    lists: dict[str, Any] = {
        name: NameLists.of_hashes(map(of, papers)) for name, of in LISTS.items()
    }
    titles = [paper.title for paper in papers]
    return Columns(
        numbers=np.array(numbers, np.int64),
        terms=TermRows.of(count_terms(titles, (p.abstract for p in papers))),
        titles=TermRows.of(count_terms(titles, ("" for _ in papers))),
        own_links=np.array([len(set(names_for(p))) for p in papers], np.int32),
        venue=np.array([hash_folded(p.venue) for p in papers], np.int64),
        date=np.array([day_number(p.date) for p in papers], np.int32),
        authors=np.array([p.author_count or len(p.authors) for p in papers], np.int32),
        code=np.array([p.code is not None for p in papers], np.bool_),
        score=floats("score"),
        upvotes=floats("upvotes"),
        comments=floats("comments"),
        citations=floats("citations"),
        **lists,
    )
