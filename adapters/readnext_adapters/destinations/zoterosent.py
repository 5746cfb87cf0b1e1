"""What was last written to the running Zotero, so that it can be taken back.

It is recorded before it is sent: a killed run leaves readnext's ids of the papers, by
which they are found, and the version that the library had before.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from readnext.errors import UserError
from readnext.files import read_file, replace_file
from readnext.private_files import make_folder
from readnext.settings import history_file
from readnext_adapters.destinations.zoteroitems import own_id_of
from readnext_adapters.destinations.zoterolocal import ZoteroLocal
from readnext_adapters.parsing.jsonvalues import object_of

_FILE = "zotero-sent.json"
_MOST = 1 << 26  # bytes


@dataclass(slots=True)
class Sent:
    """One sending: to which database, what, and since which version of the library.

    `versions` are those of the items once they were written, by key; empty if the run
    did not get so far. `collections` were created for it, outer ones first.
    """

    server: str
    since: int
    ids: list[str]
    collections: list[str] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)

    def save(self) -> None:
        """Keep this as the last sending. Raises OutputError if it cannot be kept."""
        path = history_file().with_name(_FILE)
        make_folder(path.parent)
        replace_file(path, json.dumps(asdict(self)), new_mode=0o600)

    def find(self, zotero: ZoteroLocal) -> dict[str, int]:
        """Return the items of this sending that are there now, and their versions."""
        own = set(self.ids)
        return {
            key: version
            for key, data in zotero.items(self.since).items()
            if own_id_of(data) in own
            and isinstance(version := data.get("version"), int)
        }


@dataclass(frozen=True, slots=True)
class Undone:
    """How many items were deleted, and how many changed since and were left."""

    deleted: int
    changed: int


def undo_last(zotero: ZoteroLocal) -> Undone:
    """Delete what the last sending created, unless the user has changed it since.

    Raises UserError if there is none, or it went to another database.
    """
    sent = _last()
    if sent is None:
        raise UserError("nothing was sent to the running Zotero that can be taken back")
    if sent.server != zotero.server:
        raise UserError(
            "the last papers were sent to another database of Zotero; open that one"
        )
    there = sent.find(zotero)
    versions = sent.versions or there
    deleted = sum(
        key in versions and zotero.delete("items", key, versions[key]) for key in there
    )
    for collection in reversed(sent.collections):
        if (version := zotero.version_of_empty(collection)) is not None:
            zotero.delete("collections", collection, version)
    history_file().with_name(_FILE).unlink(missing_ok=True)
    return Undone(deleted, len(there) - deleted)


def _last() -> Sent | None:
    try:
        found = json.loads(read_file(history_file().with_name(_FILE), _MOST))
        return Sent(**object_of(found))  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError, RecursionError):
        return None
