"""Reading the libraries that a command is given."""

from __future__ import annotations

from collections.abc import Sequence

from readnext.cli.problems import report, separate
from readnext.paper import Entry, Problem


def read_libraries(sources: Sequence[str], *, strict: bool) -> list[Entry]:
    """Return the entries of all libraries, and print the problems in them.

    Raises InputError if one of them cannot be read at all.
    """
    from readnext_adapters.libraries.opening import read_library

    problems: list[Problem] = []
    entries = [
        entry
        for source in sources
        for entry in separate(read_library(source), problems)
    ]
    report(problems, strict=strict, hint="; 'readnext library show' lists them all")
    return entries
