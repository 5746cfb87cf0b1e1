"""`readnext catalog`: the candidate papers."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.plurals import counted
from readnext_adapters.cli import options
from readnext_adapters.cli.catalog_add import add
from readnext_adapters.cli.catalog_publish import publish
from readnext_adapters.cli.catalog_rebuild import rebuild, verify
from readnext_adapters.cli.catalog_remove import compact, remove
from readnext_adapters.cli.catalog_sources import sources
from readnext_adapters.cli.catalog_update import complete, update
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.screen import print_text

if TYPE_CHECKING:
    from readnext.catalog.source_log import Account
    from readnext.catalog.stats import Stats


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
    *(add, update, sources, complete, remove, compact),
    *(rebuild, verify, publish),
):
    catalog.add_command(command)


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
    from readnext.catalog.source_names import short_names
    from readnext.catalog.stats import count

    with open_catalog(catalog_path, own=True) as source:
        figures = count(source.catalog.all_papers())
        accounts = source.catalog.accounts()
        papers = source.catalog.papers_by_source()
    names = short_names(account.name for account in accounts)
    if form == "json":
        whole = {"path": source.label} | figures.as_dict()
        whole["sources"] = [_source_object(one, names, papers) for one in accounts]
        click.echo(json.dumps(whole, ensure_ascii=False))
    else:
        print_text(_table(source.label, figures), nl=False)
        print_text(_log_table(accounts, names, papers), nl=False)


def _source_object(
    account: Account, names: dict[str, str], papers: dict[str, int]
) -> dict[str, object]:
    """A source as a JSON object; `path` is that of a file, None for others."""
    from readnext.catalog.source_names import is_path

    name = account.name
    path = name if is_path(name) else None
    more = {"name": names[name], "path": path, "papers": papers.get(name, 0)}
    return asdict(account) | more


def _log_table(
    accounts: list[Account], names: dict[str, str], papers: dict[str, int]
) -> str:
    """The log of the sources as text: what each brought, when, and what failed."""
    if not accounts:
        return ""
    width = max(14, *(len(name) for name in names.values()))
    lines = ["by source"]
    for account in accounts:
        line = f"  {names[account.name]:<{width}}{papers.get(account.name, 0):>9,}"
        if account.live:
            line += f"  last success {_day_of(account.succeeded)}"
            line += f", tried {_day_of(account.tried)}: {account.added} added, "
            line += f"{account.updated} updated, {account.deleted} deleted"
        else:
            line += "  file"
            line += f" of {_day_of(account.succeeded)}" if account.succeeded else ""
        lines.append(line)
        if account.error:
            lines.append(f"    {account.error}")
    return "\n".join(lines) + "\n"


def _day_of(time: str | None) -> str:
    return time[:16].replace("T", " ") if time else "never"


def _table(label: str, stats: Stats) -> str:
    """The figures as text."""
    lines = [f"{label}: {counted(stats.papers, 'paper')}"]
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
