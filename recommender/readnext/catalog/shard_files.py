"""The files of a shard, each with its checksum.

A shard is a folder of .npy files, written once under a temporary name, renamed, and
never changed. The database has the checksums.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np
from scipy import sparse

from readnext.catalog.shards import LISTS, PLAIN, TEXTS, Columns, NameLists
from readnext.catalog.stored_counts import ShardFile, StoredCounts
from readnext.catalog.term_rows import InMemory, Part, TermRows
from readnext.catalog.terms import BUCKETS
from readnext.files import sync_folder

_OF_LISTS, _OF_TEXTS = ("starts", "names"), ("data", "columns", "starts")


class _Summed:
    """A file that is written with its checksum."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.crc = 0

    def write(self, data: bytes) -> None:
        self.crc = crc32(data, self.crc)
        self._file.write(data)


def write_shard(folder: Path, columns: Columns) -> dict[str, int]:
    """Write a shard to a temporary folder beside `folder`, then rename it there.

    Returns the CRC-32 of each file by name.
    """
    checksums = {}
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        for name, array in _arrays(columns).items():
            with (made / f"{name}.npy").open("wb") as file:
                summed = _Summed(file)
                np.save(summed, array, allow_pickle=False)
                checksums[name] = summed.crc
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
        return ShardFile(folder / f"{name}.npy", checksums.get(name), damage)

    parts: dict[str, Any] = {name: file(name).array() for name in PLAIN}
    for name in LISTS:
        parts[name] = NameLists(*(file(f"{name}.{k}").array() for k in _OF_LISTS))
    for name in TEXTS:
        files = [file(f"{name}.{kind}") for kind in _OF_TEXTS]
        parts[name] = TermRows.all([_counts(files, in_memory)])
    return Columns(**parts)


def _counts(files: Sequence[ShardFile], in_memory: bool) -> Part:
    """The counts in the files of a text."""
    data, columns, starts = files[0], files[1], files[2].array()
    if not in_memory:
        return StoredCounts(data, columns, starts)
    counts = sparse.csr_matrix(
        (data.array(), columns.array(), starts),
        shape=(len(starts) - 1, BUCKETS),
        copy=False,
    )
    counts.has_sorted_indices = True
    return InMemory(counts)


def _arrays(columns: Columns) -> dict[str, np.ndarray]:
    """All arrays of a shard by file name."""
    arrays: dict[str, np.ndarray] = {}
    for name in TEXTS:
        counts: sparse.csr_matrix = getattr(columns, name).whole()
        arrays |= {
            f"{name}.data": counts.data,
            f"{name}.columns": counts.indices,
            f"{name}.starts": counts.indptr,
        }
    for name in LISTS:
        lists: NameLists = getattr(columns, name)
        arrays |= {f"{name}.starts": lists.starts, f"{name}.names": lists.names}
    return arrays | {name: getattr(columns, name) for name in PLAIN}
