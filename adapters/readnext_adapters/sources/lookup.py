"""Which of the papers that a service returned are the wanted ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from readnext.matching.identity import Identity
from readnext.matching.index import LookupKeys, MatchIndex
from readnext.paper import Paper
from readnext_adapters.sources.protocol import Item, Page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """The wanted papers with their problems, and their positions in the request."""

    items: tuple[Item, ...]
    places: frozenset[int]


def wanted_ones(items: Iterable[Item], wanted: Sequence[Identity]) -> Found:
    """Return the wanted ones of some items; a paper's problems directly follow it."""
    index = MatchIndex(enumerate(wanted))
    kept: list[Item] = []
    found: set[int] = set()
    is_wanted = False
    for item in items:
        if isinstance(item, Paper):
            same = set(index.find(LookupKeys.of(Identity.of(item))))
            found |= same
            is_wanted = bool(same)
        if is_wanted:
            kept.append(item)
    return Found(tuple(kept), frozenset(found))


def pages_of(found: Found) -> Iterator[Page]:
    """Yield what was found as one page, or no page if nothing was."""
    if found.items:
        yield Page(found.items, "")


def has_id(identity: Identity) -> bool:
    """Tell whether a paper can be looked up without its title."""
    return identity.doi is not None or identity.arxiv is not None


def chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield values in lists of at most `size`."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
