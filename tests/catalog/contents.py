"""All that a catalog has, to compare two of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from readnext.catalog.schema import DATABASE

_TIMES = ("tried", "succeeded")


def contents(folder: Path) -> dict[str, object]:
    """Return the rows of all tables but for times, and the bytes of all shards."""
    found: dict[str, object] = {}
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        for (table,) in db.execute(query).fetchall():
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(name for name in columns if name not in _TIMES)
            found[table] = sorted(db.execute(f"SELECT {kept} FROM {table}").fetchall())
        # The checksum of `sources` has the times in it.
        found["checksums"] = [row for row in found["checksums"] if row[:2] != (0, 0)]  # type: ignore[attr-defined]
    for path in sorted((folder / "shards").rglob("*.npy")):
        found[str(path.relative_to(folder))] = path.read_bytes()
    return found
