"""Unchanged lines of a file, which need not be parsed again.

The bulk metadata of arXiv are millions of lines, of which a new edition changes few. A
line that was added without problems is recognised by a hash, and replaced by an empty
one, so that line numbers stay correct.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from readnext.paper import Problem


class KnownLines:
    """The hashes of lines `known` from the last run, and of those read in this one."""

    def __init__(self) -> None:
        self.known: frozenset[int] = frozenset()
        self.skipped = 0
        self._read = array("q")

    def new_only(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Yield lines, with known ones replaced by empty ones."""
        for line in lines:
            digest = _digest(line)
            self._read.append(digest)
            if digest in self.known:
                self.skipped += 1
                yield b"\n"
            else:
                yield line

    def taken(self, problems: Iterable[Problem]) -> array[int] | None:
        """Return the hashes of lines without problems; None if that is unknown.

        A problem names its line after the last colon; without one it may be of any
        line.
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
