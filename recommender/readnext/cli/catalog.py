"""`readnext catalog`: the papers to choose from."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.cli import options
from readnext.cli.catalogs import opened
from readnext.cli.problems import report, separate
from readnext.cli.progress import Progress
from readnext.paper import Problem
from readnext.settings import user_catalog

if TYPE_CHECKING:
    from readnext.catalog.stats import Stats


@click.group()
@options.common
def catalog() -> None:
    """Fill and look at the catalog of papers to choose from.

    \b
    Example:
      readnext catalog add papers.jsonl.gz
    """


@catalog.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--catalog",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="PATH",
    help="The catalog's folder, made if there is none. [default: your own catalog]",
)
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help="The format of the sources. [default: what their content shows]",
)
@options.as_of_option
@options.strict_option
@options.common
def add(
    sources: tuple[str, ...],
    folder: Path | None,
    form: str | None,
    as_of: dt.date,
    strict: bool,
) -> None:
    """Add papers from files to a catalog; a file added twice changes nothing.

    SOURCE is a file, packed (.gz, .zst) or plain, or - for standard input: catalog
    JSON lines, a page of author listings or of Hugging Face Daily Papers as text,
    or a .bib file. What two sources say of one paper is merged.

    \b
    Example:
      readnext catalog add papers.jsonl.gz listing.txt --as-of 2026-05-31
    """
    from readnext.catalog.adding import Added
    from readnext.catalog.store import Catalog
    from readnext_adapters.catalogs.opening import read_source

    problems: list[Problem] = []
    total = Added()
    # All sources are opened before the catalog is touched: a typing error in the
    # last name must not leave the work half done.
    papers = [read_source(source, as_of, form) for source in sources]
    with Catalog.open(folder or user_catalog(), create=True) as store:
        for source, found in zip(sources, papers, strict=True):
            with Progress(f"adding {Path(source).name}", None) as progress:
                total += store.add(progress.over(separate(found, problems)))
    problems += total.problems
    click.echo(
        f"{total.added} added, {total.updated} updated, {total.unchanged} unchanged, "
        f"{len(problems)} problems"
    )
    report(problems, strict=strict)


@catalog.command()
@options.catalog_option
@options.format_option(("table", "json"), "How to print the figures.")
@options.common
def stats(catalog_path: Path | None, form: str) -> None:
    """Count what a catalog holds: papers by year and subject, and what is known.

    \b
    Example:
      readnext catalog stats --format json
    """
    from readnext.catalog.stats import count

    with opened(catalog_path) as source:
        counted = count(source.catalog.all_papers())
    if form == "json":
        whole = {"path": source.label} | counted.as_dict()
        click.echo(json.dumps(whole, ensure_ascii=False))
    else:
        click.echo(_table(source.label, counted), nl=False)


def _table(label: str, stats: Stats) -> str:
    """The figures for people."""
    lines = [f"{label}: {stats.papers:,} papers"]
    for what, number in stats.known.items():
        share = number / max(stats.papers, 1)
        lines.append(f"  {what:<14}{number:>9,}  {share:4.0%}")
    for title, counts in (
        ("year", stats.years),
        ("venue", stats.venues),
        ("subject", stats.categories),
    ):
        if counts:
            lines.append(f"by {title}")
            lines += [f"  {name:<14}{number:>9,}" for name, number in counts.items()]
    return "\n".join(lines) + "\n"
