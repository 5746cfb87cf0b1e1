"""Which filter of a request left no paper of a catalog.

Filters are named as everywhere: as the options of commands without their dashes, the
fields of the page, the parameters of the API and the keys of the settings.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.filters import allowed, in_dates
from readnext.catalog.shards import Columns
from readnext.catalog.store import Catalog
from readnext.plurals import counted
from readnext.request import Filters

_KINDS = {
    "category": "categories",
    "author": "people",
    "lab": "labs",
    "venue": "venue",
}


def why_none_fits(columns: Columns, catalog: Catalog, filters: Filters) -> str:
    """Return which filter left no paper, in one sentence; "" if it was none of them.

    What is not in the columns, words that are excluded and scores, is not looked at.
    """
    if _passing(columns, catalog, filters).any():
        return ""
    found = [
        (int(_passing(columns, catalog, alone).sum()), name, values)
        for name, values, alone in _each(filters)
    ]
    if not found:  # the catalog has no candidates
        return ""
    left, name, values = min(found, key=lambda one: one[0])
    wanted = " or ".join(f'"{value}"' for value in values)
    named = f"the filter {name} {wanted}".rstrip()
    if left:
        papers = f"{counted(left, 'paper')} {'passes' if left == 1 else 'pass'}"
        why = f"none passes all filters; {papers} {named}, the narrowest of them"
    else:
        why = f"none passes {named}{_unknown(name, columns, catalog)}"
    return f"No paper in the catalog fits: nothing to suggest; {why}."


def _passing(columns: Columns, catalog: Catalog, filters: Filters) -> NDArray[np.bool_]:
    return in_dates(columns.date, filters) & allowed(columns, catalog, filters)


def _each(filters: Filters) -> Iterator[tuple[str, tuple[str, ...], Filters]]:
    """Yield each filter by itself, with its name and its values."""
    if since := filters.since:
        yield "since", (since,), Filters(since=since)
    if until := filters.until:
        yield "until", (until,), Filters(until=until)
    if categories := filters.categories:
        yield "category", categories, Filters(categories=categories)
    if authors := filters.authors:
        yield "author", authors, Filters(authors=authors)
    if labs := filters.labs:
        yield "lab", labs, Filters(labs=labs)
    if venues := filters.venues:
        yield "venue", venues, Filters(venues=venues)
    if filters.has_code:
        yield "has-code", (), Filters(has_code=True)


def _unknown(name: str, columns: Columns, catalog: Catalog) -> str:
    """What to add where the catalog knows nothing that a filter could look at."""
    if name in ("since", "until"):
        known = bool(columns.date.any())
    else:
        known = name not in _KINDS or bool(catalog.names(_KINDS[name]))
    nouns = {"since": "date", "until": "date"}
    noun = nouns.get(name, name)
    return "" if known else f", since no paper has a known {noun}"
