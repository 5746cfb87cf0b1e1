"""Reading the libraries that a command is given."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from readnext.paper import Entry, Problem
from readnext.plurals import counted
from readnext.settings import cache_folder
from readnext_adapters.cli.problems import note, report, separate
from readnext_adapters.cli.progress import Progress

if TYPE_CHECKING:
    from readnext_adapters.libraries.bibtex import Definitions as Macros


def read_libraries(
    sources: Sequence[str], *, strict: bool, problems: list[Problem] | None = None
) -> list[Entry]:
    """Return the entries of all libraries, and print the problems in them.

    `problems` are appended to a list, too. Raises InputError if one of them cannot be
    read at all.
    """
    problems = [] if problems is None else problems
    entries = list(entries_of_all(sources, problems))
    if len(problems) > 1 and not strict:
        # One line; the command that it names shows them all.
        names = " ".join(map(shlex.quote, sources))
        shown = f"{counted(len(problems), 'problem')} in {', '.join(sources)}"
        note(f"{shown}: readnext library check {names}")
    else:
        report(problems, strict=strict)
    return entries


def entries_of_all(sources: Sequence[str], problems: list[Problem]) -> Iterator[Entry]:
    """Yield the entries of all libraries; problems are appended to the list.

    Macros that one BibTeX file defines hold in the others.
    """
    macros = macros_of(sources)
    for source in sources:
        yield from entries_of(source, problems, macros)


def macros_of(sources: Sequence[str]) -> Macros:
    """Return the macros that the BibTeX files among several libraries share."""
    from readnext_adapters.opening.library import shared_macros

    return shared_macros(sources)


def entries_of(
    source: str, problems: list[Problem], macros: Macros | None = None
) -> Iterator[Entry]:
    """Yield the entries of one library; problems are appended to the list."""
    from readnext_adapters.opening.library import read_library

    with Progress(f"reading {source}", None) as progress:
        items = read_library(source, progress, macros or {}, cache_folder())
        yield from separate(items, problems)
