"""`readnext serve` and `readnext open`: the list as a page, an API and a feed."""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from readnext.errors import UserError
from readnext.request import Filters, Request, Selection
from readnext.settings import history_file, user_settings
from readnext_adapters.cli import options, request_options
from readnext_adapters.cli.list_options import list_options, listed
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.refused_options import refuse_typed
from readnext_adapters.cli.service_start import SAVED, start_triage
from readnext_adapters.cli.settings_use import libraries_argument, profile_option
from readnext_adapters.cli.zotero_send import destination, send

if TYPE_CHECKING:
    from flask import Flask

    from readnext_adapters.service.triage import Triage
    from readnext_adapters.web.access import Access

F = TypeVar("F", bound=Callable[..., Any])
PORT = 8714
_LISTED = 40
_MISSING = (
    "the page needs Flask and Waitress; install the extra web: pipx install "
    "'readnext-bib[web]', or pip install '.[web]' in the checkout"
)


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """What the options of both commands ask for."""

    libraries: tuple[str, ...]
    catalog: Path | None
    selection: Selection
    request: Request
    part: str | None
    saved: Path
    send_to: str
    port: int
    socket: Path | None
    read_only: bool


def _service_options(command: F) -> F:
    """Add the options of the service, which the command gets as `service`."""

    @functools.wraps(command)
    def wrapped(
        *args: object,
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
        send_to: str,
        port: int,
        socket_path: Path | None,
        read_only: bool,
        **rest: object,
    ) -> object:
        if socket_path:
            why = "beside --socket: the service listens on one of them; leave one out"
            refuse_typed(click.get_current_context(), {"port"}, why)
        request = listed(
            n, filters, per_author=per_author, me=me, own_papers=own_papers
        )
        service = ServiceOptions(
            libraries,
            catalog_path,
            selection,
            request,
            part,
            saved,
            send_to,
            port,
            socket_path.absolute() if socket_path else None,
            read_only,
        )
        return command(*args, service=service, **rest)

    made: Any = wrapped
    for option in reversed(_OPTIONS):
        made = option(made)
    return cast(F, made)


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    libraries_argument,
    options.catalog_option,
    profile_option,
    click.option(
        "-n",
        default=_LISTED,
        show_default=True,
        help="Number of suggestions.",
        type=click.IntRange(1, 200),
        metavar="N",
    ),
    list_options,
    request_options.filter_options,
    request_options.selection_options,
    click.option(
        "--save-to",
        "saved",
        type=click.Path(path_type=Path, dir_okay=False),
        default=SAVED,
        show_default=True,
        metavar="FILE",
        help="The bibliography to which the page saves papers: .bib, .json or .ris.",
    ),
    click.option(
        "--send-to",
        default="zotero",
        show_default=True,
        metavar="zotero[:COLLECTION|:web]",
        help="Where the page sends papers, as suggest --send-to does: to the running "
        "Zotero, or to zotero.org.",
    ),
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=PORT,
        show_default=True,
        metavar="N",
        help="The port on this computer; 0 for any free one.",
    ),
    click.option(
        "--socket",
        "socket_path",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Listen on this Unix socket in place of a port.",
    ),
    click.option(
        "--read-only", is_flag=True, help="Record no feedback and save no papers."
    ),
)


@click.command()
@_service_options
@options.common
def serve(service: ServiceOptions) -> None:
    """Show the list on a page of this computer, to triage with single keys.

    Prints the address of the page, and serves it until Ctrl-C. The service listens on
    this computer only, and its address has a token. It has an API for other programs
    and a feed, too.

    \b
    Example:
      readnext serve mylib.bib --save-to next.bib
    """
    _run(service, browser=False)


@click.command("open")
@_service_options
@options.common
def open_(service: ServiceOptions) -> None:
    """Open the page of the list in the browser, starting the service if needed.

    Takes the options of serve. A service that is running already is opened as it is.

    \b
    Example:
      readnext open mylib.bib
    """
    if service.socket:
        raise click.UsageError("--socket: no browser opens one; use it with serve")
    from readnext_adapters.web.announcement import running_page

    if page := running_page(history_file().parent):
        note("the service is running already; opening its page")
        click.launch(page.as_uri())
        return
    _run(service, browser=True)


def _run(service: ServiceOptions, *, browser: bool) -> None:
    """Rank, then serve until the process is interrupted."""
    options.need_network("serving a page")
    _need_extra()
    sending = destination(service.send_to)
    from readnext_adapters.web import running
    from readnext_adapters.web.announcement import announced

    folder = history_file().parent
    with ExitStack() as stack:
        if service.socket:
            listener, port = stack.enter_context(running.listen_at(service.socket)), 0
        else:
            listener = stack.enter_context(running.listen(service.port))
            port = listener.getsockname()[1]
        triage = start_triage(
            service.libraries,
            service.catalog,
            service.selection,
            service.saved,
            stack,
            send=lambda answer: send(answer, sending),
        )
        access = running.new_access(folder, port, read_only=service.read_only)
        app = _app(triage, access, service, stack)
        page = stack.enter_context(announced(folder, access, service.socket))
        click.echo(f"{access.address}?token={access.token}")
        sys.stdout.flush()
        where = f"the socket {service.socket}" if service.socket else "this computer"
        note(f"serving on {where} only; Ctrl-C ends it")
        if browser and page:
            click.launch(page.as_uri())
        running.serve(app, listener)


def _need_extra() -> None:
    """Raise UserError if what the extra installs is missing."""
    try:
        for name in ("flask", "waitress"):
            importlib.import_module(name)
    except ImportError as error:
        raise UserError(_MISSING) from error


def _app(
    triage: Triage, access: Access, service: ServiceOptions, stack: ExitStack
) -> Flask:
    from readnext_adapters.cli.page_insight import insight_of
    from readnext_adapters.cli.profile_feed import profile_answer
    from readnext_adapters.web.app import create_app
    from readnext_adapters.web.asked import Defaults
    from readnext_adapters.web.feed import Feeds

    defaults = Defaults(service.request, service.part)
    insight = insight_of(triage, service.catalog, stack)
    keys, feeds = user_settings().keys, Feeds(profile_answer)
    return create_app(triage, access, defaults, insight, feeds, keys)
