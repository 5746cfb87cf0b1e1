"""`readnext catalog remove` and `compact`."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

import click

from readnext.errors import InputError, UserError
from readnext.plurals import counted
from readnext.settings import user_catalog
from readnext_adapters.cli import options
from readnext_adapters.cli.screen import print_stored

_SHOWN = 8  # sources that a message names


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@options.date_option("--before", "Remove papers older than this date.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@options.own_catalog_option
@options.common
def remove(
    names: tuple[str, ...], before: str | None, yes: bool, folder: Path | None
) -> None:
    """Remove papers from a catalog, by source or by age.

    SOURCE is a name that 'readnext catalog stats' lists, or what was typed to fetch or
    add it. What other sources state
    about a paper stays. A removed network source is no longer fetched; fetching or
    adding it again restores its papers. Papers without a date are never removed by
    age.

    \b
    Example:
      readnext catalog remove arxiv:cs.LG
      readnext catalog remove --before 2015
    """
    from readnext.catalog.source_names import short_names
    from readnext.catalog.store import Catalog

    if bool(names) == bool(before):
        raise click.UsageError("name a SOURCE, or give --before DATE")
    with Catalog.open(folder or user_catalog()) as store:
        live = {account.name: account.live for account in store.accounts()}
        names = tuple(dict.fromkeys(_source_of(name, live) for name in names))
        shown = short_names(live)
        what = ", ".join(shown[n] for n in names) or f"papers before {before}"
        if not yes and not _is_sure(f"Remove {what} from {store.folder}?"):
            raise click.Abort
        if before:
            removed = store.remove_before(before)
        else:
            removed = sum(store.remove_source(name) for name in names)
    unasked = ", ".join(name for name in names if live[name])
    also = f"; no longer fetched: {unasked}" if unasked else ""
    print_stored(
        [f"{counted(removed, 'paper')} removed{also}"], "readnext catalog stats"
    )


def _source_of(name: str, known: Collection[str]) -> str:
    """The known source that a name means.

    Raises UserError if there is none, UsageError if there are several.
    """
    from readnext.catalog.source_names import ending_with

    for one in _spellings(name):
        if one in known:
            return one
    files = ending_with(name, known)
    if len(files) > 1:
        several = ", ".join(sorted(files))
        raise click.UsageError(f"{name}: that may be {several}; give the whole path")
    if not files:
        raise UserError(f"{name}: no such source in that catalog; {_hint(name, known)}")
    return files[0]


def _hint(name: str, known: Collection[str]) -> str:
    """The nearest source, or the first ones."""
    from readnext.catalog.source_names import short_names

    known = short_names(known).values()
    if near := get_close_matches(name, known, 1):
        return f"did you mean {near[0]}? 'readnext catalog stats' lists all"
    shown = ", ".join(sorted(known)[:_SHOWN]) or "none"
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    return f"there are {shown}{more}"


def _spellings(name: str) -> Iterator[str]:
    """Yield the names under which a catalog may have a source that was typed so."""
    from readnext_adapters.cli.catalog_files import name_of
    from readnext_adapters.sources import parse_source

    yield name
    with suppress(InputError):
        yield parse_source(name).name
    yield name_of(name)
    yield Path(name).name  # as older versions named files


def _is_sure(question: str) -> bool:
    """Ask the user; UsageError if standard input is not a terminal."""
    if not sys.stdin.isatty():
        raise click.UsageError(
            "standard input is not a terminal, so nothing can be confirmed; give --yes"
        )
    return click.confirm(question, err=True)


@click.command()
@options.own_catalog_option
@options.common
def compact(folder: Path | None) -> None:
    """Make a catalog smaller and faster; its contents do not change.

    This needs as much free disk space as the catalog itself.

    \b
    Example:
      readnext catalog compact
    """
    from readnext.catalog.store import Catalog

    with Catalog.open(folder or user_catalog()) as store:
        before = store.size()
        store.compact()
        after = store.size()
    click.echo(f"{before / 1e6:.1f} MB before, {after / 1e6:.1f} MB after")
