"""Printing what was wrong with the input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from readnext.paper import Problem
from readnext.plurals import counted
from readnext_adapters.cli.screen import print_text

T = TypeVar("T")
_SHOWN = 5


def separate(items: Iterable[T | Problem], problems: list[Problem]) -> Iterator[T]:
    """Yield the records; problems are appended to the list."""
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item


def report(
    problems: list[Problem], *, strict: bool, whole: bool = False, hint: str = ""
) -> None:
    """Print problems on standard error: the first few, or all with `whole`.

    With `strict`, all are printed and the command ends with exit code 1.
    """
    shown = problems if strict or whole else problems[:_SHOWN]
    for problem in shown:
        where, why = (
            " ".join(text.split("\n")) for text in (problem.where, problem.why)
        )
        print_text(f"readnext: {where}: {why}", err=True)
    if len(problems) > len(shown):
        more = len(problems) - len(shown)
        print_text(f"readnext: and {counted(more, 'more problem')}{hint}", err=True)
    if strict and problems:
        raise click.exceptions.Exit(1)


def note(text: str) -> None:
    """Print a note on standard error."""
    print_text(f"readnext: {text}", err=True)
