"""Tags that say whether the reader has read a work."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readnext.matching.names import fold

# As letters and digits alone, so that "_read", "To Read" and "#to-read" are here too.
_READ = frozenset(
    "read alreadyread haveread readit finished finishedreading doneread skimmed gelesen"
    " lu leido letto lido gelezen 読了 已读".split()
)
_UNREAD = frozenset(
    "toread unread notread notyetread readlater readnext readinglist tbr mustread"
    " tobereadlater toberead readme zulesen ungelesen alire nonlu porleer pendiente"
    " daleggere paraler telezen ongelezen 未読 未读 待读".split()
)
_NO_LETTER = re.compile(r"[\W_]+")
_YEAR_READ = re.compile(r"read(?:in)?(?:19|20)\d\d")
_LONGEST = 40


def read_by_tags(tags: Iterable[str]) -> bool | None:
    """Return whether tags say that a work was read; None if none or two of them do.

    >>> read_by_tags(["moss", "_Read"]), read_by_tags(["To-Read"])
    (True, False)
    >>> read_by_tags(["reading"]), read_by_tags(["read", "unread"])
    (None, None)
    """
    keys = {_NO_LETTER.sub("", fold(tag)) for tag in tags if len(tag) <= _LONGEST}
    read = bool(keys & _READ) or any(map(_YEAR_READ.fullmatch, keys))
    unread = bool(keys & _UNREAD)
    return None if read == unread else read
