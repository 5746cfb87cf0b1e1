"""The reader's library: its entries as works, each once, and what was asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from readnext.identity import Identity
from readnext.names import fold
from readnext.paper import Entry


@dataclass(frozen=True, slots=True)
class Work:
    """One work of a library: its first entry, and the keys of all its entries."""

    entry: Entry
    identity: Identity
    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        """The citation key of its first entry."""
        return self.keys[0]


def works_of(entries: Iterable[Entry]) -> list[Work]:
    """Return the distinct works among entries that have a title, in their order.

    Where two entries are one work, the one with the longer abstract speaks for it.
    """
    works: list[Work] = []
    places: dict[str, list[int]] = {}
    for entry in entries:
        identity = Identity.of(entry)
        if not identity.title:
            continue
        aliases = identity.aliases()
        known = (place for alias in aliases for place in places.get(alias, ()))
        place = next((p for p in known if identity.same(works[p].identity)), None)
        if place is None:
            place = len(works)
            works.append(Work(entry, identity, (entry.key,)))
        else:
            works[place] = _joined(works[place], entry, identity)
        for alias in aliases:
            places.setdefault(alias, []).append(place)
    return works


def _joined(work: Work, entry: Entry, identity: Identity) -> Work:
    """One work with one more entry."""
    keys = (*work.keys, entry.key)
    if len(entry.abstract) > len(work.entry.abstract):
        return Work(entry, identity, keys)
    return Work(work.entry, work.identity, keys)


def select(
    entries: Sequence[Entry], collections: Sequence[str], tags: Sequence[str]
) -> list[Entry]:
    """Return the entries in one of the collections (globs) and with one of the tags.

    Case and accents make no difference. No collections or no tags means all.
    """
    globs = [fold(glob) for glob in collections]
    wanted = {fold(tag) for tag in tags}

    def chosen(entry: Entry) -> bool:
        inside = not globs or any(
            fnmatchcase(fold(name), glob)
            for name in entry.collections
            for glob in globs
        )
        tagged = not wanted or any(fold(word) in wanted for word in entry.keywords)
        return inside and tagged

    return [entry for entry in entries if chosen(entry)]
