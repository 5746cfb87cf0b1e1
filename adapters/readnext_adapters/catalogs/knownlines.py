"""Lines of a file that were read before, word for word, and need not be read again.

The bulk metadata of arXiv are millions of lines, of which a new edition changes few.
A line that was taken in whole is told by one hash; instead of it comes an empty one,
so that the numbers of the others stay right.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from readnext.paper import Problem


class KnownLines:
    """The hashes of lines that were `known` before, and of those read now."""

    def __init__(self) -> None:
        self.known: frozenset[int] = frozenset()
        self.skipped = 0
        self._read = array("q")

    def new_only(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield lines, empty ones instead of those that are known."""
        for line in lines:
            digest = _digest(line)
            self._read.append(digest)
            if digest in self.known:
                self.skipped += 1
                yield b"\n"
            else:
                yield line

    def taken(self, problems: Iterable[Problem]) -> array[int] | None:
        """Return the hashes of the lines that gave no problem; None if none is sure.

        A problem names its line behind the last colon. One that names none may be of
        any line.
        """
        told = set()
        for problem in problems:
            number = problem.where.rpartition(":")[2]
            if not number.isdecimal():
                return None
            told.add(int(number))
        return array("q", (d for n, d in enumerate(self._read, 1) if n not in told))


def _digest(line: bytes) -> int:
    return int.from_bytes(blake2b(line, digest_size=8).digest(), "big", signed=True)
