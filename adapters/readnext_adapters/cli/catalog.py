"""`readnext catalog`: the candidate papers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.paper import Paper, Problem
from readnext.settings import user_catalog
from readnext_adapters.cli import options
from readnext_adapters.cli.catalog_publish import publish
from readnext_adapters.cli.catalog_rebuild import rebuild, verify
from readnext_adapters.cli.catalog_remove import compact, remove
from readnext_adapters.cli.catalog_sources import sources
from readnext_adapters.cli.catalog_update import complete, update
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.problems import report, separate
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.screen import print_text
from readnext_adapters.parsing.safe_text import visible

if TYPE_CHECKING:
    from readnext.catalog.import_result import ImportResult
    from readnext.catalog.source_log import Account
    from readnext.catalog.stats import Stats
    from readnext.catalog.store import Catalog
    from readnext_adapters.catalogs.knownlines import KnownLines


@click.group()
@options.common
def catalog() -> None:
    """Fill and inspect the catalog of candidate papers.

    \b
    Example:
      readnext catalog add papers.jsonl.gz
      readnext catalog update arxiv:cs.LG
    """


for command in (
    *(update, sources, complete, remove, compact),
    *(rebuild, verify, publish),
):
    catalog.add_command(command)


@catalog.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--catalog",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="PATH",
    help="The catalog's folder, created if there is none. [default: your own catalog]",
)
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help="Format of the files. [default: detected from their content]",
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

    SOURCE is a file, plain or compressed (.gz, .zst), or - for standard input: catalog
    JSON Lines, a page of author listings or of Hugging Face Daily Papers as text,
    arXiv's bulk metadata, a saved response of arXiv, Hugging Face, OpenAlex, Semantic
    Scholar, bioRxiv, Crossref, PubMed, Europe PMC, INSPIRE, dblp, HAL, ADS, DataCite,
    OpenReview, IEEE Xplore or Springer Nature, a journal's feed, a file of the ACL
    Anthology, or any library: BibTeX, RIS, CSL JSON, exports of Zotero and EndNote,
    .nbib, zotero.sqlite. What several sources state about one paper is merged.

    \b
    Example:
      readnext catalog add papers.jsonl.gz listing.txt --as-of 2026-05-31
    """
    from readnext.catalog.import_result import ImportResult
    from readnext.catalog.store import Catalog
    from readnext_adapters.catalogs.knownlines import KnownLines
    from readnext_adapters.opening.catalog import read_source

    problems: list[Problem] = []
    total = ImportResult()
    # All files are opened before the catalog is changed: a typing error in the last
    # name must not leave the work half done.
    lines = [KnownLines() for _ in sources]
    papers = [
        read_source(source, as_of, form, known)
        for source, known in zip(sources, lines, strict=True)
    ]
    with Catalog.open(folder or user_catalog(), create=True) as store:
        for source, found, known in zip(sources, papers, lines, strict=True):
            with Progress(f"adding {Path(source).name}", None) as progress:
                # A name that is not UTF-8 cannot be stored as it is.
                name = "standard input" if source == "-" else visible(Path(source).name)
                total += _add(store, name, found, known, problems, progress)
    problems += total.problems
    click.echo(
        f"{total.added} added, {total.updated} updated, {total.unchanged} unchanged, "
        f"{len(problems)} problems"
    )
    report(problems, strict=strict)


def _add(
    store: Catalog,
    name: str,
    items: Iterable[Paper | Problem],
    lines: KnownLines,
    problems: list[Problem],
    progress: Progress,
) -> ImportResult:
    """Add the papers of a file, and log which of its lines were added."""
    with store.source_log() as log:
        log.number(name)
        log.begin(name, dt.datetime.now(dt.UTC))
        lines.known = log.known_lines(name)
    own: list[Problem] = []
    added = store.add(progress.over(separate(items, own)), name)
    added.unchanged += lines.skipped
    taken = lines.taken([*own, *added.problems])
    problems += own
    with store.source_log() as log:
        log.end(name, dt.datetime.now(dt.UTC), None)
        if taken:
            log.note_lines(name, taken)
    return added


@catalog.command()
@options.catalog_option
@options.format_option(("table", "json"), "Output format.")
@options.common
def stats(catalog_path: Path | None, form: str) -> None:
    """Count a catalog's papers by year, venue and category, and show its sources.

    \b
    Example:
      readnext catalog stats --format json
    """
    from readnext.catalog.stats import count

    with open_catalog(catalog_path, own=True) as source:
        counted = count(source.catalog.all_papers())
        accounts = source.catalog.accounts()
        papers = source.catalog.papers_by_source()
    if form == "json":
        whole = {"path": source.label} | counted.as_dict()
        whole["sources"] = [
            asdict(account) | {"papers": papers.get(account.name, 0)}
            for account in accounts
        ]
        click.echo(json.dumps(whole, ensure_ascii=False))
    else:
        print_text(_table(source.label, counted), nl=False)
        print_text(_log_table(accounts, papers), nl=False)


def _log_table(accounts: list[Account], papers: dict[str, int]) -> str:
    """The log of the sources as text: what each brought, when, and what failed."""
    if not accounts:
        return ""
    width = max(14, *(len(account.name) for account in accounts))
    lines = ["by source"]
    for account in accounts:
        line = f"  {account.name:<{width}}{papers.get(account.name, 0):>9,}"
        if account.live:
            line += f"  last success {_day_of(account.succeeded)}"
            line += f", tried {_day_of(account.tried)}: {account.added} added, "
            line += f"{account.updated} updated, {account.deleted} deleted"
        else:
            line += f"  file of {_day_of(account.succeeded)}"
        lines.append(line)
        if account.error:
            lines.append(f"    {account.error}")
    return "\n".join(lines) + "\n"


def _day_of(time: str | None) -> str:
    return time[:16].replace("T", " ") if time else "never"


def _table(label: str, stats: Stats) -> str:
    """The figures as text."""
    lines = [f"{label}: {stats.papers:,} papers"]
    for what, number in stats.known.items():
        share = number / max(stats.papers, 1)
        lines.append(f"  {what:<14}{number:>9,}  {share:4.0%}")
    for title, counts in (
        ("year", stats.years),
        ("venue", stats.venues),
        ("category", stats.categories),
    ):
        if counts:
            lines.append(f"by {title}")
            lines += [f"  {name:<14}{number:>9,}" for name, number in counts.items()]
    return "\n".join(lines) + "\n"
