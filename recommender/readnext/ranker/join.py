"""A library joined with a catalog: which works the catalog knows, and the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.shards import NameLists
from readnext.catalog.store import Catalog
from readnext.catalog.terms import count_terms
from readnext.features.corpus import Corpus
from readnext.features.profile import Others, Profile
from readnext.library.weights import interests
from readnext.library.works import Work
from readnext.matching.citations import names_for
from readnext.matching.identity import Identity
from readnext.matching.names import person_keys


@dataclass(frozen=True, slots=True)
class Joined:
    """A library joined with a catalog: the works of `profile`, own ones first."""

    profile: Profile
    works: tuple[Work, ...]


def join(
    works: Sequence[Work],
    catalog: Catalog,
    corpus: Corpus,
    owned: Sequence[Work] = (),
    disliked: Mapping[Identity, float] | None = None,
) -> Joined:
    """Find a library's works in the catalog; the others keep their own text.

    `owned` are works that the reader has too, but that are not to be learnt from.
    `disliked` are papers that the reader turned down, and how much each counts.
    """
    found = _numbers(works, catalog, corpus)
    own: dict[int, Work] = {}
    others: list[Work] = []
    for work, numbers in zip(works, found, strict=True):
        if numbers:
            own.setdefault(numbers[0], work)
        else:
            others.append(work)
    owned_found = _numbers(owned, catalog, corpus)
    taken = set(chain(*found, *owned_found))
    turned_down = disliked or {}
    # What the library itself marks as refused is owned, and disliked all the same.
    spared = set(chain(*found)).union(
        *(
            numbers
            for work, numbers in zip(owned, owned_found, strict=True)
            if turned_down.keys().isdisjoint(work.identities)
        )
    )
    rows = corpus.rows_of(np.array(list(own), np.int64))
    order = np.argsort(rows)
    unordered = list(own.values())
    known = [unordered[i] for i in order]
    weights = interests([work.entry for work in (*known, *others)])
    profile = Profile(
        corpus,
        rows[order],
        weights[: len(known)],
        _others(others, weights[len(known) :], corpus),
        np.sort(corpus.rows_of(np.array(list(taken), np.int64))),
        *_disliked(turned_down, spared, catalog, corpus),
    )
    return Joined(profile, (*known, *others))


def _disliked(
    disliked: Mapping[Identity, float],
    spared: set[int],
    catalog: Catalog,
    corpus: Corpus,
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The rows of papers turned down, and how much they count; not those spared."""
    counts: dict[int, float] = {}
    found = catalog.find(list(disliked)) if disliked else []
    for numbers, weight in zip(found, disliked.values(), strict=True):
        for number in numbers:
            if number in corpus and number not in spared:
                counts[number] = max(counts.get(number, 0.0), weight)
    rows = corpus.rows_of(np.array(list(counts), np.int64))
    return rows, np.array(list(counts.values()), np.float32)


def _others(works: Sequence[Work], weights: np.ndarray, corpus: Corpus) -> Others:
    """What the works say that the catalog does not know."""
    entries = [work.entry for work in works]
    counts = count_terms((e.title for e in entries), (e.abstract for e in entries))
    people = NameLists.of(
        chain.from_iterable(map(person_keys, entry.authors)) for entry in entries
    )
    return Others(
        text=corpus.weights.weigh(counts),
        people=corpus.people.lookup(people),
        people_scaled=corpus.scaled_people(people),
        links=corpus.links.lookup(NameLists.of(map(names_for, entries))),
        years=np.array([entry.year or 0 for entry in entries], np.int32),
        weights=np.asarray(weights, np.float32),
    )


def _numbers(
    works: Sequence[Work], catalog: Catalog, corpus: Corpus
) -> list[list[int]]:
    """The catalog's numbers of each work, by any of its entries."""
    found = iter(catalog.find([i for work in works for i in work.identities]))
    return [
        [n for n in chain(*islice(found, len(work.identities))) if n in corpus]
        for work in works
    ]
