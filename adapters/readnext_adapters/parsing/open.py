"""Opens a file or standard input, and decompresses gzip and Zstandard."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO, Protocol

import zstandard

from readnext.errors import InputError
from readnext.paper import Problem
from readnext_adapters.parsing.named_pipes import is_pipe, open_pipe

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


BLOCK = 1 << 16
_DIGESTED = 1 << 20  # bytes at once

# The output of a failing step is lost, so steps are small.
_STEP = 128


_COMPRESSED = {".gz", ".zst", ".zstd"}

# Text compresses to a tenth or a twentieth; the same record again and again to less.
_INNOCENT, _MOST_RATIO = 128 << 20, 200
# The window that the zstd command allows by itself, too; memory is needed for it.
_MAX_WINDOW = 1 << 27
MAX_LINE = 16 << 20  # bytes


def open_stream(path: str, limit: Limit | None = None) -> ByteStream:
    """Open a file, or "-" for standard input; detect compression by the first bytes."""
    if path == "-":
        return ByteStream(sys.stdin.buffer, "standard input", owned=False, limit=limit)
    try:
        if _is_endless(path):
            raise InputError(f"{path}: is a device, not a file")
        if is_pipe(path):
            return ByteStream(open_pipe(path), path, limit=limit)
        return ByteStream(Path(path).open("rb"), path, limit=limit)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except ValueError as error:  # a NUL in the name
        raise InputError(f"{path!r}: {error}") from error


@dataclass(frozen=True, slots=True)
class Limit:
    """The maximum decompressed size in bytes, and the message above it."""

    size: int
    why: str


class ByteStream(io.RawIOBase):
    """The decompressed bytes of a file; damage ends them and is noted in `problem`.

    Reading raises InputError above the limit.
    """

    def __init__(
        self,
        file: BinaryIO,
        label: str,
        *,
        owned: bool = True,
        limit: Limit | None = None,
    ) -> None:
        self.label = label
        self.problem: Problem | None = None
        self._file = file
        self._sizes = [0, 0]  # compressed and decompressed bytes so far
        self._owned = owned
        self._state = _state(file)
        blocks = self._decompressed()
        self._blocks = filter(None, self._within(blocks, limit) if limit else blocks)
        self._rest = b""

    @property
    def suffix(self) -> str:
        """The suffix of the name without that of the compression."""
        name = PurePath(self.label.lower())
        return PurePath(name.stem).suffix if name.suffix in _COMPRESSED else name.suffix

    def head(self) -> bytes:
        """Return the first bytes without consuming them."""
        while len(self._rest) < BLOCK and (block := next(self._blocks, b"")):
            self._rest += block
        return self._rest[:BLOCK]

    def digest(self, least: int, most: int) -> str | None:
        """Return a digest of the file as it is stored, before anything is read of it.

        None for standard input, and if it is not a regular file of so many bytes.
        """
        size = self._state[0] if self._owned and self._state else 0
        if not least <= size <= most:
            return None
        digest = hashlib.sha256()
        while block := self._file.read(_DIGESTED):
            digest.update(block)
        self._file.seek(0)
        return digest.hexdigest()

    def readable(self) -> bool:
        """Return True: the stream is readable."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read at most one block into the buffer; return 0 only at the end."""
        view = memoryview(buffer).cast("B")
        if not self._rest:
            self._rest = next(self._blocks, b"")
        part, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(part)] = part
        return len(part)

    def changed(self) -> bool:
        """Tell whether the file was written to since it was opened."""
        return _state(self._file) != self._state

    def close(self) -> None:
        """Close the file, unless it is standard input."""
        if self._owned:
            self._file.close()
        super().close()

    def _within(self, blocks: Iterator[bytes], limit: Limit) -> Iterator[bytes]:
        size = 0
        for block in blocks:
            size += len(block)
            if size > limit.size:
                raise InputError(f"{self.label}: {limit.why}")
            yield block

    def _decompressed(self) -> Iterator[bytes]:
        try:
            block = self._file.read(BLOCK)
            make = _decompressor_for(block)
            frames = _Frames(make) if make else None
            while block:
                if frames:
                    yield from self._plausible(block, frames)
                else:
                    yield block
                block = self._file.read(BLOCK)
        except OSError as error:
            self._end(f"cannot be read any further: {error.strerror}")
        except (zlib.error, zstandard.ZstdError) as error:
            self._end(_damage(error))
        else:
            if frames and not frames.complete:
                self._end("cut off: the compressed data ends too early")

    def _plausible(self, block: bytes, frames: _Frames) -> Iterator[bytes]:
        """The decompressed block; raise InputError for a decompression bomb."""
        self._sizes[0] += len(block)
        for piece in frames.decompress(block):
            self._sizes[1] += len(piece)
            if self._sizes[1] > max(_INNOCENT, _MOST_RATIO * self._sizes[0]):
                raise InputError(
                    f"{self.label}: decompresses to more than {_MOST_RATIO} times its "
                    "size, so it is damaged or made to exhaust the memory"
                )
            yield piece

    def _end(self, why: str) -> None:
        self.problem = Problem(self.label, why)


