"""Items that are added to a catalog together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from readnext.catalog.prepared import Prepared
from readnext.paper import Gone, Paper


@dataclass(slots=True)
class Page:
    """A page of items of a source."""

    items: list[Paper | Gone] = field(default_factory=list)

    def prepared(self) -> Prepared | None:
        """Return what is prepared of the papers, None if that is nothing."""
        return None


def pages_of(items: Iterable[Paper | Gone], size: int) -> Iterator[Page]:
    """Yield items in pages of a size."""
    stream = iter(items)
    while some := list(islice(stream, size)):
        yield Page(some)
