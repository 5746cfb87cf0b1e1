"""Which entries of a library the reader has not read yet, by the signs that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from readnext.errors import UserError
from readnext.library.same_works import same_works
from readnext.library.selection import is_refused
from readnext.paper import Entry

_NO_SIGNS = (
    "no entry of your library says whether you have read it; --unread needs a keyword "
    "such as toread, JabRef's readstatus or priority, or Zotero's record of reading"
)
_ALL_UNREAD = (
    "every entry of your library is unread; --unread learns from those that are read"
)
_NONE_UNREAD = "every entry of your library is read; there is nothing to rank"


@dataclass(frozen=True, slots=True)
class Reading:
    """A library by its signs of reading: entries to learn from, and a queue to rank."""

    read: tuple[Entry, ...]
    unread: tuple[Entry, ...]


def by_reading(entries: Sequence[Entry]) -> Reading:
    """Divide a library into what was read and what is still to be read.

    Works with an entry that is marked as to be read are the queue, and all others count
    as read. Without such marks, the queue is what shows no sign of reading, if
    others do. Entries that the reader refused are in neither. Raises UserError where
    there is no sign at all, or nothing to learn from or to rank.
    """
    groups = [
        [entry for entry, _ in group]
        for group in same_works(entry for entry in entries if not is_refused(entry))
    ]
    queue = [group for group in groups if _is_queued(group)]
    if not queue:
        if not any(_was_read(group) for group in groups):
            raise UserError(_NO_SIGNS)
        queue = [group for group in groups if not _was_read(group)]
    if not queue:
        raise UserError(_NONE_UNREAD)
    queued = set(map(id, queue))
    read = [group for group in groups if id(group) not in queued]
    if not read:
        raise UserError(_ALL_UNREAD)
    return Reading(tuple(chain(*read)), tuple(chain(*queue)))


def _was_read(work: Sequence[Entry]) -> bool:
    """Whether an entry of a work shows that the reader has read it or begun to."""
    return any(one.read or one.last_read or one.annotations for one in work)


def _is_queued(work: Sequence[Entry]) -> bool:
    """Whether a work is marked as one to read.

    That is by a keyword such as "toread", by the status of reading, or by a priority
    where nothing shows that it was read.
    """
    if any(one.read is False for one in work):
        return not any(one.read for one in work)
    return any(one.priority for one in work) and not _was_read(work)
