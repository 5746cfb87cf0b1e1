"""The reader's library: its entries as distinct works, and the selected ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import reduce
from itertools import count, filterfalse

from readnext.library.same_works import Known, same_works
from readnext.matching.identity import Identity
from readnext.matching.names import fold
from readnext.paper import Entry
from readnext.request import Selection

LIKED = "readnext feedback like"  # where the entry of a liked paper is from


@dataclass(frozen=True, slots=True)
class Work:
    """One work of a library: its main entry, and the identities of all its entries.

    `where` is the place of the first entry, whose key is the work's. `told_apart` is
    the key of a work whose first entry's key other works have, too, as in several
    files that number their entries.
    """

    entry: Entry
    identities: tuple[Identity, ...]
    keys: tuple[str, ...]
    where: str = ""
    told_apart: str | None = None

    @property
    def is_liked(self) -> bool:
        """Whether the reader liked the work and does not have it."""
        return self.where == LIKED

    @property
    def key(self) -> str:
        """The citation key of its first entry, or the one that tells it apart."""
        return self.keys[0] if self.told_apart is None else self.told_apart


def works_of(entries: Iterable[Entry], besides: Iterable[Work] = ()) -> list[Work]:
    """Return the distinct works among entries that have a title, in their order.

    Where two entries are one work, the one with the longer abstract represents it.
    Each work has another `key`, also than those `besides`.
    """
    works = [_work(group) for group in same_works(entries)]
    often = Counter(work.key for work in (*works, *besides))
    if max(often.values(), default=1) == 1:
        return works
    taken = set(often)
    return [_apart(work, taken) if often[work.key] > 1 else work for work in works]


def _apart(work: Work, taken: set[str]) -> Work:
    """A work with a key that is not among those taken, of several works with one."""
    key = next(filterfalse(taken.__contains__, (f"{work.key}-{n}" for n in count(1))))
    taken.add(key)
    return replace(work, told_apart=key)


def _work(group: Sequence[Known]) -> Work:
    """The work that all entries of a group are."""
    return Work(
        reduce(_joined, (entry for entry, _ in group)),
        tuple(dict.fromkeys(identity for _, identity in group)),
        tuple(entry.key for entry, _ in group),
        group[0][0].where,
    )


def _joined(first: Entry, second: Entry) -> Entry:
    """Two entries of a work as one, the one with the longer abstract."""
    if len(second.abstract) > len(first.abstract):
        first, second = second, first
    return _with_habits(first, second)


def _with_habits(entry: Entry, other: Entry) -> Entry:
    """An entry with what another one of the same work says of the reader's habits."""
    return replace(
        entry,
        added=max(filter(None, (entry.added, other.added)), default=None),
        rating=max(filter(None, (entry.rating, other.rating)), default=None),
        read=entry.read or other.read,
        last_read=max(filter(None, (entry.last_read, other.last_read)), default=None),
        annotations=max(entry.annotations, other.annotations),
        priority=min(filter(None, (entry.priority, other.priority)), default=None),
    )


def select(entries: Sequence[Entry], selection: Selection) -> list[Entry]:
    """Return the entries to learn from.

    Case and accents make no difference. The name of a collection stands for those in
    it, too, and one in another collection needs no path: RL is Thesis/RL. An entry
    without a date of addition does not match `since_added`.
    """
    globs = [fold(glob) for glob in selection.collections]
    wanted = [glob for glob in globs if not glob.startswith("!")]
    unwanted = [glob[1:] for glob in globs if glob.startswith("!")]
    tags = {fold(tag) for tag in selection.tags}
    since = selection.since_added

    def chosen(entry: Entry) -> bool:
        inside = not wanted or _in_one(entry, wanted)
        tagged = not tags or any(fold(word) in tags for word in entry.keywords)
        recent = not since or (entry.added is not None and entry.added >= since)
        return inside and tagged and recent and not _in_one(entry, unwanted)

    return [entry for entry in entries if chosen(entry)]


def _in_one(entry: Entry, globs: Sequence[str]) -> bool:
    """Tell whether an entry is in a collection that one of the globs names."""
    return any(
        fnmatchcase(fold(name), glob) or f"/{glob}/" in f"/{fold(name)}/"
        for name in entry.collections
        for glob in globs
    )
