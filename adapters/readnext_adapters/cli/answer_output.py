"""Printing an answer, or writing it to a file, in the format that was chosen."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.files import replace_file
from readnext.plurals import counted
from readnext_adapters.cli.options import FOLDER
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.settings_use import default_format
from readnext_adapters.exports.extend_file import extend_file, is_extended

if TYPE_CHECKING:
    from readnext.suggestion import Answer

NOTES = "notes"  # the format that is a folder


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


def chosen_form(form: str | None, output: Path | None) -> str:
    """Return the format to write: the one that was asked for, or that of the output.

    Raises UsageError where notes are not written into a folder, or others are.
    """
    ctx = click.get_current_context()
    folder = output is not None and (output.is_dir() or bool(ctx.meta.get(FOLDER)))
    if folder and form in (None, NOTES):
        return NOTES
    if folder:
        raise click.UsageError(
            f"{output}: is a folder; only notes are written into one"
        )
    found = form or form_of(output)
    if found == NOTES and output is not None and (output.exists() or output.suffix):
        raise click.UsageError(f"{output}: notes are written into a folder: -o DIR/")
    return found


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
    if form == NOTES:
        from readnext_adapters.exports.note_folder import write_notes

        made, known = write_notes(output, answer)
        note(f"{output}: {counted(made, 'paper')} added{_there(known)}")
        return
    if not is_extended(form, output):
        replace_file(output, _printed(answer, form, color=False))
        note(f"{output}: {counted(count, 'paper')} written")
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


def _additions(added: int, count: int) -> str:
    """How many papers were added to a file, and how many were there."""
    return f"{counted(added, 'paper')} added{_there(count - added)}"


def _there(count: int) -> str:
    return f", {count} {'was' if count == 1 else 'were'} there" if count else ""
