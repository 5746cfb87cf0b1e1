"""`readnext catalog rebuild` and `verify`."""

from __future__ import annotations

from pathlib import Path

import click

from readnext.plurals import counted
from readnext.settings import user_catalog
from readnext_adapters.cli import options
from readnext_adapters.cli.problems import report


@click.command()
@options.own_catalog_option
@options.strict_option
@options.common
def rebuild(folder: Path | None, strict: bool) -> None:
    """Build a catalog again from its stored records.

    This repairs a damaged catalog and upgrades one of an older version. Papers, sources
    and their log are kept; records that cannot be read are reported. If it is
    interrupted, the catalog is as it was before.

    \b
    Example:
      readnext catalog rebuild
    """
    from readnext.catalog.rebuild import rebuild

    result = rebuild(folder or user_catalog())
    lost = len(result.problems)
    kept = f"{counted(result.papers, 'paper')} kept"
    click.echo(f"{kept}, {counted(lost, 'record')} lost")
    report(result.problems, strict=strict)


@click.command()
@options.own_catalog_option
@options.common
def verify(folder: Path | None) -> None:
    """Check that all records and features of a catalog can be read.

    The exit code is 1 if something is damaged.

    \b
    Example:
      readnext catalog verify
    """
    from readnext.catalog.verify import verify

    problems = verify(folder or user_catalog())
    if not problems:
        click.echo("no damage found")
        return
    report(problems, strict=False)
    click.echo("damaged; 'readnext catalog rebuild' restores what can be read")
    raise click.exceptions.Exit(1)
