"""A copy of a catalog's database in one state, while other processes may write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from readnext import sqlite as databases
from readnext.catalog.checksums import check_small, seal
from readnext.catalog.rebuild import open_upgraded
from readnext.catalog.schema import connect, translate_errors
from readnext.catalog.source_names import base_name
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
        _hide_folders(new)
        storage = Storage(folder, new)
        snapshot = Snapshot(storage.count(), tuple(storage.listed()))
        # One file, without a log beside it.
        new.execute("PRAGMA journal_mode = DELETE")
    return snapshot


def _hide_folders(db: sqlite3.Connection) -> None:
    """Leave the names of files without their folders, which are private.

    The rows are deleted and inserted: one that is changed may leave its old text in the
    file.
    """
    db.execute("PRAGMA secure_delete = ON")
    with databases.transaction(db):
        rows = db.execute("SELECT * FROM sources ORDER BY number").fetchall()
        db.execute("DELETE FROM sources")
        taken = set[str]()
        for number, name, *rest in rows:
            short = base_name(name)
            others = (f"{short} ({n})" for n in count(2))
            short = next(one for one in chain([short], others) if one not in taken)
            taken.add(short)
            marks = ", ".join("?" * (len(rest) + 2))
            db.execute(f"INSERT INTO sources VALUES ({marks})", (number, short, *rest))
        seal(db)
