"""`readnext library`: what readnext reads in a library, and what it reports."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import click

from readnext.errors import UserError
from readnext.paper import Entry, Problem
from readnext_adapters.cli import options
from readnext_adapters.cli.library_check import check
from readnext_adapters.cli.open_library import entries_of, entries_of_all, macros_of
from readnext_adapters.cli.problems import report
from readnext_adapters.cli.screen import print_text
from readnext_adapters.cli.settings_use import libraries_argument


@click.group()
@options.common
def library() -> None:
    """Inspect a library as readnext reads it.

    \b
    Example:
      readnext library show mylib.bib
    """


library.add_command(check)


@library.command()
@libraries_argument
@options.format_option(("table", "json"), "Output format.")
@click.option(
    "--each",
    is_flag=True,
    help="One JSON object per file and line; a file that fails stops no other.",
)
@options.strict_option
@options.common
def show(libraries: tuple[str, ...], form: str, each: bool, strict: bool) -> None:
    """Show the entries that were read from a library, and the problems in it.

    \b
    Example:
      readnext library show mylib.bib --format json
    """
    if each:
        for source in libraries:
            reading = _Reading()
            _print_json(reading.over((source,)), reading.problems, source)
    elif form == "json":
        problems = _show_json(libraries)
        if strict and problems:
            raise click.exceptions.Exit(1)
    else:
        _show_table(libraries, strict=strict)


@dataclass(slots=True)
class _Reading:
    """The problems that occurred while entries were read."""

    problems: list[Problem] = field(default_factory=list)
    failure: UserError | None = None

    def over(self, sources: Sequence[str]) -> Iterator[Entry]:
        """Yield the entries up to a source that cannot be read, which is a problem."""
        macros = macros_of(sources)
        for source in sources:
            try:
                yield from entries_of(source, self.problems, macros)
            except UserError as error:
                self.problems.append(Problem(source, str(error)))
                self.failure = error
                return


def _show_json(sources: tuple[str, ...]) -> list[Problem]:
    """Print entries as they are read; nothing at all if the first cannot be read."""
    reading = _Reading()
    entries = reading.over(sources)
    first = list(islice(entries, 1))
    if first or not reading.failure:
        _print_json(chain(first, entries), reading.problems)
    if reading.failure:
        raise reading.failure
    return reading.problems


def _print_json(
    entries: Iterable[Entry], problems: list[Problem], file: str | None = None
) -> None:
    from readnext_adapters.exports.entries import entries_json

    for part in entries_json(entries, problems, file):
        sys.stdout.write(part)


def _show_table(sources: tuple[str, ...], *, strict: bool) -> None:
    from readnext_adapters.exports.entries import entries_table

    problems: list[Problem] = []
    entries = list(entries_of_all(sources, problems))
    print_text(entries_table(entries), nl=False)
    report(problems, strict=strict, whole=True)
