"""`readnext catalog remove` and `compact`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from readnext.errors import UserError
from readnext.settings import user_catalog
from readnext_adapters.cli import options


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

    SOURCE is a name that 'readnext catalog stats' lists. What other sources state
    about a paper stays. A removed network source is no longer fetched; fetching or
    adding it again restores its papers. Papers without a date are never removed by
    age.

    \b
    Example:
      readnext catalog remove arxiv:cs.LG
      readnext catalog remove --before 2015
    """
    from readnext.catalog.store import Catalog

    if bool(names) == bool(before):
        raise click.UsageError("name a SOURCE, or give --before DATE")
    with Catalog.open(folder or user_catalog()) as store:
        known = {account.name for account in store.accounts()}
        for name in names:
            if name not in known:
                raise UserError(
                    f"{name}: no such source in that catalog; "
                    f"there are {', '.join(sorted(known)) or 'none'}"
                )
        what = ", ".join(names) if names else f"papers before {before}"
        if not yes and not _is_sure(f"Remove {what} from {store.folder}?"):
            raise click.Abort
        if before:
            removed = store.remove_before(before)
        else:
            removed = sum(store.remove_source(name) for name in names)
    click.echo(f"{removed} papers removed")


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
