"""`readnext catalog sources`: the kinds of sources, and those that fit a library."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.settings import user_catalog, user_settings
from readnext_adapters.cli import options
from readnext_adapters.cli.screen import print_text

if TYPE_CHECKING:
    from readnext.catalog.store import Catalog
    from readnext.paper import Entry
    from readnext_adapters.sources.recommend_sources import Proposals


@click.command()
@click.argument("libraries", nargs=-1, metavar="[LIBRARY]...")
@options.own_catalog_option
@click.option(
    "--add",
    "take",
    is_flag=True,
    help="Remember the recommended sources, so that 'readnext catalog update' fetches "
    "them.",
)
@click.option(
    "--each",
    is_flag=True,
    help="Print a table with one line for each library: its best source, and the share "
    "of the newest papers that it covers.",
)
@options.strict_option
@options.common
def sources(
    libraries: tuple[str, ...],
    folder: Path | None,
    take: bool,
    each: bool,
    strict: bool,
) -> None:
    """Recommend sources that fit your library, or list all kinds of sources.

    Recommendations come from the journals (by name or ISSN), arXiv categories, DOIs,
    keywords and conferences of the newest papers in the library, and from what the
    catalog knows about them; nothing is fetched. How many papers a month a source
    brings is an estimate.

    \b
    Example:
      readnext catalog sources mylib.bib --add
    """
    from readnext_adapters.cli.open_catalog import open_catalog
    from readnext_adapters.opening.chosen_catalog import there_or_starter

    if take or each:
        libraries = libraries or user_settings().libraries
    if not libraries:
        if take or each:
            option = "--add" if take else "--each"
            raise click.UsageError(f"{option} needs a LIBRARY to recommend sources for")
        _list_kinds()
        return
    if take and each:
        raise click.UsageError("--each only prints; give --add without it")
    # Sources are recommended before there is a catalog to keep them in, too.
    with open_catalog(there_or_starter(folder), quiet=True) as source:
        if each:
            _print_table(libraries, source.catalog, strict=strict)
            return
        found = _proposals(libraries, source.catalog, strict=strict)
    _print(found, next_step=not take)
    if take and found.sources:
        from readnext_adapters.cli.source_refresh import remember

        remember(folder or user_catalog(), [one.source for one in found.sources])
        click.echo("\nremembered; fetch them with: readnext catalog update")


def _proposals(
    libraries: tuple[str, ...], catalog: Catalog, *, strict: bool
) -> Proposals:
    """The sources that fit the libraries together."""
    from readnext.library.works import works_of
    from readnext_adapters.cli.open_library import read_libraries
    from readnext_adapters.sources.recommend_sources import propose

    entries: list[Entry] = read_libraries(libraries, strict=strict)
    works = works_of(entries)
    known = catalog.find([identity for work in works for identity in work.identities])
    papers = catalog.papers({number for some in known for number in some}).values()
    return propose(entries, list(papers))


def _print(found: Proposals, *, next_step: bool) -> None:
    """Print the sources, each with its size and its reason."""
    for one in found.sources:
        print_text(one.source)
        print_text(f"    about {one.monthly:,} papers a month (estimate); {one.why}")
    if found.lacking:
        print_text(found.lacking)
    if not found.sources:
        print_text("'readnext catalog sources' lists all kinds of sources")
    elif next_step:
        names = " ".join(shlex.quote(one.source) for one in found.sources)
        print_text(f"\nreadnext catalog update {names}")


def _print_table(libraries: tuple[str, ...], catalog: Catalog, *, strict: bool) -> None:
    """Print one line for each library, as a table in Markdown."""
    click.echo("| library | newest papers | best source | papers a month | covers |")
    click.echo("|---|---:|---|---:|---:|")
    for library in libraries:
        found = _proposals((library,), catalog, strict=strict)
        best = max(found.sources, key=lambda one: one.covers, default=None)
        source = _shortened(best.source) if best else "none"
        monthly = f"{best.monthly:,}" if best else ""
        told = found.lacking.partition(": ")[2] or found.lacking
        why = f"; {told}" if told else ""
        click.echo(
            f"| {Path(library).stem} | {found.recent}{found.span()} | {source} | "
            f"{monthly} | {found.best:.0%}{why} |"
        )


def _shortened(source: str) -> str:
    """A source with its first ISSN only, if it has several."""
    first, *others = source.split("+")
    is_list = source.startswith("crossref:") and others
    return f"`{first}` and {len(others)} more" if is_list else f"`{source}`"


def _list_kinds() -> None:
    from readnext_adapters.sources import source_kinds

    for _, kind in source_kinds():
        click.echo(kind.HELP)
