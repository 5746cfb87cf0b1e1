"""Readers of the sources of a catalog.

A reader is a module with the names of `CatalogReader`; `READERS` is the registry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from readnext.paper import Paper, Problem


class CatalogReader(Protocol):
    """One format of a catalog source."""

    SUFFIXES: tuple[str, ...]

    def detect(self, head: str, /) -> bool:
        """Tell from a file's first characters whether it has this format."""

    def read(
        self, stream: BinaryIO, name: str, as_of: dt.date, /
    ) -> Iterator[Paper | Problem]:
        """Yield every item of the decompressed file `name`, paper or problem.

        `as_of` is the newest day on which a date without a year can lie.
        """
