"""A library joined with a catalog: every work, and what the catalog says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from scipy import sparse

from readnext.catalog.shards import Columns, NameLists
from readnext.catalog.store import Catalog
from readnext.catalog.terms import count_terms
from readnext.features.corpus import Corpus, Records
from readnext.features.profile import Profile, Refused, profile_of
from readnext.library.weights import interests
from readnext.library.works import Work
from readnext.matching.citations import names_for
from readnext.matching.identity import Identity
from readnext.matching.person_keys import lookup_keys, person_keys
from readnext.paper import Author, Entry


@dataclass(frozen=True, slots=True)
class Joined:
    """A library joined with a catalog: the works of `profile` in its order."""

    profile: Profile
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Works with the catalog's numbers of each, as far as the columns have them."""

    works: Sequence[Work]
    numbers: list[list[int]]

    @classmethod
    def of(cls, works: Sequence[Work], catalog: Catalog, columns: Columns) -> _Found:
        found = catalog.find([i for work in works for i in work.identities])
        there, each = columns.known(chain(*found)), iter(found)
        return cls(
            works,
            [
                [n for n in chain(*islice(each, len(work.identities))) if n in there]
                for work in works
            ],
        )

    def all(self) -> set[int]:
        return set(chain(*self.numbers))


def join(
    works: Sequence[Work],
    catalog: Catalog,
    columns: Columns,
    owned: Sequence[Work] = (),
    disliked: Mapping[Identity, float] | None = None,
    refused: Mapping[Identity, Entry] | None = None,
    *,
    known: Corpus | None = None,
) -> Joined:
    """Find a library's works in a catalog, whose features are `columns`.

    Works that the catalog does not know keep their own text and people. `owned` are
    works that the reader has too, but that are not to be learned from. `disliked` are
    papers that the reader turned down, and how much each counts; `refused` are entries
    that are among them, with their own text. A `known` corpus is used again if it is
    of the same columns and unknown works, which saves most of the time.
    """
    found = _Found.of(works, catalog, columns)
    own: dict[int, Work] = {}
    others: list[Work] = []
    for work, numbers in zip(works, found.numbers, strict=True):
        if numbers:
            own.setdefault(numbers[0], work)
        else:
            others.append(work)
    records = _records([work.entry for work in others])
    besides = _Found.of(owned, catalog, columns)
    taken = found.all() | besides.all()
    if known is not None and known.columns is columns and known.beside.same(records):
        corpus = known
    else:
        corpus = Corpus(columns, records, taken)
    turned_down = disliked or {}
    rows = corpus.rows_of(np.array(list(own), np.int64))
    order = np.argsort(rows)
    unordered = list(own.values())
    in_catalog = [unordered[i] for i in order]
    spared = found.all() | _all_but(besides, turned_down)
    profile = profile_of(
        corpus,
        rows[order],
        interests([work.entry for work in (*in_catalog, *others)]),
        np.sort(corpus.rows_of(np.array(list(taken), np.int64))),
        _refused(turned_down, refused or {}, spared, catalog, corpus),
    )
    return Joined(profile, (*in_catalog, *others))


def _all_but(found: _Found, disliked: Mapping[Identity, float]) -> set[int]:
    """The numbers of works that are not among those turned down.

    What the library itself marks as refused is owned, and disliked all the same.
    """
    pairs = zip(found.works, found.numbers, strict=True)
    kept = (n for work, n in pairs if disliked.keys().isdisjoint(work.identities))
    return set(chain(*kept))


def _refused(
    disliked: Mapping[Identity, float],
    entries: Mapping[Identity, Entry],
    spared: set[int],
    catalog: Catalog,
    corpus: Corpus,
) -> Refused:
    """What was turned down: papers of the catalog, and entries that it lacks."""
    counts: dict[int, float] = {}
    found = catalog.find(list(disliked)) if disliked else []
    missing: set[Identity] = set()
    there = corpus.columns.known(chain(*found))
    for (identity, weight), numbers in zip(disliked.items(), found, strict=True):
        known = [n for n in numbers if n in there]
        if not known:
            missing.add(identity)
        for number in set(known) - spared:
            counts[number] = max(counts.get(number, 0.0), weight)
    rows = corpus.rows_of(np.array(list(counts), np.int64))
    lone = [identity for identity in entries if identity in missing]
    view = corpus.view_of(_records([entries[identity] for identity in lone]))
    return Refused(
        sparse.csr_matrix(sparse.vstack([corpus.text(rows), view.text])),
        sparse.csr_matrix(
            sparse.vstack([corpus.people_scaled(rows), view.people_scaled])
        ),
        np.array([*counts.values(), *(disliked[identity] for identity in lone)], "f4"),
    )


def _records(entries: Sequence[Entry]) -> Records:
    """What entries say of themselves."""
    nothing = [""] * len(entries)
    titles = [entry.title for entry in entries]

    def people(keys: Callable[[Author], Iterable[str]]) -> NameLists:
        return NameLists.of(
            chain.from_iterable(map(keys, entry.authors)) for entry in entries
        )

    return Records(
        count_terms(titles, (entry.abstract for entry in entries)),
        count_terms(titles, nothing),
        people(person_keys),
        people(lookup_keys),
        NameLists.of(map(names_for, entries)),
        np.array([entry.year or 0 for entry in entries], np.int32),
    )
