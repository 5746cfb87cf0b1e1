"""`readnext catalog publish`: a catalog for other computers."""

from __future__ import annotations

from pathlib import Path

import click

from readnext.plurals import counted
from readnext.settings import user_catalog
from readnext_adapters.cli import options
from readnext_adapters.cli.progress import Progress


@click.command()
@click.argument("url", metavar="URL")
@options.own_catalog_option
@options.common
def publish(url: str, folder: Path | None) -> None:
    """Write a catalog to storage from which other computers read it.

    URL is a folder on any storage that fsspec knows, e.g. s3://bucket/papers or
    file:///srv/papers; a path is one, too. The catalog is packed into few large files,
    of which those that have not changed are not sent again. Until all of them are
    there, readers get the publication before. 'readnext batch --catalog URL' uses it.
    This needs the extra cluster.

    \b
    Example:
      readnext catalog publish s3://bucket/papers
    """
    from readnext_adapters.cluster.publish import publish
    from readnext_adapters.cluster.remote import Remote, needs_network

    if needs_network(url):
        options.need_network(url)
    with Progress("publishing", None) as progress:
        done = publish(folder or user_catalog(), Remote.open(url), progress)
    click.echo(
        f"{counted(done.papers, 'paper')} published, {done.size / 1e6:.1f} MB, "
        f"of which {done.sent / 1e6:.1f} MB were sent"
    )
