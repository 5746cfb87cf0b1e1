"""Text for people, on a terminal.

Names of files, answers of servers and what stands in libraries and catalogs may hold
escape codes, which move the cursor, colour or hide text, or type into some terminals.
What the commands print for people goes through here; results in a format go through
the exports, which do the same for each field.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import click

from readnext.errors import OutputError, system_reason
from readnext_adapters.parsing.safe_text import visible


class PrintError(OutputError):
    """What a command has stored could not be printed."""


def print_text(text: object, *, err: bool = False, nl: bool = True) -> None:
    """Print text without control and direction characters; lines stay lines.

    With `err` it is a message, which nothing fails for.
    """
    if not err:
        click.echo(visible(str(text)), nl=nl)
        return
    with messages():
        click.echo(visible(str(text)), err=True, nl=nl)


@contextmanager
def messages() -> Iterator[None]:
    """Print to standard error; where that is impossible, print no more there.

    Its reader may be gone (``2>&1 | head``) or its disk full (``2>>log``): a list or a
    digest is made all the same.
    """
    try:
        yield
        sys.stderr.flush()
    except OSError:
        with suppress(OSError):  # it may be no file
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def print_stored(lines: Iterable[str], shows: str = "readnext feedback list") -> None:
    """Print what a command has stored; PrintError says so if that is impossible.

    `shows` is a command that shows it.
    """
    try:
        for line in lines:
            print_text(line)
    except BrokenPipeError:
        raise  # the reading program has enough
    except OSError as error:
        why = error.strerror or system_reason(error)
        raise PrintError(
            f"stored, but it could not be printed: {why}; '{shows}' shows it"
        ) from error
