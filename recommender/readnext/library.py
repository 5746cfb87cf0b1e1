"""The reader's library: its entries as works, each once, and what was asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from readnext.identity import Identity
from readnext.names import fold
from readnext.paper import Entry


@dataclass(frozen=True, slots=True)
class Work:
    """One work of a library: its telling entry, and what all its entries go by."""

    entry: Entry
    identities: tuple[Identity, ...]
    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        """The citation key of its first entry."""
        return self.keys[0]

    def has(self, identity: Identity) -> bool:
        """Tell whether an entry of that identity is this work."""
        return any(identity.same(known) for known in self.identities)


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
        place = next((p for p in known if works[p].has(identity)), None)
        if place is None:
            place = len(works)
            works.append(Work(entry, (identity,), (entry.key,)))
        else:
            works[place] = _joined(works[place], entry, identity)
        for alias in aliases:
            places.setdefault(alias, []).append(place)
    return works


def _joined(work: Work, entry: Entry, identity: Identity) -> Work:
    """One work with one more entry."""
    first, second = work.entry, entry
    if len(second.abstract) > len(first.abstract):
        first, second = second, first
    return Work(
        _with_habits(first, second),
        tuple(dict.fromkeys((*work.identities, identity))),
        (*work.keys, entry.key),
    )


def _with_habits(entry: Entry, other: Entry) -> Entry:
    """An entry with what another one of the same work says of the reader's habits."""
    return replace(
        entry,
        added=max(filter(None, (entry.added, other.added)), default=None),
        rating=max(filter(None, (entry.rating, other.rating)), default=None),
        read=entry.read or other.read,
        last_read=max(filter(None, (entry.last_read, other.last_read)), default=None),
        annotations=max(entry.annotations, other.annotations),
    )


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
