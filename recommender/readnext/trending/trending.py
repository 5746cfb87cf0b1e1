"""Suggestions without a library: the recent papers that are best received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.candidates import is_candidate
from readnext.catalog.filters import allowed, passes
from readnext.catalog.narrowest_filter import why_none_fits
from readnext.catalog.shards import Columns
from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.library.citekeys import DEFAULT, make_keys
from readnext.paper import Paper
from readnext.request import Request
from readnext.suggestion import Answer, Suggestion
from readnext.trending.days import day_of, iso_of
from readnext.trending.reasons import trend_reasons
from readnext.trending.score import Reception, half_life, recency
from readnext.trending.window import RECENT, Window, believed, windows

_STALE = 7  # days after which the newest paper of a catalog is not of these days
_NOTHING_KNOWN = (
    "no paper here has upvotes, comments or a score, so there is nothing to rank by; "
    "'readnext catalog update hf:daily' fetches papers that have them, and 'readnext "
    "suggest LIBRARY' ranks by what is in your library"
)
_BLOCK = 100  # records read at a time, at least, while the list fills

Chosen = list[tuple[int, Paper]]


def trending(catalog: Catalog, request: Request, today: dt.date) -> Answer:
    """Return the recent papers of a catalog that are best received.

    The formula is that of `readnext.trending.score`. Where the request does not say
    since when, the last 30 days before the newest paper are ranked, and more if these
    have fewer papers than it asks for, or none of known reception. The same catalog,
    request and day give the same answer. Raises UserError if the reception of none of
    them is known.
    """
    columns = catalog.columns()
    reception = Reception.of(columns)
    fitting = allowed(columns, catalog, request.filters)
    for window in windows(columns.date, request.filters, today):
        among = window.papers & fitting
        points = reception.points | {"recency": recency(columns.date, window.period)}
        scores = np.sum(list(points.values()), axis=0).round(6)
        chosen = _choose(_order(scores, among, columns), columns, catalog, request)
        known = reception.known_of([row for row, _ in chosen])
        if known and len(chosen) == request.n:
            break
    if chosen and not known:
        raise UserError(_NOTHING_KNOWN)
    return Answer(
        entries=0,
        usable=0,
        in_catalog=0,
        catalog=str(catalog.folder),
        papers=len(columns),
        candidates=int(among.sum()),
        ranker="prior",
        why=_why(reception, window),
        suggestions=tuple(_suggestions(chosen, scores, points, reception, window)),
        notes=tuple(_notes(columns, reception, window, request, today)),
        empty_reason="" if chosen else why_none_fits(columns, catalog, request.filters),
    )


def _order(
    scores: NDArray[np.float64], among: NDArray[np.bool_], columns: Columns
) -> NDArray[np.int64]:
    """The rows of some papers, the best first; of equals the newest, then the first."""
    rows = np.flatnonzero(among)
    keys = (columns.numbers[rows], -columns.date[rows], -scores[rows])
    return np.asarray(rows[np.lexsort(keys)], np.int64)


def _choose(
    order: NDArray[np.int64], columns: Columns, catalog: Catalog, request: Request
) -> Chosen:
    """The first rows that pass as a whole too, with their papers."""
    return list(islice(_passing(order, columns, catalog, request), request.n))


def _passing(
    order: NDArray[np.int64], columns: Columns, catalog: Catalog, request: Request
) -> Iterator[tuple[int, Paper]]:
    """Yield rows and papers in order, reading a block of records at a time."""
    block = max(request.n, _BLOCK)
    for start in range(0, len(order), block):
        rows = order[start : start + block]
        numbers = columns.numbers[rows].tolist()
        papers = catalog.papers(numbers)
        for row, number in zip(rows.tolist(), numbers, strict=True):
            paper = papers.get(number)
            if paper and is_candidate(paper) and passes(paper, request.filters):
                yield row, paper


def _suggestions(
    chosen: Chosen,
    scores: NDArray[np.float64],
    points: dict[str, NDArray[np.float64]],
    reception: Reception,
    window: Window,
) -> Iterator[Suggestion]:
    """Yield the chosen papers with keys, scores and reasons."""
    keys = make_keys([paper for _, paper in chosen], DEFAULT, ())
    for rank, ((row, paper), key) in enumerate(zip(chosen, keys, strict=True), 1):
        own = {name: float(found[row]) for name, found in points.items()}
        reasons = trend_reasons(paper, row, own, reception, window.period)
        yield Suggestion(rank, paper, key, float(scores[row]), None, reasons)


def _why(reception: Reception, window: Window) -> str:
    """What the ranking is based on."""
    known = [*reception.known(), "code", "labs"]
    parts = f"{', '.join(known[:-1])} and {known[-1]}"
    if window.period is None:
        return f"without a library, papers are ranked by {parts}"
    days = half_life(window.period)
    return (
        f"without a library, papers are ranked by {parts}, and by age: the odds halve "
        f"every {days:.3g} days before {iso_of(window.period.last)}"
    )


def _notes(
    columns: Columns,
    reception: Reception,
    window: Window,
    request: Request,
    today: dt.date,
) -> Iterator[str]:
    """Yield notes on the papers that were ranked."""
    if wrong := int(((columns.date > 0) & ~believed(columns.date, today)).sum()):
        are = "paper is" if wrong == 1 else "papers are"
        yield f"{wrong} {are} dated after tomorrow; these dates are ignored"
    yield from _about_days(window, request, today)
    if not columns.date.any():
        yield "no paper in the catalog has a date, so age is not considered"


def _about_days(window: Window, request: Request, today: dt.date) -> Iterator[str]:
    """Yield notes on the period that was ranked."""
    if window.period is None:
        return
    last, newest = window.period.last, iso_of(window.period.last)
    filters = request.filters
    if not filters.until and day_of(today.isoformat()) - last > _STALE:
        yield f"the newest paper is of {newest}, and age is counted from there"
    if not filters.since and window.days != RECENT:
        which = f"the last {window.days} days" if window.days else "all papers"
        few = "no paper" if request.n == 1 else f"fewer than {request.n} papers"
        yield (
            f"the {RECENT} days up to {newest} have {few} to rank, so {which} are "
            "ranked"
        )
