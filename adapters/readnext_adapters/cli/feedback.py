"""`readnext feedback` and `readnext history`: verdicts on suggestions."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import UserError
from readnext.settings import history_file
from readnext_adapters.cli import options
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.output_files import refuse_to_overwrite
from readnext_adapters.cli.suggest import form_of, write_answer

if TYPE_CHECKING:
    from readnext.history.store import History, Verdict
    from readnext.paper import Paper

_names = click.argument("names", nargs=-1, required=True, metavar="ID...")


@click.group()
@options.common
def feedback() -> None:
    """Give feedback on suggestions, which improves the next ones.

    ID is the id or citation key of a suggestion, or a DOI, an arXiv id or the title of
    a paper in the catalog. Papers that you add to your library need no feedback.

    \b
    Example:
      readnext feedback dismiss arxiv:2401.00001
    """


@feedback.command()
@_names
@options.catalog_option
@options.common
def like(names: tuple[str, ...], catalog_path: Path | None) -> None:
    """Learn from these papers, as if they were in your library.

    \b
    Example:
      readnext feedback like arxiv:2401.00001 10.1145/3292500.3330701
    """
    _judge(names, "like", catalog_path)


@feedback.command()
@_names
@options.catalog_option
@options.common
def dismiss(names: tuple[str, ...], catalog_path: Path | None) -> None:
    """Never suggest these papers again, and fewer like them.

    \b
    Example:
      readnext feedback dismiss sand2024calibration
    """
    _judge(names, "dismiss", catalog_path)


@feedback.command()
@_names
@options.common
def undo(names: tuple[str, ...]) -> None:
    """Withdraw your feedback on these papers.

    \b
    Example:
      readnext feedback undo arxiv:2401.00001
    """
    from readnext.history.store import History

    with History.open(history_file()) as history:
        for name in names:
            number = history.named(name) or _by_identity(history, name)
            if number is None or not history.undo(number, _now()):
                raise UserError(f"{name}: no feedback on such a paper is recorded")
            click.echo(f"undone: {_line(history.paper(number))}")


def _judge(names: tuple[str, ...], verdict: Verdict, catalog_path: Path | None) -> None:
    """Record a verdict on each paper, once all of them are found."""
    from readnext.history.store import History

    done = {"like": "liked", "dismiss": "dismissed"}[verdict]
    with History.open(history_file()) as history:
        papers = [_found(history, name, catalog_path) for name in names]
        for paper in papers:
            history.judge(paper, verdict, _now())
            click.echo(f"{done}: {_line(paper)}")


def _found(history: History, name: str, catalog_path: Path | None) -> Paper:
    """The paper that a user names; UserError if it is not known."""
    number = history.named(name)
    if number is not None:
        return history.paper(number)
    from readnext.library.liked import find_paper

    with open_catalog(catalog_path, quiet=True) as source:
        paper = find_paper(name, source.catalog)
    if paper is None:
        raise UserError(
            f"{name}: no suggestion has that id or key, and the catalog has no "
            "such paper"
        )
    return paper


def _by_identity(history: History, name: str) -> int | None:
    """The number of a paper named by DOI, arXiv id or title."""
    from readnext.library.liked import read_wanted
    from readnext.matching.identity import Identity
    from readnext.paper import Paper

    wanted = read_wanted(name)
    paper = Paper("", wanted.title, doi=wanted.doi, arxiv=wanted.arxiv)
    return history.find(Identity.of(paper))


def _line(paper: Paper) -> str:
    from readnext_adapters.parsing.safe_text import plain

    return plain(f"{paper.title} ({paper.id})")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@click.command()
@options.date_option("--issue", "Write the papers of the digest of this day.")
@click.option(
    "--profile",
    default="default",
    show_default=True,
    metavar="NAME",
    help="Profile of the digest.",
)
@options.writing_options
@options.common
def history(
    issue: str | None, profile: str, form: str | None, output: Path | None
) -> None:
    """Show how many suggested papers you added to your library, by month.

    With --issue, write the papers of an earlier digest in any format. A paper counts
    as added if it is found in your library after it was suggested in a digest or on a
    terminal; every further run of either checks.

    \b
    Example:
      readnext history
      readnext history --issue 2026-11-20 --format bibtex -o next.bib
    """
    from readnext.history.store import History

    if issue is not None:
        _write_issue(issue, profile, form or form_of(output), output)
        return
    if output is not None or form not in (None, "table", "json"):
        raise click.UsageError("-o and other formats need --issue DATE")
    with History.open(history_file()) as store:
        months = store.months()
    total = [sum(figures) for figures in zip(*(m[1:] for m in months), strict=True)]
    if form == "json":
        names = ("month", "suggested", "taken", "liked", "dismissed")
        document = {
            "months": [dict(zip(names, month, strict=True)) for month in months],
            "total": dict(zip(names[1:], total or [0] * 4, strict=True)),
        }
        click.echo(json.dumps(document))
        return
    if not months:
        click.echo("Nothing has been suggested yet.")
        return
    suggested, taken, liked, dismissed = total
    click.echo(
        f"Of {suggested} suggested papers, you added {taken} "
        f"({taken / suggested:.0%}), liked {liked} and dismissed {dismissed}."
    )
    click.echo("month    suggested  added  liked  dismissed")
    for month, *figures in months:
        click.echo("{}  {:>9}  {:>5}  {:>5}  {:>9}".format(month, *figures))


def _write_issue(day: str, profile: str, form: str, output: Path | None) -> None:
    """Write an earlier issue, as it was sent."""
    from readnext.digest.past_issues import answer_of, runs_of
    from readnext.history.store import History

    refuse_to_overwrite(output)
    with History.open(history_file()) as store:
        runs = runs_of(store, profile, day)
        if not runs:
            raise UserError(f"no issue of {profile} was sent on {day}")
        write_answer(answer_of(store, runs), form, output)
