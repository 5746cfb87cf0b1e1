"""Term counts of papers that stay in the files of a shard.

Only what is asked for is read. The files are read, not mapped: around each byte that
is touched, systems map up to megabytes, so that papers here and there would fill the
memory.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from math import prod
from pathlib import Path
from threading import Lock
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.packed_counts import PackedCounts, ends_of, sizes_of

_HEADER = 4096  # bytes that hold the header of a file at least
_SUMMED = 1 << 20  # bytes that are summed at a time
_LARGEST = 1 << 32  # bytes of a file; what claims more is damaged
_NEAR = 8_192  # bytes between parts that are read at once rather than one by one
_GAP = 3_000  # terms between papers that are read, too, rather than passed over


class ShardFile:
    """A .npy file of a shard, which is checked before it is read.

    One that is always read whole is compressed and named .npy.zst.
    """

    def __init__(
        self, path: Path, checksum: int | None, damage: Callable[[object], Exception]
    ) -> None:
        self._path = path
        self._checksum = checksum
        self.damage = damage
        self._file = -1
        self._lock = Lock()
        self._start = 0
        self._type: np.dtype[Any] = np.dtype(np.uint8)
        self._shape: tuple[int, ...] = ()

    def array(self) -> np.ndarray:
        """Return the whole array, read-only."""
        try:
            whole = self._path.read_bytes()
            self._compare(crc32(whole))
            if self._path.suffix == ".zst":
                whole = decompressed(whole)
            self._read_header(whole)
            array: np.ndarray = np.frombuffer(whole, self._type, offset=self._start)
            return array.reshape(self._shape)
        except FileNotFoundError:
            raise
        except (OSError, ValueError, EOFError) as error:
            raise self.damage(error) from error

    def open(self) -> None:
        """Open the file, which may be removed before it is read."""
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
        self._file = os.open(self._path, flags)
        weakref.finalize(self, os.close, self._file)

    def check(self, rows: int) -> None:
        """Compare the checksum of a file that is open, and how many rows it has."""
        try:
            self._read_header(self._read(0, _HEADER))
            place = found = 0
            while some := self._read(place, _SUMMED):
                place, found = place + len(some), crc32(some, found)
            self._compare(found)
            if self._shape[0] != rows:
                raise ValueError(f"{self._path.name} has not {rows} rows")
        except (OSError, ValueError, EOFError) as error:
            raise self.damage(error) from error

    def parts(self, starts: Sequence[int], stops: Sequence[int]) -> np.ndarray:
        """Return rows of a file that was checked, several parts as one array."""
        width = self._type.itemsize * prod(self._shape[1:])
        places = [
            (self._start + start * width, (stop - start) * width)
            for start, stop in zip(starts, stops, strict=True)
        ]
        found = b"".join(self._pieces(places))
        if len(found) < width * (sum(stops) - sum(starts)):
            raise self.damage(f"{self._path.name} is cut short")
        return np.frombuffer(found, self._type).reshape(-1, *self._shape[1:])

    def _pieces(self, places: Sequence[tuple[int, int]]) -> Iterator[bytes]:
        """Bytes from some places on, so many of each; places are in order."""
        first = places[0][0] if places else 0
        extent = sum(places[-1]) - first if places else 0
        if extent > _NEAR * len(places):
            yield from (self._read(*place) for place in places)
            return
        whole = self._read(first, extent)
        yield from (whole[at - first : at - first + size] for at, size in places)

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

    def _read_header(self, begin: bytes) -> None:
        """Learn the type of the elements, their shape, and where they start."""
        start = BytesIO(begin[:_HEADER])
        np.lib.format.read_magic(start)
        self._shape, _, self._type = np.lib.format.read_array_header_1_0(start)
        self._start = start.tell()


@dataclass(slots=True)
class StoredCounts:
    """Counts of papers of which two parts stay in files, see `PackedCounts`."""

    columns: ShardFile
    blocks: NDArray[np.unsignedinteger[Any]]
    repeated: ShardFile
    repeats: NDArray[np.unsignedinteger[Any]]
    _starts: NDArray[np.integer] = field(init=False)
    _repeat_starts: NDArray[np.integer] = field(init=False)
    _checked: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._starts = _in_few_bytes(ends_of(sizes_of(self.blocks)))
        self._repeat_starts = _in_few_bytes(ends_of(self.repeats))
        self.columns.open()
        self.repeated.open()

    @property
    def papers(self) -> int:
        """How many papers there are."""
        return len(self.blocks)

    def starts(self) -> NDArray[np.integer]:
        """Return where the terms of each paper begin, and the last end.

        Raises the error of a damaged file when the first paper is asked for.
        """
        if not self._checked:
            self.columns.check(int(self._starts[-1]))
            self.repeated.check(int(self._repeat_starts[-1]))
            self._checked = True
        return self._starts

    def take(self, rows: NDArray[np.int64]) -> sparse.csr_matrix:
        """Return the counts of some papers."""
        starts, wanted = self.starts(), _in_order(rows)
        firsts, lasts = _stretches(wanted, starts)
        # All papers of these stretches, the ones between those that are wanted, too.
        sizes = lasts + 1 - firsts
        before = np.cumsum(sizes) - sizes
        read = np.repeat(firsts - before, sizes) + np.arange(sizes.sum())
        packed = PackedCounts(
            _parts(self.columns, starts, firsts, lasts),
            self.blocks[read],
            _parts(self.repeated, self._repeat_starts, firsts, lasts),
            self.repeats[read],
        )
        try:
            table = packed.unpack()
        except (ValueError, IndexError) as error:
            raise self.columns.damage(error) from error
        places = np.searchsorted(read, rows)
        if len(places) == len(read) and (places == np.arange(len(read))).all():
            return table
        found: sparse.csr_matrix = table[places]
        return found


def _parts(
    file: ShardFile,
    starts: NDArray[np.integer],
    firsts: NDArray[np.int64],
    lasts: NDArray[np.int64],
) -> np.ndarray:
    """What a file has of papers from `firsts` to `lasts`."""
    return file.parts(starts[firsts].tolist(), starts[lasts + 1].tolist())


def _in_few_bytes(ends: NDArray[np.int64]) -> NDArray[np.integer]:
    """Positions, which are kept for every paper of a large catalog."""
    return ends.astype(np.int32) if ends[-1] < 2**31 else ends


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


def compressed(data: bytes) -> bytes:
    """Return the content of a compressed file."""
    from zstandard import ZstdCompressor

    return ZstdCompressor(level=3).compress(data)


def decompressed(data: bytes) -> bytes:
    """Return what was compressed. Raises ValueError if it is damaged."""
    from zstandard import ZstdDecompressor, ZstdError, frame_content_size

    try:
        if not 0 <= frame_content_size(data) <= _LARGEST:
            raise ValueError("the size of a file is damaged")
        return ZstdDecompressor().decompress(data)
    except ZstdError as error:
        raise ValueError(str(error)) from error
