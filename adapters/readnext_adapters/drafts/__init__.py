"""Readers of manuscripts: which citation keys a text names.

A reader is a module with the names of `DraftReader`; `READERS` is the registry. The
text alone decides what a reader yields; `opening` finds the files that it names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from readnext_adapters.drafts import aux, bcf, markdown, tex
from readnext_adapters.drafts.found import Found


class DraftReader(Protocol):
    """One format of a manuscript."""

    SUFFIXES: tuple[str, ...]

    def read(self, text: str, name: str, /) -> Iterator[Found]:
        """Yield what the file `name` cites, and the files that are parts of it.

        Whatever the text is, nothing is raised.
        """


READERS: dict[str, DraftReader] = {
    "aux": aux,
    "bcf": bcf,
    "tex": tex,
    "markdown": markdown,
}
