"""A copy of a catalog's database in one state, while other processes may write."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from readnext.catalog.checksums import check_small
from readnext.catalog.rebuild import open_upgraded
from readnext.catalog.schema import connect, translate_errors
from readnext.catalog.storage import Listed, Storage


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How many papers a copied database has, and the shards that it names."""

    papers: int
    shards: tuple[Listed, ...]


def copy_database(folder: Path, target: Path) -> Snapshot:
    """Copy the database of a catalog to a file.

    A writer may put the shards that it names together, and delete them, at any time.
    Raises CatalogError.
    """
    with (
        closing(open_upgraded(folder, create=False)) as old,
        translate_errors(folder),
        closing(connect(target)) as new,
    ):
        old.backup(new)
        check_small(new)
        storage = Storage(folder, new)
        snapshot = Snapshot(storage.count(), tuple(storage.listed()))
        # One file, without a log beside it.
        new.execute("PRAGMA journal_mode = DELETE")
    return snapshot
