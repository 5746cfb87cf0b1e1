"""The files of a shard, each with its checksum.

A shard is a folder of .npy files, written once under a temporary name, renamed, and
never changed. Those that are always read whole are compressed by Zstandard. The
database has the checksums.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from readnext.catalog.packed_counts import PackedCounts, ends_of, smallest
from readnext.catalog.shards import LISTS, PLAIN, TEXTS, Columns, NameLists
from readnext.catalog.stored_counts import ShardFile, StoredCounts, compressed
from readnext.catalog.term_rows import InMemory, Part, TermRows
from readnext.files import sync_folder

# Files of which parts are read.
_IN_PARTS = {f"{text}.{part}" for text in TEXTS for part in ("columns", "repeated")}


def write_shard(folder: Path, columns: Columns) -> dict[str, int]:
    """Write a shard to a temporary folder beside `folder`, then rename it there.

    Returns the CRC-32 of each file by name.
    """
    checksums = {}
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        for name, array in _arrays(columns).items():
            content = _content(name, array)
            checksums[name] = crc32(content)
            with (made / file_name(name)).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        sync_folder(made)
        # A shard of that name is left over from an unfinished transaction.
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
        # The commit that names the shard must not reach the disk before it does.
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return checksums


def read_shard(
    folder: Path,
    checksums: Mapping[str, int],
    damage: Callable[[object], Exception],
    *,
    in_memory: bool = True,
) -> Columns:
    """Return a shard's arrays; terms stay in their files if they are not `in_memory`.

    `damage` makes the error that is raised where a file does not fit its checksum; for
    terms in files, when they are first read. Raises FileNotFoundError if the shard is
    gone.
    """

    def file(name: str) -> ShardFile:
        return ShardFile(folder / file_name(name), checksums.get(name), damage)

    parts: dict[str, Any] = {name: file(name).array() for name in PLAIN}
    parts["numbers"] = np.cumsum(parts["numbers"])
    for name in LISTS:
        sizes, names = (file(f"{name}.{part}").array() for part in ("sizes", "names"))
        parts[name] = NameLists(ends_of(sizes), names)
    for name in TEXTS:
        files = {part: file(f"{name}.{part}") for part in PackedCounts._fields}
        parts[name] = TermRows.all([_counts(files, damage, in_memory)])
    return Columns(**parts)


def file_name(name: str) -> str:
    """Return the name of the file of a shard's array."""
    return f"{name}.npy" if name in _IN_PARTS else f"{name}.npy.zst"


def _content(name: str, array: np.ndarray) -> bytes:
    """The content of the file of an array."""
    content = BytesIO()
    np.save(content, array, allow_pickle=False)
    data = content.getvalue()
    return data if name in _IN_PARTS else compressed(data)


def _counts(
    files: Mapping[str, ShardFile],
    damage: Callable[[object], Exception],
    in_memory: bool,
) -> Part:
    """The counts in the files of a text."""
    blocks, repeats = files["blocks"].array(), files["repeats"].array()
    columns, repeated = files["columns"], files["repeated"]
    if not in_memory:
        return StoredCounts(columns, blocks, repeated, repeats)
    packed = PackedCounts(columns.array(), blocks, repeated.array(), repeats)
    try:
        return InMemory(packed.unpack())
    except (ValueError, IndexError) as error:
        raise damage(error) from error


def _arrays(columns: Columns) -> dict[str, np.ndarray]:
    """All arrays of a shard by name."""
    arrays: dict[str, np.ndarray] = {}
    for name in TEXTS:
        packed = PackedCounts.of(getattr(columns, name).whole())
        arrays |= {f"{name}.{part}": a for part, a in packed._asdict().items()}
    for name in LISTS:
        lists: NameLists = getattr(columns, name)
        sizes = smallest(np.diff(lists.starts))
        arrays |= {f"{name}.sizes": sizes, f"{name}.names": lists.names}
    arrays |= {name: getattr(columns, name) for name in PLAIN}
    # The steps between numbers, most of them 1, are compressed to nothing.
    return arrays | {"numbers": np.diff(columns.numbers, prepend=0)}
