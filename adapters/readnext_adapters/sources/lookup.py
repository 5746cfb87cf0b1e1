"""Which of the papers that a service found are those that were wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeVar

from readnext.matching.identity import Identity
from readnext.paper import Paper
from readnext_adapters.sources.protocol import Item, Page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """The wanted papers, with what is wrong with them, and their places."""

    items: tuple[Item, ...]
    places: frozenset[int]


def wanted_ones(items: Iterable[Item], wanted: Sequence[Identity]) -> Found:
    """Return what is wanted of some items; a paper's problems come right behind it."""
    named: dict[str, set[int]] = {}
    for place, identity in enumerate(wanted):
        for name in _names(identity):
            named.setdefault(name, set()).add(place)
    kept: list[Item] = []
    found: set[int] = set()
    is_wanted = False
    for item in items:
        if isinstance(item, Paper):
            identity = Identity.of(item)
            near = {n for name in _names(identity) for n in named.get(name, ())}
            same = {place for place in near if wanted[place].same(identity)}
            found |= same
            is_wanted = bool(same)
        if is_wanted:
            kept.append(item)
    return Found(tuple(kept), frozenset(found))


def pages_of(found: Found) -> Iterator[Page]:
    """Yield what was found as a page; no page where nothing was."""
    if found.items:
        yield Page(found.items, "")


def _names(identity: Identity) -> Iterator[str]:
    return chain(identity.aliases(), identity.blocks())


def has_id(identity: Identity) -> bool:
    """Tell whether a paper can be looked up without its title."""
    return identity.doi is not None or identity.arxiv is not None


def chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield values some at a time."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
