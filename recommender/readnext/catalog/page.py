"""Items that are added to a catalog together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from readnext.catalog.prepared import Prepared
from readnext.paper import Gone, Paper

_FIRST, _LARGEST = 2_500, 20_000  # papers of a page


@dataclass(slots=True)
class Page:
    """A page of items of a source."""

    items: list[Paper | Gone] = field(default_factory=list)

    def prepared(self) -> Prepared | None:
        """Return what is prepared of the papers, None if that is nothing."""
        return None


def sizes_of(batch: int) -> Iterator[int]:
    """Yield the sizes of pages: always `batch`, or growing ones if it is 0.

    Many papers together take less time, but while the first ones are read and the last
    ones written, other processes have nothing to do.
    """
    size = batch or _FIRST
    while True:
        yield size
        size = batch or min(2 * size, _LARGEST)


def pages_of(items: Iterable[Paper | Gone], sizes: Iterator[int]) -> Iterator[Page]:
    """Yield items in pages of some sizes."""
    stream = iter(items)
    while some := list(islice(stream, next(sizes))):
        yield Page(some)
