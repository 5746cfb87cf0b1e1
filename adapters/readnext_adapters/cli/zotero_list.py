"""`readnext zotero list`: what the plugin for Zotero shows, as one JSON object.

Zotero passes on what a command prints, but neither its exit code nor its errors, so an
error is part of the JSON, and a run that takes too long ends by itself.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from readnext.errors import UserError
from readnext_adapters.cli import options

_LIBRARY = ("zotero:",)


@click.command("list")
@click.option(
    "--zotero-data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Zotero's data folder, if it is not the usual one.",
)
@click.option(
    "--zotero-port",
    type=click.IntRange(1, 65535),
    metavar="N",
    help="The port of Zotero's own server, if it is not the usual one.",
)
@click.option(
    "--timeout",
    type=click.IntRange(1),
    metavar="SECONDS",
    help="Stop after so many seconds.",
)
@options.catalog_option
@options.common
def list_(
    zotero_data: Path | None,
    zotero_port: int | None,
    timeout: int | None,
    catalog_path: Path | None,
) -> None:
    """Print suggestions for the Zotero on this computer, as its plugin reads them.

    Standard output has one JSON object, also for an error; then the exit code is 1.
    Scripts use suggest --format json instead.

    \b
    Example:
      readnext zotero list
    """
    from readnext_adapters.zotero_plugin.list_document import error_document

    if zotero_data:
        os.environ["READNEXT_ZOTERO_DATA"] = str(zotero_data)
    if zotero_port:
        os.environ["READNEXT_ZOTERO_URL"] = f"http://127.0.0.1:{zotero_port}/api"
    try:
        with _limited(timeout):
            text = _document(catalog_path)
    except UserError as error:
        click.echo(error_document(str(error)))
        raise click.exceptions.Exit(1) from error
    except Exception as error:
        click.echo(error_document(f"{type(error).__name__}: {error}"))
        raise
    click.echo(text)


def _document(catalog_path: Path | None) -> str:
    from readnext.request import Filters, Request, Selection
    from readnext_adapters.cli.history_use import HistoryUse
    from readnext_adapters.cli.learn_from import read_split
    from readnext_adapters.cli.suggest import ranked_answer
    from readnext_adapters.destinations import TAG
    from readnext_adapters.opening.chosen_catalog import STARTER
    from readnext_adapters.zotero_plugin.list_document import RANKED, list_document

    library = read_split(_LIBRARY, Selection(), None, strict=False)
    answer = ranked_answer(
        library, HistoryUse(), catalog_path, Request(RANKED, Filters())
    )
    used = [entry.key for entry in library.own]
    return list_document(answer, used, TAG, starter=answer.catalog == STARTER)


@contextmanager
def _limited(seconds: int | None) -> Iterator[None]:
    """Raise UserError after so many seconds."""
    if seconds is None or sys.platform == "win32":
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise UserError(f"the ranking took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
