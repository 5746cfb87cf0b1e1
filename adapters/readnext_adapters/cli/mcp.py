"""`readnext mcp`: the list for an assistant, by the Model Context Protocol."""

from __future__ import annotations

import importlib
from contextlib import ExitStack
from pathlib import Path

import click

from readnext.errors import UserError
from readnext.request import Filters, Request, Selection
from readnext_adapters.cli import options, request_options
from readnext_adapters.cli.list_options import list_options, listed
from readnext_adapters.cli.service_start import SAVED, start_triage
from readnext_adapters.cli.settings_use import libraries_argument, profile_option

_MISSING = (
    "assistants need the SDK of the Model Context Protocol; install the extra mcp: "
    "pipx install 'readnext-bib[mcp]', or pip install '.[mcp]' in the checkout"
)


@click.command()
@libraries_argument
@options.catalog_option
@profile_option
@click.option(
    "-n",
    default=Request().n,
    show_default=True,
    help="Number of suggestions, unless the assistant asks for another one.",
    type=click.IntRange(1, 100),
    metavar="N",
)
@list_options
@request_options.filter_options
@request_options.selection_options
@click.option(
    "--save-to",
    "saved",
    type=click.Path(path_type=Path, dir_okay=False),
    default=SAVED,
    show_default=True,
    metavar="FILE",
    help="The bibliography to which papers are saved: .bib, .json or .ris.",
)
@click.option(
    "--allow-writes",
    is_flag=True,
    help="Also offer tools that record feedback and save papers.",
)
@options.common
def mcp(
    libraries: tuple[str, ...],
    catalog_path: Path | None,
    n: int,
    part: str | None,
    per_author: int,
    me: tuple[str, ...],
    own_papers: bool,
    filters: Filters,
    selection: Selection,
    saved: Path,
    allow_writes: bool,
) -> None:
    """Offer the list to an assistant, by the Model Context Protocol.

    An assistant starts this command and talks to it over standard input and output.
    Without --allow-writes, it can only read: suggestions and the reasons for them,
    papers similar to others, the catalog and the library. The filters hold for what it
    is suggested; it can set others for one question.

    \b
    Example:
      readnext mcp mylib.bib
    """
    try:
        importlib.import_module("mcp.server.mcpserver")
    except ImportError as error:
        raise UserError(_MISSING) from error
    from readnext_adapters.assistant.tools import make_server

    with ExitStack() as stack:
        # The assistant is answered at once; its first question waits for the ranking.
        triage = start_triage(
            libraries, catalog_path, selection, saved, stack, wait=False
        )
        default = listed(
            n, filters, per_author=per_author, me=me, own_papers=own_papers
        )
        server = make_server(triage, default, part, allow_writes=allow_writes)
        server.run("stdio")
