"""From a library and a catalog to suggestions: join, rank, filter, explain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from readnext.catalog.store import Catalog
from readnext.matching.identity import Identity
from readnext.paper import Entry
from readnext.ranker.learning import learn
from readnext.recommend.ranked import MOST, Learner, rank
from readnext.recommend.reader import Reader
from readnext.request import Request
from readnext.suggestion import Answer


def suggest(
    entries: Sequence[Entry],
    catalog: Catalog,
    request: Request,
    progress: Callable[[int], object] = lambda _: None,
    *,
    owned: Sequence[Entry] = (),
    excluded: Sequence[Identity] = (),
    disliked: Mapping[Identity, float] | None = None,
    refused: Mapping[Identity, Entry] | None = None,
    learner: Learner = learn,
    most: int = MOST,
) -> Answer:
    """Return the papers of the catalog that the reader should read next.

    `entries` are learned from; they and further `owned` ones are never suggested, nor
    are `excluded` papers. `disliked` papers were turned down; the numbers are their
    weights, and `refused` the entries of those that the catalog may lack. See `rank`
    for the rest. The same library, catalog and request give the same answer.
    """
    reader = Reader(
        tuple(entries), tuple(owned), tuple(excluded), disliked or {}, refused or {}
    )
    ranked = rank(
        reader,
        catalog,
        progress,
        dates=request.filters,
        seed=request.seed,
        learner=learner,
        most=most,
    )
    return ranked.answer(request)
