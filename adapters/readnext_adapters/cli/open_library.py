"""Reading the libraries that a command is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from readnext.errors import UserError
from readnext.paper import Entry, Problem
from readnext.request import Selection
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


def selected(entries: Sequence[Entry], selection: Selection) -> list[Entry]:
    """Return the entries to learn from; raise UserError if none can be learnt from."""
    from readnext.library.works import select

    chosen = select(entries, selection)
    if any(entry.title for entry in chosen):
        return chosen
    asked = []
    if selection.collections:
        asked.append("in that collection")
    if selection.tags:
        asked.append("with that tag")
    if selection.since_added:
        undated = not any(entry.added for entry in entries)
        never = " (no entry says when it was added)" if undated else ""
        asked.append(f"added since {selection.since_added}{never}")
    which = "".join(f" {one}" for one in asked)
    raise UserError(f"no entry with a title{which}; there is nothing to learn from")


def besides(entries: Sequence[Entry], chosen: Sequence[Entry]) -> list[Entry]:
    """Return the entries that are not among the chosen ones."""
    taken = set(map(id, chosen))
    return [entry for entry in entries if id(entry) not in taken]


def is_library(output: Path | None, libraries: Sequence[str]) -> bool:
    """Tell whether a file to be written is one of the libraries themselves."""
    return (
        output is not None
        and output.exists()
        and any(
            library != "-" and Path(library).exists() and output.samefile(library)
            for library in libraries
        )
    )


def entries_of(source: str, problems: list[Problem]) -> Iterator[Entry]:
    """Yield the entries of one library; problems are put into the list."""
    from readnext_adapters.opening.library import read_library

    with Progress(f"reading {source}", None) as progress:
        yield from separate(read_library(source, progress), problems)
