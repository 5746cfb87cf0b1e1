"""Options that several commands share."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from readnext.dates import parse_date, relative_date
from readnext.errors import OfflineError
from readnext_adapters.cli.registry_choice import RegistryChoice

F = TypeVar("F", bound=Callable[..., Any])
_state = {"debug": False, "offline": False}
# The day of the last issue of the digest, as a date.
LAST_ISSUE = "last-issue"
# Set in a command's context if the path of -o ends with a slash.
FOLDER = "readnext.folder"
# Set in a command's context if -o is standard output.
_STDOUT = "readnext.stdout"
# Where a command's context has the name of the digest that it is run for.
PROFILE = "readnext.profile"
_SOCKETS = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind")
# The event that readnext itself raises before it waits to send a request.
_QUESTION = "readnext.question"


def common(command: F) -> F:
    """Add --offline and --debug, which every command has."""
    offline = click.option(
        "--offline",
        is_flag=True,
        expose_value=False,
        callback=_go_offline,
        help="Open no network connection; what would need one fails with a message.",
    )
    debug = click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_set_debug,
        help="Show the traceback of an error.",
    )
    return offline(debug(command))


def debugging() -> bool:
    """Tell whether --debug was given."""
    return _state["debug"]


def need_network(what: str) -> None:
    """Raise OfflineError at once if --offline was given."""
    if _state["offline"]:
        raise OfflineError(what)


def _set_debug(_: click.Context, __: click.Parameter, value: bool) -> None:
    _state["debug"] = _state["debug"] or value


def _go_offline(_: click.Context, __: click.Parameter, value: bool) -> None:
    """Make the interpreter itself refuse every socket from now on."""
    if value and not _state["offline"]:
        _state["offline"] = True
        sys.addaudithook(_refuse_sockets)


def _refuse_sockets(event: str, _: tuple[object, ...]) -> None:
    if event in _SOCKETS or event == _QUESTION:
        raise OfflineError


def _iso(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    if value == LAST_ISSUE:
        return _last_issue(ctx)
    if relative := relative_date(value, dt.date.today()):
        return relative
    date = parse_date(value)
    # A day that is not in the calendar comes back less precise than it was written.
    imprecise = date is not None and value.count("-") > date.count("-")
    if date is None or imprecise or date.startswith("0000"):
        raise click.BadParameter(
            f"{value!r} is not a date; write e.g. 2025-09-25, 2025, 30d, 2w, 6m, 1y, "
            f"yesterday or {LAST_ISSUE}"
        )
    return date


def _last_issue(ctx: click.Context) -> str | None:
    """The day of the last issue of a digest; None if there was none."""
    from readnext.digest.outbox import Outbox
    from readnext.history.store import History
    from readnext.settings import history_file

    with History.read(history_file()) as history:
        last = Outbox(history).last(profile_of(ctx), dt.date.today())
    return last.day if last else None


def profile_of(ctx: click.Context) -> str | None:
    """Return the name of the digest that a command is run for, None for all."""
    chosen = ctx.meta.get(PROFILE)
    return chosen if isinstance(chosen, str) else None


class Probability(click.FloatRange):
    """A number from 0 to 1, or a percentage."""

    name = "probability"

    def __init__(self) -> None:
        super().__init__(0, 1)

    def convert(
        self,
        value: str | float,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> float:
        """Return the probability."""
        share = value
        if isinstance(value, str) and value.strip().endswith("%"):
            try:
                share = float(value.strip()[:-1]) / 100
            except ValueError:
                self.fail(f"{value!r} is not a percentage; write e.g. 20%", param, ctx)
        # Click reads texts, too, though its types name numbers alone.
        return float(super().convert(cast(float, share), param, ctx))


def date_option(name: str, text: str) -> Callable[[F], F]:
    """Return an option that takes a date, a year or a month, or e.g. 30d."""
    return click.option(name, metavar="DATE", callback=_iso, help=text)


def _filled(
    _: click.Context, __: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    for value in values:
        if not any(c.isalnum() or c in "*?" for c in value):
            raise click.BadParameter(f"{value!r} contains no letter or digit")
    return values


def words_option(name: str, metavar: str, text: str) -> Callable[[F], F]:
    """Return an option that takes words and may be given several times."""
    return click.option(
        name, multiple=True, metavar=metavar, callback=_filled, help=text
    )


def format_option(choices: Sequence[str], text: str) -> Callable[[F], F]:
    """Return an option that chooses the output format; the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help=text,
    )


count_option = click.option(
    "-n",
    default=10,
    show_default=True,
    help="Number of suggestions.",
    type=click.IntRange(min=1),
    metavar="N",
)


class FileOrFolder(click.Path):
    """A path that is a folder's if it ends with a slash, whether it exists or not.

    A single dash is standard output.
    """

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the path, and remember the slash, which it loses, or the dash.

        As a path, ``./-`` would be a dash, too.
        """
        if ctx and isinstance(value, str):
            ctx.meta[FOLDER] = value.endswith(("/", os.sep))
            ctx.meta[_STDOUT] = value == "-"
        return super().convert(value, param, ctx)


class NewFile(click.Path):
    """A file or a folder to be written, which cannot be standard output."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the path; a dash is refused, which means standard output elsewhere."""
        if value == "-":
            self.fail(
                "this cannot be written to standard output; name a file or folder"
            )
        return super().convert(value, param, ctx)


def _file(ctx: click.Context, _: click.Parameter, path: Path | None) -> Path | None:
    """The file to write to; None for standard output."""
    return None if ctx.meta.get(_STDOUT) else path


def writing_options(command: F) -> F:
    """Add --format and -o: how to print papers, and where to."""
    form = click.option(
        "--format",
        "form",
        type=RegistryChoice("readnext_adapters.exports:EXPORT_FORMATS"),
        help="Output format: csljson, ris, bibtex and biblatex for reference managers, "
        "markdown and html to read, notes for Obsidian and Logseq, atom for feed "
        "readers. [default: by the suffix of -o, notes for a folder, else table]",
    )
    output = click.option(
        "-o",
        "--output",
        type=FileOrFolder(path_type=Path),
        callback=_file,
        metavar="FILE|DIR/",
        help="Write to this file, - for standard output. An existing bibliography "
        "(BibTeX, biblatex, CSL JSON, RIS) is extended: missing entries are added, the "
        "others unchanged. DIR/ is a folder for notes, one a paper.",
    )
    return form(output(command))


catalog_option = click.option(
    "--catalog",
    "catalog_path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A catalog folder, or a source file that is read for this run. "
    "[default: your own catalog, or the starter catalog while that is empty]",
)

own_catalog_option = click.option(
    "--catalog",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="PATH",
    help="The catalog's folder. [default: your own catalog]",
)

seed_option = click.option(
    "--seed",
    default=0,
    show_default=True,
    type=click.IntRange(min=0),
    help="Random seed.",
)

strict_option = click.option(
    "--strict", is_flag=True, help="Exit with code 1 if the input has problems."
)


def _day(date: str | None) -> dt.date:
    """The first day of an ISO date; today where there is none."""
    return first_day(date) if date else dt.date.today()


as_of_option = click.option(
    "--as-of",
    metavar="DATE",
    callback=lambda ctx, param, value: _day(_iso(ctx, param, value)),
    help="The date of the source file: a date in it without a year is taken as the "
    "last one up to this day. [default: today]",
)


def first_day(date: str) -> dt.date:
    """Return the first day of an ISO date, which may be a year or a month."""
    return dt.date.fromisoformat((date + "-01-01")[:10] if len(date) < 10 else date)
