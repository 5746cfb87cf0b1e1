"""Printing an answer, or writing it to a file, in the format that was chosen."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.files import replace_file
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.settings_use import default_format
from readnext_adapters.exports.extend_file import extend_file, is_extended

if TYPE_CHECKING:
    from readnext.suggestion import Answer


def _colored(_: click.Context, __: click.Parameter, choice: str) -> bool:
    """Whether to style what is printed; NO_COLOR is that of no-color.org."""
    if choice != "auto":
        return choice == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


color_option = click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    callback=_colored,
    help="Bold text, colours and links in the table; auto: on a terminal, unless "
    "NO_COLOR is set.",
)


def form_of(output: Path | None) -> str:
    """Return the format of a file by its suffix; the table where it has none.

    Without a file it is that of the settings, else the table.

    Raises UsageError for a suffix that no format has.
    """
    from readnext_adapters.exports import EXPORT_FORMATS, format_of_suffix

    if output is None or not output.suffix:
        return default_format() if output is None else "table"
    if name := format_of_suffix(output.suffix):
        return name
    raise click.UsageError(
        f"{output}: no format has files named *{output.suffix.lower()}; choose one by "
        f"--format: {', '.join(EXPORT_FORMATS)}"
    )


def write_answer(
    answer: Answer,
    form: str,
    output: Path | None,
    *,
    update: bool = False,
    color: bool = False,
) -> None:
    """Print an answer, or write it to a file and note what was written.

    `update` refreshes entries in the file; with `color`, a table is styled.
    """
    if output is None:
        click.echo(_printed(answer, form, color=color), nl=False, color=color)
        return
    count = len(answer.suggestions)
    if not is_extended(form, output):
        replace_file(output, _printed(answer, form, color=False))
        note(f"{output}: {_papers(count)} written")
        return
    added = extend_file(output, answer, form, update=update)
    note(f"{output}: {_additions(added, count)}")


def _printed(answer: Answer, form: str, *, color: bool) -> str:
    """An answer in a format, as wide as the terminal."""
    from readnext_adapters.exports import EXPORT_FORMATS

    width = shutil.get_terminal_size().columns
    if color and form == "table":
        from readnext_adapters.exports.table import render_styled
        from readnext_adapters.exports.terminal_style import TerminalStyle

        return render_styled(answer, width, TerminalStyle(on=True))
    return EXPORT_FORMATS[form].render(answer, width)


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count} papers"


def _additions(added: int, count: int) -> str:
    """How many papers were added to a file, and how many were there."""
    there = count - added
    said = f"{_papers(added)} added"
    return f"{said}, {there} {'was' if there == 1 else 'were'} there" if there else said
