"""Text for people, on a terminal.

Names of files, answers of servers and what stands in libraries and catalogs may hold
escape codes, which move the cursor, colour or hide text, or type into some terminals.
What the commands print for people goes through here; results in a format go through
the exports, which do the same for each field.
"""

from __future__ import annotations

import click

from readnext_adapters.parsing.safe_text import visible


def print_text(text: object, *, err: bool = False, nl: bool = True) -> None:
    """Print text without control and direction characters; lines stay lines."""
    click.echo(visible(str(text)), err=err, nl=nl)
