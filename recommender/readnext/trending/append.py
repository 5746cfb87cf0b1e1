"""Appends a few well received papers to a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.library.citekeys import DEFAULT, make_keys
from readnext.matching.identity import Identity
from readnext.request import Request
from readnext.suggestion import Answer
from readnext.trending.trending import trending

WELL_RECEIVED = "well received"  # the part of a list
_UNKNOWN = (
    "No paper could be added for its reception: the catalog has no upvotes, comments "
    "or scores of recent papers ('readnext catalog update hf:daily' fetches some)."
)
_SPARE = 10  # papers read per requested one: some are known already


def with_trending(
    answer: Answer,
    catalog: Catalog,
    n: int,
    excluded: Sequence[Identity],
    keys: Collection[str],
    today: dt.date,
) -> Answer:
    """Return an answer with up to n trending papers appended.

    None of them is in the answer or one of the `excluded`. They are a part of
    their own. `keys` are citation keys already in use. Where the reception of no paper
    is known, a note says so.
    """
    listed = [Identity.of(one.paper) for one in answer.suggestions]
    refused = {n for some in catalog.find([*excluded, *listed]) for n in some}
    known = {paper.id for paper in catalog.papers(refused).values()}
    try:
        found = trending(catalog, Request(n * _SPARE), today).suggestions
    except UserError:
        return replace(answer, notes=(*answer.notes, _UNKNOWN))
    chosen = [one for one in found if one.paper.id not in known][:n]
    used = {*keys, *(one.key for one in answer.suggestions)}
    made = make_keys([one.paper for one in chosen], DEFAULT, used)
    first = len(answer.suggestions) + 1
    more = tuple(
        replace(one, rank=rank, key=key, part=WELL_RECEIVED)
        for rank, (one, key) in enumerate(zip(chosen, made, strict=True), first)
    )
    return replace(answer, suggestions=answer.suggestions + more)
