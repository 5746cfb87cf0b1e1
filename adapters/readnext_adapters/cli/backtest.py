"""`readnext backtest`: how well readnext ranks for a library."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.request import Selection
from readnext_adapters.cli import options, request_options
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.open_library import read_libraries
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.settings_use import libraries_argument, profile_option

if TYPE_CHECKING:
    from readnext.evaluation.backtest import Report
    from readnext.recommend.session import Backtest

_MODES = {"random": "at random", "time": "the newest"}


@click.command()
@libraries_argument
@options.catalog_option
@profile_option
@request_options.selection_options
@options.seed_option
@options.format_option(("table", "json"), "Output format.")
@options.strict_option
@options.common
def backtest(
    libraries: tuple[str, ...],
    catalog_path: Path | None,
    selection: Selection,
    seed: int,
    form: str,
    strict: bool,
) -> None:
    """Measure how well hidden papers of your library are found again.

    A fifth of your papers is hidden: three times at random, and once the newest.
    readnext and three well-known baselines look for them with the rest. Papers in the
    catalog are looked for there; where it knows too few of yours, your own records
    are ranked among its papers. This takes at least five times as long as suggest.

    \b
    Example:
      readnext backtest mylib.bib
    """
    entries = read_libraries(libraries, strict=strict)
    with open_catalog(catalog_path, strict=strict) as source:
        from readnext.evaluation.backtest import steps
        from readnext.recommend.session import backtest as run

        with Progress("hiding and ranking", steps()) as progress:
            done = run(
                entries,
                source.catalog,
                selection=selection,
                seed=seed,
                progress=progress,
            )
    if form == "json":
        click.echo(json.dumps(_as_json(done, source.label), indent=2))
    else:
        click.echo(_table(done), nl=False)


def _as_json(done: Backtest, label: str) -> dict[str, object]:
    """The reports for scripts."""
    modes = [asdict(report) | {"verdict": report.verdict} for report in done.reports]
    return {
        "usable": done.usable,
        "in_catalog": done.in_catalog,
        "protocol": done.protocol,
        "catalog": label,
        "enough": bool(done.reports),
        "reports": modes,
    }


def _table(done: Backtest) -> str:
    """The reports for people."""
    if not done.reports:
        from readnext.evaluation.backtest import FEWEST

        return (
            f"{done.usable} usable entries are too few for a backtest: at least "
            f"{FEWEST} are needed.\n"
        )
    paragraphs = "\n".join(_paragraph(report) for report in done.reports)
    return f"{_protocol(done)}\n\n{paragraphs}"


def _protocol(done: Backtest) -> str:
    """What was hidden, and what the figures mean."""
    if done.protocol == "catalog":
        return (
            f"Of your {done.usable} entries, {done.in_catalog} are in the catalog. "
            "Some of these were\nhidden, and the catalog was ranked to find them "
            "again."
        )
    return (
        f"Of your {done.usable} entries, {done.in_catalog} are in the catalog, too few "
        "to hide. Entries were\nhidden and ranked by their own records among papers of "
        "the catalog instead:\na high rank means that readnext tells your papers from "
        "those."
    )


def _paragraph(report: Report) -> str:
    """One way of hiding, in a sentence and a table."""
    counts = {name: f.found for name, f in report.figures.items()}
    ours = counts.pop("readnext")
    others = ", ".join(f"{name} {found}" for name, found in counts.items())
    low, high = report.interval
    lines = [
        f"Hidden {_MODES[report.mode]}: of {report.hidden} hidden papers, readnext put "
        f"{ours} in its top 50;",
        f"{others}.",
        f"  {'':<18}{'nDCG@10':>9}{'recall@50':>11}{'MRR':>8}",
    ]
    lines += [
        f"  {name:<18}{f.ndcg10:>9.3f}{f.recall50:>11.3f}{f.mrr:>8.3f}"
        for name, f in report.figures.items()
    ]
    lines.append(
        f"  {report.verdict} (share found in the top 50, readnext minus {report.best}: "
        f"{low:+.0%} to {high:+.0%})"
    )
    return "\n".join(lines) + "\n"
