"""Formats of manuscripts: which citation keys a text names.

A format is a module with the names of `ManuscriptFormat`; `MANUSCRIPT_FORMATS` lists
readnext's own. Other packages add theirs by the entry-point group
``readnext.manuscripts``. The text alone decides what a format yields;
`readnext_adapters.opening.manuscript` finds the files that it includes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from readnext_adapters.manuscripts.found import Found
from readnext_adapters.plugins import Registry


@runtime_checkable
class ManuscriptFormat(Protocol):
    """One format of a manuscript."""

    SUFFIXES: tuple[str, ...]

    def read(self, text: str, name: str, /) -> Iterator[Found]:
        """Yield what the file `name` cites, and the files that it includes.

        Whatever the text is, nothing is raised.
        """


MANUSCRIPT_FORMATS: Registry[ManuscriptFormat] = Registry(
    "readnext.manuscripts",
    {
        "aux": "readnext_adapters.manuscripts.aux",
        "bcf": "readnext_adapters.manuscripts.bcf",
        "tex": "readnext_adapters.manuscripts.tex",
        "markdown": "readnext_adapters.manuscripts.markdown",
    },
    ManuscriptFormat,
)
