"""`readnext library`: what readnext understands of a library."""

from __future__ import annotations

from collections.abc import Iterator

import click

from readnext.cli import options
from readnext.cli.problems import report, separate
from readnext.errors import InputError
from readnext.paper import Entry, Problem


@click.group()
@options.common
def library() -> None:
    """Look at a library as readnext reads it.

    \b
    Example:
      readnext library show mylib.bib
    """


@library.command()
@options.libraries_argument
@options.format_option(("table", "json"), "How to print the entries.")
@click.option(
    "--each",
    is_flag=True,
    help="One JSON object a file and line; no file stops the others.",
)
@options.strict_option
@options.common
def show(libraries: tuple[str, ...], form: str, each: bool, strict: bool) -> None:
    """Show what was understood of a library, and what was not.

    \b
    Example:
      readnext library show mylib.bib --format json
    """
    from readnext_adapters.exports.entries import entries_json, entries_table

    if each:
        for source in libraries:
            entries, problems = _read_any(source)
            click.echo(entries_json(entries, problems, source))
        return
    problems = list[Problem]()
    entries = list(_read_all(libraries, problems))
    if form == "json":
        click.echo(entries_json(entries, problems))
    else:
        click.echo(entries_table(entries), nl=False)
        report(problems, strict=strict, whole=True)
    if strict and problems:
        raise click.exceptions.Exit(1)


def _read_all(sources: tuple[str, ...], problems: list[Problem]) -> Iterator[Entry]:
    """Yield the entries of all sources; problems are put into the list."""
    from readnext_adapters.libraries.opening import read_library

    for source in sources:
        yield from separate(read_library(source), problems)


def _read_any(source: str) -> tuple[list[Entry], list[Problem]]:
    """Read one source; that it cannot be read at all is a problem like others."""
    problems: list[Problem] = []
    try:
        return list(_read_all((source,), problems)), problems
    except InputError as error:
        return [], [*problems, Problem(source, str(error))]
