"""Term counts of papers that stay in the files of a shard.

Only what is asked for is read. The files are read, not mapped: around each byte that
is touched, systems map up to megabytes, so that papers here and there would fill the
memory.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.terms import BUCKETS

_HEADER = 4096  # bytes that hold the header of a file at least
_SUMMED = 1 << 20  # bytes that are summed at a time
_GAP = 3_000  # terms between papers that are read, too, rather than passed over


class ShardFile:
    """A .npy file of a shard, which is checked before it is read."""

    def __init__(
        self, path: Path, checksum: int | None, damage: Callable[[object], Exception]
    ) -> None:
        self._path = path
        self._checksum = checksum
        self._damage = damage
        self._file = -1
        self._lock = Lock()
        self._start = 0
        self._type: np.dtype[Any] = np.dtype(np.uint8)

    def array(self) -> np.ndarray:
        """Return the whole array, read-only."""
        try:
            whole = self._path.read_bytes()
            self._compare(crc32(whole))
            shape = self._read_header(whole)
            array: np.ndarray = np.frombuffer(whole, self._type, offset=self._start)
            return array.reshape(shape)
        except FileNotFoundError:
            raise
        except (OSError, ValueError, EOFError) as error:
            raise self._damage(error) from error

    def open(self) -> None:
        """Open the file, which may be removed before it is read."""
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
        self._file = os.open(self._path, flags)
        weakref.finalize(self, os.close, self._file)

    def check(self) -> None:
        """Compare the checksum of a file that is open."""
        try:
            self._read_header(self._read(0, _HEADER))
            place = found = 0
            while some := self._read(place, _SUMMED):
                place, found = place + len(some), crc32(some, found)
            self._compare(found)
        except (OSError, ValueError, EOFError) as error:
            raise self._damage(error) from error

    def parts(self, starts: Sequence[int], stops: Sequence[int]) -> np.ndarray:
        """Return elements of a file that was checked, several parts as one array."""
        width = self._type.itemsize
        found = b"".join(
            self._read(self._start + start * width, (stop - start) * width)
            for start, stop in zip(starts, stops, strict=True)
        )
        if len(found) < width * (sum(stops) - sum(starts)):
            raise self._damage(f"{self._path.name} is cut short")
        return np.frombuffer(found, self._type)

    def _read(self, start: int, size: int) -> bytes:
        """Bytes of the open file, less than `size` only at its end."""
        parts = []
        while size > 0:
            if hasattr(os, "pread"):
                parts.append(os.pread(self._file, size, start))
            else:
                with self._lock:
                    os.lseek(self._file, start, os.SEEK_SET)
                    parts.append(os.read(self._file, size))
            if not parts[-1]:
                break
            start, size = start + len(parts[-1]), size - len(parts[-1])
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _compare(self, checksum: int) -> None:
        if checksum != self._checksum:
            raise ValueError(f"{self._path.name} does not fit its checksum")

    def _read_header(self, begin: bytes) -> tuple[int, ...]:
        """Learn the type of the elements and where they start; return the shape."""
        start = BytesIO(begin[:_HEADER])
        np.lib.format.read_magic(start)
        shape, _, self._type = np.lib.format.read_array_header_1_0(start)
        self._start = start.tell()
        return shape


@dataclass(slots=True)
class StoredCounts:
    """Counts of papers in two files, those of a sparse table of rows.

    `begins`: where each row begins in them, and the last one ends, (papers + 1,).
    """

    data: ShardFile
    columns: ShardFile
    begins: NDArray[np.integer]
    _checked: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.data.open()
        self.columns.open()

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return len(self.begins) - 1

    def starts(self) -> NDArray[np.integer]:
        """Return where the terms of each paper begin, and the last end.

        Raises the error of a damaged file when the first paper is asked for.
        """
        if not self._checked:
            self.data.check()
            self.columns.check()
            self._checked = True
        return self.begins

    def take(self, rows: NDArray[np.int64]) -> sparse.csr_matrix:
        """Return the counts of some papers."""
        starts, wanted = self.starts(), _in_order(rows)
        firsts, lasts = _stretches(wanted, starts)
        lows, highs = starts[firsts].tolist(), starts[lasts + 1].tolist()
        # All papers of these stretches, the ones between those that are wanted, too.
        sizes = lasts + 1 - firsts
        before = np.cumsum(sizes) - sizes
        read = np.repeat(firsts - before, sizes) + np.arange(sizes.sum())
        begins = np.r_[0, np.cumsum(starts[read + 1] - starts[read])]
        table = sparse.csr_matrix(
            (self.data.parts(lows, highs), self.columns.parts(lows, highs), begins),
            shape=(len(read), BUCKETS),
            copy=False,
        )
        table.has_sorted_indices = True
        places = np.searchsorted(read, rows)
        if len(places) == len(read) and (places == np.arange(len(read))).all():
            return table
        found: sparse.csr_matrix = table[places]
        return found


def _in_order(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The papers of some rows, in order and each once; most are given so."""
    return rows if (rows[1:] > rows[:-1]).all() else np.unique(rows)


def _stretches(
    rows: NDArray[np.int64], starts: NDArray[np.integer]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and last of papers that are near each other, of papers in order."""
    if not len(rows):
        return rows, rows
    gaps = starts[rows[1:]] - starts[rows[:-1] + 1]
    breaks = np.flatnonzero(gaps > _GAP)
    return rows[np.r_[0, breaks + 1]], rows[np.r_[breaks, len(rows) - 1]]
