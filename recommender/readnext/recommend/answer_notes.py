"""What an answer says besides its suggestions: of the catalog, of papers left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from readnext.catalog.candidates import bare_title
from readnext.catalog.shards import Columns
from readnext.catalog.store import Catalog
from readnext.library.citing import cited_work
from readnext.library.works import Work
from readnext.matching.identity import Identity
from readnext.recommend.near_owned import NearOwned

RETRACTION_NOTES = 10  # of the reader's own papers, those that are named
_NEAR_NOTES = 3  # papers left out that are named
NO_FIT = (
    "the catalog seems to be of another field than your library; 'readnext catalog "
    "sources LIBRARY' recommends sources for yours"
)


def size_notes(papers: int, columns: Columns, most: int) -> tuple[str, ...]:
    """Return what to say where not all papers were ranked."""
    if papers <= most:
        return ()
    days = np.sort(columns.date[columns.date > 0])
    since = str(days[-most])[:4] if len(days) >= most else "any year"
    return (
        f"of {papers:,} papers in the catalog, the newest {most:,} were ranked, those "
        f"since {since}; an earlier date for until, or 'readnext catalog remove "
        "--before', chooses others",
    )


def find_retracted(
    works: Sequence[Work], catalog: Catalog, reported: Collection[str]
) -> list[Work]:
    """Return the reader's own works that were retracted, if not yet reported."""
    found = catalog.withdrawn([Identity.of(work.entry) for work in works])
    return [
        work
        for work, paper in zip(works, found, strict=True)
        if paper
        and bare_title(work.entry.title) is None
        and work.entry.title not in reported
    ]


def retraction_notes(retracted: Sequence[Work]) -> Iterator[str]:
    """Yield what to say of retracted works, of the first few by name."""
    for work in retracted[:RETRACTION_NOTES]:
        whose = "which you liked" if work.is_liked else f"your {cited_work(work).short}"
        yield f'retracted or withdrawn: "{work.entry.title}", {whose}'
    if len(retracted) > RETRACTION_NOTES:
        more = len(retracted) - RETRACTION_NOTES
        yield f"retracted or withdrawn: {more} more of your library"


def near_notes(near: Sequence[NearOwned]) -> Iterator[str]:
    """Yield what to say of papers left out because the reader may have them."""
    for one in near[:_NEAR_NOTES]:
        work = one.work
        known = f"you may have as {cited_work(work).long}"
        if work.is_liked:
            known = f'may be "{work.entry.title}", which you liked'
        yield f'left out: "{one.paper.title}", which {known}'
    if len(near) > _NEAR_NOTES:
        yield f"left out {len(near) - _NEAR_NOTES} more that you may have"
