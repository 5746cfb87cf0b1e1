"""Readers of the formats in which people keep their libraries.

A reader is a module with the names of `LibraryReader`; `READERS` is the registry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from readnext.paper import Entry, Problem


class LibraryReader(Protocol):
    """One format of a library."""

    SUFFIXES: tuple[str, ...]

    def detect(self, head: str, /) -> bool:
        """Tell from a file's first characters whether it has this format."""

    def read(self, data: bytes, name: str, /) -> Iterator[Entry | Problem]:
        """Yield every item of the file `name`, as an entry or as a problem."""
