"""`readnext zotero`: the plugin for Zotero, and the list that it shows."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from readnext.errors import OutputError
from readnext.files import replace_file
from readnext_adapters.cli import options
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.zotero_list import list_


@click.group()
@options.common
def zotero() -> None:
    """Make the plugin that shows suggestions inside Zotero.

    \b
    Example:
      readnext zotero plugin -o readnext.xpi
    """


zotero.add_command(list_)


@zotero.command()
@click.option(
    "-o",
    "--output",
    type=options.NewFile(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="Write the plugin to this file, which Zotero installs; it ends in .xpi.",
)
@click.option("--replace", is_flag=True, help="Replace the file if it exists.")
@click.option(
    "--update-url",
    metavar="URL",
    help="Where Zotero looks for newer versions, if you publish the plugin; without "
    "it, Zotero checks for none.",
)
@click.option(
    "--update-link",
    metavar="URL",
    help="Where you publish the .xpi file: also writes the update manifest that names "
    "it, to updates.json beside FILE.",
)
@options.common
def plugin(
    output: Path, replace: bool, update_url: str | None, update_link: str | None
) -> None:
    """Write the plugin for Zotero 7 to 10.

    Install it in Zotero by Tools > Plugins > the gear > Install Plugin From File. The
    plugin calls this readnext, and the same readnext writes the same file each time.

    \b
    Example:
      readnext zotero plugin -o readnext.xpi
    """
    from readnext_adapters.zotero_plugin.packing import (
        NO_UPDATES,
        pack,
        update_manifest,
    )

    if output.suffix.lower() != ".xpi":
        raise click.UsageError(f"{output}: the name of a plugin ends in .xpi")
    files = {output: pack(_own_command(), update_url or NO_UPDATES)}
    if update_link:
        files[output.parent / "updates.json"] = update_manifest(update_link)
    for path in files:
        _refuse_existing(path, replace=replace)
    for path, data in files.items():
        replace_file(path, data)
    note(f"{output}: install it in Zotero: Tools > Plugins > Install Plugin From File")


def _own_command() -> str:
    """The path of this readnext, "" if it is not installed as a command."""
    beside = Path(sys.executable).with_name("readnext")
    if beside.is_file():
        return str(beside)
    return shutil.which("readnext") or ""


def _refuse_existing(path: Path, *, replace: bool) -> None:
    if path.exists() and not replace:
        raise OutputError(f"{path}: exists; add --replace, or name another file")
