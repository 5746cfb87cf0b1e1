"""The files of a shard, each with its checksum.

A shard is a folder of .npy files, written once under a temporary name, renamed, and
never changed. The database has the checksums.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np
from scipy import sparse

from readnext.catalog.shards import LISTS, PLAIN, TEXTS, Columns, NameLists
from readnext.catalog.terms import BUCKETS
from readnext.files import sync_folder

_HEADER = 4096  # bytes that hold the header of a file at least


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
    folder: Path, checksums: Mapping[str, int], mapped: bool = True
) -> Columns:
    """Return a shard's arrays; `mapped` ones need no memory of their own.

    Raises OSError or ValueError if a file is missing or does not fit its checksum.
    """

    def load(name: str) -> np.ndarray:
        return _load(folder / f"{name}.npy", checksums.get(name), mapped)

    parts: dict[str, Any] = {name: load(name) for name in PLAIN}
    for name in TEXTS:
        starts = load(f"{name}.starts")
        counts = sparse.csr_matrix(
            (load(f"{name}.data"), load(f"{name}.columns"), starts),
            shape=(len(starts) - 1, BUCKETS),
            copy=False,
        )
        counts.has_sorted_indices = True
        parts[name] = counts
    for name in LISTS:
        parts[name] = NameLists(load(f"{name}.starts"), load(f"{name}.names"))
    return Columns(**parts)


def _load(path: Path, checksum: int | None, mapped: bool) -> np.ndarray:
    """The array of a file, read-only."""
    with path.open("rb") as file:
        whole = mmap(file.fileno(), 0, access=ACCESS_READ) if mapped else file.read()
    if crc32(whole) != checksum:
        raise ValueError(f"{path.name} does not fit its checksum")
    start = BytesIO(whole[:_HEADER])
    np.lib.format.read_magic(start)
    shape, _, dtype = np.lib.format.read_array_header_1_0(start)
    array: np.ndarray = np.frombuffer(whole, dtype, offset=start.tell())
    return array.reshape(shape)


def _arrays(columns: Columns) -> dict[str, np.ndarray]:
    """All arrays of a shard by file name."""
    arrays: dict[str, np.ndarray] = {}
    for name in TEXTS:
        counts: sparse.csr_matrix = getattr(columns, name)
        arrays |= {
            f"{name}.data": counts.data,
            f"{name}.columns": counts.indices,
            f"{name}.starts": counts.indptr,
        }
    for name in LISTS:
        lists: NameLists = getattr(columns, name)
        arrays |= {f"{name}.starts": lists.starts, f"{name}.names": lists.names}
    return arrays | {name: getattr(columns, name) for name in PLAIN}
