"""Names of live Zotero libraries: ``zotero:...``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readnext.errors import InputError

PREFIX = "zotero:"
_NAME = re.compile(r"zotero:(?P<web>web)?(?:(?(web)/)group/(?P<group>[0-9]{1,18}))?/?")


@dataclass(frozen=True, slots=True)
class LiveLibrary:
    """A live library: of the program or of the web, the user's own or a group's."""

    label: str
    web: bool = False
    group: int | None = None


def parse_live_library(name: str) -> LiveLibrary:
    """Return the library of a name; raise InputError if it is invalid.

    >>> parse_live_library("zotero:web/group/12")
    LiveLibrary(label='zotero:web/group/12', web=True, group=12)
    """
    found = _NAME.fullmatch(name)
    if not found:
        raise InputError(
            f"{name}: no such Zotero library; write zotero:, zotero:group/ID, "
            "zotero:web or zotero:web/group/ID, with the number of a group as ID"
        )
    group = found["group"]
    return LiveLibrary(name, found["web"] is not None, int(group) if group else None)