def _is_endless(path: str) -> bool:
    """Whether it is a device, like /dev/zero, other than a terminal or /dev/null."""
    try:
        found = Path(path).stat()
    except OSError:  # opening it says why
        return False
    if not (stat.S_ISCHR(found.st_mode) or stat.S_ISBLK(found.st_mode)):
        return False
    harmless = (os.devnull, "/dev/tty", "/dev/stdin")
    known = (Path(name) for name in harmless)
    return not any(one.exists() and one.samefile(path) for one in known)


def _state(file: BinaryIO) -> tuple[int, int] | None:
    """The size and time of a regular file; None for others, e.g. a pipe."""
    try:
        found = os.fstat(file.fileno())
    except OSError:  # in memory, or gone with its disk
        return None
    regular = stat.S_ISREG(found.st_mode)
    return (found.st_size, found.st_mtime_ns) if regular else None


class _Decompressor(Protocol):
    """What the decompressors of zlib and zstandard have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class _Frames:
    """Decompresses frame after frame: both formats allow concatenation."""

    def __init__(self, make: Callable[[], _Decompressor]) -> None:
        self._make = make
        self._frame = make()

    @property
    def complete(self) -> bool:
        return self._frame.eof

    def decompress(self, block: bytes) -> Iterator[bytes]:
        for start in range(0, len(block), _STEP):
            yield from self._step(block[start : start + _STEP])

    def _step(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._frame.eof:
                if not data.strip(b"\0"):  # padding, as on tapes
                    return
                self._frame = self._make()
            yield self._frame.decompress(data)
            data = self._frame.unused_data


def _decompressor_for(head: bytes) -> Callable[[], _Decompressor] | None:
    """Return a factory of decompressors by the first bytes; None for plain files."""
    if head[:2] == b"\x1f\x8b":
        return lambda: zlib.decompressobj(wbits=31)
    skippable = head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50
    if head[:4] == b"\x28\xb5\x2f\xfd" or skippable:
        return lambda: zstandard.ZstdDecompressor(
            max_window_size=_MAX_WINDOW
        ).decompressobj()
    return None


def _damage(error: Exception) -> str:
    """What an error of a decompressor means."""
    if "too much memory" in str(error):
        return (
            f"it needs a window of more than {_MAX_WINDOW >> 20} MiB of memory; "
            "decompress it first: zstd -d --long=31"
        )
    return f"damaged, what follows is lost: {error}"


class LineReader(io.BufferedReader):
    """A buffered stream without lines of excessive length.

    Such a line is replaced by an empty one, and noted in `problems`.
    """

    def __init__(self, raw: ByteStream) -> None:
        super().__init__(raw, BLOCK)
        self.problems: list[Problem] = []
        self._label = raw.label
        self._number = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line, or at most so many bytes of it."""
        if size is not None and size >= 0:
            return super().readline(size)
        self._number += 1
        line = super().readline(MAX_LINE + 1)
        if len(line) <= MAX_LINE:
            return line
        while line and not line.endswith(b"\n"):
            line = super().readline(BLOCK)
        where = f"{self._label}:{self._number}"
        why = f"a line of more than {MAX_LINE >> 20} MiB, left out"
        self.problems.append(Problem(where, why))
        return b"\n"
