"""What `readnext suggest` refuses before it does anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from readnext_adapters.cli.group_option import refuse_with_group
from readnext_adapters.cli.output_files import refuse_to_overwrite
from readnext_adapters.cli.unread_option import refuse_with_unread


def refuse_beside(ctx: click.Context, *, unread: bool, group: bool) -> None:
    """Raise UsageError for options that make no sense beside --unread or --group."""
    if unread:
        refuse_with_unread(ctx)
    if group:
        refuse_with_group(ctx)


def refuse_inputs(
    output: Path | None,
    form: str,
    libraries: Sequence[str],
    draft: Path | None,
    catalog: Path | None,
    model: Path | None,
    save_model: Path | None,
) -> None:
    """Raise OutputError where -o or --save-model would replace what is read.

    A bibliography format adds to a library, which is no replacement.
    """
    from readnext_adapters.exports import append_format

    replaced = () if append_format(form) else libraries
    refuse_to_overwrite(
        output,
        libraries=replaced,
        manuscript=draft,
        catalog=catalog,
        model=model,
        form=form,
    )
    refuse_to_overwrite(
        save_model, libraries=libraries, manuscript=draft, catalog=catalog
    )


def refuse_to_update(update: bool, output: Path | None, form: str) -> None:
    """Raise UsageError where --update has nothing to refresh."""
    from readnext_adapters.exports import update_format, update_formats

    if update and (output is None or not update_format(form)):
        raise click.UsageError(
            f"--update needs -o with a file in {' or '.join(update_formats())} format"
        )
