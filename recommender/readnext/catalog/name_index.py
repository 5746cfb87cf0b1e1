"""The names by which a catalog can be filtered, in their first spelling."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.checksums import crc_of, rows_of
from readnext.catalog.schema import select_in
from readnext.catalog.shards import hash_folded, hash_lab, hash_person
from readnext.catalog.summed_rows import insert_names
from readnext.matching.names import split_name
from readnext.paper import Paper
from readnext.sqlite import DamageError

# Their places are the numbers of the kinds in the database.
KINDS = ("people", "labs", "venue", "categories")
_NAMES: tuple[Callable[[Paper], Iterable[str]], ...] = (
    lambda paper: paper.authors,
    lambda paper: paper.labs,
    lambda paper: (paper.venue,),
    lambda paper: paper.categories,
)
_HASHES: tuple[Callable[[str], tuple[int, ...]], ...] = (
    hash_person,
    lambda lab: (hash_lab(lab),),
    lambda venue: (hash_folded(venue),),
    lambda category: (hash_folded(category),),
)
_SLOTS = 2**21  # hashes that `Known` holds, of 8 bytes


Names = Sequence[NDArray[np.int64]]  # hashes by kind


class Known:
    """Hashes of names that a database is known to have: a lossy cache.

    Each hash has one slot, and stays until another hash replaces it there.
    """

    def __init__(self) -> None:
        self._places = np.zeros(_SLOTS, np.int64)

    def has(self, kind: int, hashes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which names of a kind are known."""
        hashes = hashes ^ kind
        return np.asarray(self._places[hashes % _SLOTS] == hashes)

    def add(self, names: Names) -> None:
        """Remember names that were written."""
        for kind, hashes in enumerate(names):
            marked = hashes ^ kind
            self._places[marked % _SLOTS] = marked


def write_names(
    db: sqlite3.Connection,
    papers: Sequence[Paper],
    known: Known,
    people: Mapping[str, tuple[int, ...]] = MappingProxyType({}),
) -> Names:
    """Write the first spelling of all names of papers but the known ones.

    `people` are the hashes of authors that were computed before. Returns the hashes of
    what was written by kind: known once they are committed.
    """
    written = []
    for kind in range(len(KINDS)):
        rows = dict[int, str]()
        for hash_, spelling in _unknown(kind, papers, known, people):
            rows.setdefault(hash_, spelling)
        query = f"SELECT hash FROM names WHERE kind = {kind} AND hash IN ({{}})"
        there = {hash_ for (hash_,) in select_in(db, query, sorted(rows))}
        new = [(h, rows[h], crc_of(rows[h])) for h in sorted(rows) if h not in there]
        insert_names(db, kind, new)
        written.append(np.array(list(rows), np.int64))
    return written


def read_names(db: sqlite3.Connection, kind: str) -> list[tuple[int, str]]:
    """Return the hash and first spelling of all names of a kind.

    Raises DamageError if one is damaged or missing.
    """
    rows = rows_of(db, "names", "hash, name, crc", KINDS.index(kind))
    if any(crc_of(name) != crc for _, name, crc in rows):
        raise DamageError("a name does not fit its checksum")
    return [(hash_, name) for hash_, name, _ in rows]


def _unknown(
    kind: int,
    papers: Sequence[Paper],
    known: Known,
    people: Mapping[str, tuple[int, ...]],
) -> Iterator[tuple[int, str]]:
    """Hash and spelling of all names of a kind that are not known."""
    names = list(dict.fromkeys(chain.from_iterable(map(_NAMES[kind], papers))))
    of, found = _HASHES[kind], people if kind == 0 else {}
    hashes = [found.get(name) or of(name) for name in names]
    starts = np.cumsum([0, *map(len, hashes)])
    each = np.fromiter(chain.from_iterable(hashes), np.int64, starts[-1])
    new = np.flatnonzero((each != 0) & ~known.has(kind, each))
    owners = np.searchsorted(starts, new, "right") - 1
    for place, owner in zip(new.tolist(), owners.tolist(), strict=True):
        spellings = _spellings(names[owner]) if kind == 0 else (names[owner],)
        yield int(each[place]), spellings[place - starts[owner]]


def _spellings(author: str) -> tuple[str, str]:
    """How a person is written by each of their keys.

    The key that people share stands for all of them, so it gets no whole name.
    """
    family, given = split_name(author)
    return (f"{given[:1]}. {family}" if given else family), author
