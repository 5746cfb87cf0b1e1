"""Reading the libraries that a command is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readnext.paper import Entry, Problem
from readnext_adapters.cli.problems import report, separate
from readnext_adapters.cli.progress import Progress


def read_libraries(sources: Sequence[str], *, strict: bool) -> list[Entry]:
    """Return the entries of all libraries, and print the problems in them.

    Raises InputError if one of them cannot be read at all.
    """
    problems: list[Problem] = []
    entries = [entry for source in sources for entry in entries_of(source, problems)]
    report(problems, strict=strict, hint="; 'readnext library show' lists them all")
    return entries


def entries_of(source: str, problems: list[Problem]) -> Iterator[Entry]:
    """Yield the entries of one library; problems are appended to the list."""
    from readnext_adapters.opening.library import read_library

    with Progress(f"reading {source}", None) as progress:
        yield from separate(read_library(source, progress), problems)
