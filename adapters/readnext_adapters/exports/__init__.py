"""Writers of suggestions.

A writer is a module with the names of `Writer`; `WRITERS` is the registry. Those that
can also add to a file of the user's are in `APPENDERS`, those that can bring one up
to date in `UPDATERS`.
"""

from __future__ import annotations

from typing import Protocol

from readnext.suggestion import Answer
from readnext_adapters.exports import (
    atom,
    biblatex,
    bibtex,
    csljson,
    htmlpage,
    jsonout,
    markdown,
    ris,
    table,
)


class Writer(Protocol):
    """One format of suggestions."""

    SUFFIXES: tuple[str, ...]

    def render(self, answer: Answer, width: int, /) -> str:
        """Return the suggestions as text; only the table heeds the width."""


class Appender(Writer, Protocol):
    """One format whose files grow: the bibliography formats."""

    def append(self, existing: str, answer: Answer, /) -> str:
        """Return `existing` with the suggestions that it lacks.

        They stand together in one place, at the end as far as the format has it;
        all else of `existing` stays as it is. Raises OutputError when nothing can be
        added without harm.
        """


class Updater(Appender, Protocol):
    """One format in which readnext finds again what it wrote."""

    def update(self, existing: str, answer: Answer, /) -> str:
        """Return `existing` with what it lacks, and with readnext's fields refreshed.

        No other character of it changes. Raises OutputError as `append` does.
        """


WRITERS: dict[str, Writer] = {
    "table": table,
    "json": jsonout,
    "bibtex": bibtex,
    "biblatex": biblatex,
    "csljson": csljson,
    "ris": ris,
    "markdown": markdown,
    "html": htmlpage,
    "atom": atom,
}
UPDATERS: dict[str, Updater] = {"bibtex": bibtex, "biblatex": biblatex}
APPENDERS: dict[str, Appender] = {
    "bibtex": bibtex,
    "biblatex": biblatex,
    "csljson": csljson,
    "ris": ris,
}
