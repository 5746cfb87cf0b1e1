"""`readnext feedback` and `readnext history`: verdicts on suggestions."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import UserError
from readnext.settings import history_file, user_settings
from readnext.user_settings import did_you_mean
from readnext_adapters.cli import options
from readnext_adapters.cli.answer_output import chosen_form, write_answer
from readnext_adapters.cli.experiment_report import report_experiment
from readnext_adapters.cli.feedback_import import import_
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.output_files import refuse_to_overwrite
from readnext_adapters.cli.screen import print_stored, print_text

if TYPE_CHECKING:
    from readnext.history.store import History, Verdict
    from readnext.paper import Paper

_DONE = {"like": "liked", "dismiss": "dismissed"}
_names = click.argument("names", nargs=-1, required=True, metavar="ID...")


@click.group()
@options.common
def feedback() -> None:
    """Give feedback on suggestions, which improves the next ones.

    ID is the number of a paper in the last list, the beginning of its title or some
    words of it, its id or citation key, or a DOI, an arXiv id or the title of a paper
    in the catalog. Papers that you add to your library need no feedback.

    \b
    Example:
      readnext feedback like 3
      readnext feedback dismiss 4 7
    """


@feedback.command()
@_names
@options.catalog_option
@options.common
def like(names: tuple[str, ...], catalog_path: Path | None) -> None:
    """Learn from these papers, as if they were in your library.

    \b
    Example:
      readnext feedback like 3
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
      readnext feedback dismiss 4 7
      readnext feedback dismiss "Self-Normalizing Neural"
    """
    _judge(names, "dismiss", catalog_path)


@feedback.command()
@click.argument("names", nargs=-1, metavar="[ID]...")
@options.common
def undo(names: tuple[str, ...]) -> None:
    """Withdraw your feedback on these papers; without ID, the last feedback.

    \b
    Example:
      readnext feedback undo
      readnext feedback undo 3
    """
    from readnext.history.naming import find_named
    from readnext.history.store import History

    with History.open(history_file()) as history:
        judged = {one.number: one.paper for one in history.judged()}
        if not judged and not names:
            raise UserError("no feedback is recorded")
        numbers = [(name, find_named(history, name)) for name in names]
        chosen: list[int] = []
        for name, number in numbers or [("undo", next(reversed(judged)))]:
            if number is None or number not in judged:
                raise UserError(f"{name}: no feedback on such a paper is recorded")
            chosen.append(number)
        for number in chosen:
            history.undo(number, _now())
    print_stored(f"undone: {_line(judged[number])}" for number in chosen)


feedback.add_command(import_)


@feedback.command("open")
@_names
@click.option("--print", "printed", is_flag=True, help="Only print the addresses.")
@options.catalog_option
@options.common
def open_(names: tuple[str, ...], printed: bool, catalog_path: Path | None) -> None:
    """Open these papers in the browser, and print their addresses.

    Without a terminal, the addresses are only printed.

    \b
    Example:
      readnext feedback open 2
    """
    from readnext.history.store import History
    from readnext_adapters.exports.links import paper_address

    with History.read(history_file()) as history:
        papers = [_found(history, name, catalog_path) for name in names]
    addresses = [(paper, paper_address(paper)) for paper in papers]
    for paper, address in addresses:
        if not address:
            raise UserError(f"{_line(paper)}: no address is known")
    for _, address in addresses:
        click.echo(address)
        if not printed and sys.stdout.isatty():
            click.launch(address)


@feedback.command("list")
@options.format_option(("table", "json"), "Output format.")
@options.common
def list_(form: str) -> None:
    """List the papers that you liked or dismissed, newest last.

    \b
    Example:
      readnext feedback list
    """
    from readnext.history.store import History

    with History.read(history_file()) as history:
        judged = history.judged()
    if form == "json":
        found = [
            {
                "id": one.paper.id,
                "title": one.paper.title,
                "verdict": one.verdict,
                "date": one.at[:10],
            }
            for one in judged
        ]
        click.echo(json.dumps({"feedback": found}, ensure_ascii=False))
        return
    if not judged:
        click.echo("No feedback is recorded.")
    for one in judged:
        print_text(f"{one.at[:10]}  {_DONE[one.verdict]:<9}  {_line(one.paper)}")


def _judge(names: tuple[str, ...], verdict: Verdict, catalog_path: Path | None) -> None:
    """Record a verdict on each paper, once all of them are found."""
    from readnext.history.store import History

    with History.open(history_file()) as history:
        papers = [_found(history, name, catalog_path) for name in names]
        for paper in papers:
            history.judge(paper, verdict, _now())
    print_stored(f"{_DONE[verdict]}: {_line(paper)}" for paper in papers)


def _found(history: History, name: str, catalog_path: Path | None) -> Paper:
    """The paper that a user names; UserError if it is not known."""
    from readnext.history.naming import find_named, proposal

    number = find_named(history, name)
    if number is not None:
        return history.paper(number)
    paper, titles = _in_catalog(name, catalog_path)
    if paper is not None:
        return paper
    known = [one.title for one in history.papers(history.numbers()).values()]
    raise UserError(
        f"{name}: no suggestion has that number, id, key or title, and the catalog has "
        f"no such paper{proposal(name, [*known, *titles])}"
    )


def _in_catalog(name: str, path: Path | None) -> tuple[Paper | None, list[str]]:
    """The paper of the catalog that is named, else titles that are like the name."""
    from readnext.catalog.title_search import (
        likeliest_titles,
        near_titles,
        titles_with,
    )
    from readnext.errors import InputError
    from readnext.library.liked import find_paper, read_wanted

    with open_catalog(path, quiet=True) as source:
        try:
            if paper := find_paper(name, source.catalog):
                return paper, []
            title = read_wanted(name).title
        except InputError:
            return None, []
        near = near_titles(title, source.catalog) if title else []
        near = near or titles_with(title, source.catalog)
        if len(near) == 1:
            return near[0], []
        return None, likeliest_titles(title, source.catalog) if title else []


def _line(paper: Paper) -> str:
    from readnext_adapters.parsing.safe_text import plain

    return plain(f"{paper.title} ({paper.id})")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@click.command()
@options.date_option("--issue", "Write the papers of the digest of this day.")
@click.option(
    "--profile",
    metavar="NAME",
    help="Only what this profile's digest brought. [default: everything; with --issue, "
    "the profile that has one of this day]",
)
@click.option(
    "--experiment",
    is_flag=True,
    help="Show which setting of [experiment] in your settings is better so far.",
)
@options.writing_options
@options.common
def history(
    issue: str | None,
    profile: str | None,
    experiment: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Show how many suggested papers you added to your library, by month.

    With --issue, write the papers of an earlier digest in any format. A paper counts
    as added if it is found in your library after it was suggested in a digest or on a
    terminal; every further run of either checks.

    \b
    Example:
      readnext history
      readnext history --experiment
      readnext history --issue 2026-11-20 --format bibtex -o next.bib
    """
    from readnext.history.store import History

    if experiment and (issue is not None or profile is not None):
        raise click.UsageError(
            "--experiment counts all lists and digests, so it excludes --issue and "
            "--profile"
        )
    if issue is not None:
        _write_issue(issue, profile, chosen_form(form, output), output)
        return
    if experiment and output is None:
        report_experiment(form)
        return
    if output is not None or form not in (None, "table", "json"):
        raise click.UsageError("-o and other formats need --issue DATE")
    with History.read(history_file()) as store:
        if profile is not None:
            _check_profile(store, profile)
        months = store.months(profile)
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
        click.echo(_NOTHING)
        return
    suggested, taken, liked, dismissed = total
    click.echo(
        f"Of {suggested} suggested papers, you added {taken} "
        f"({taken / suggested:.0%}), liked {liked} and dismissed {dismissed}."
    )
    click.echo("month    suggested  added  liked  dismissed")
    for month, *figures in months:
        click.echo("{}  {:>9}  {:>5}  {:>5}  {:>9}".format(month, *figures))


_NOTHING = (
    "Nothing is recorded yet: lists in a terminal and digests are, lists written to a "
    "file or a pipe or as JSON are not."
)


def _check_profile(store: History, profile: str) -> None:
    """Raise UserError for a profile that neither history nor settings know."""
    known = dict.fromkeys([*store.profiles(), *user_settings().profiles])
    if profile not in known:
        near = did_you_mean(profile, known)
        raise UserError(f"no digest of a profile {profile!r} was made{near}")


def _profile_of(store: History, day: str) -> str:
    """The profile whose issue of a day is meant where none is named."""
    from readnext.digest.past_issues import profiles_of

    names = profiles_of(store, day)
    if len(names) > 1 and "default" not in names:
        raise click.UsageError(
            f"several profiles have an issue of {day}; name one of {', '.join(names)} "
            "with --profile"
        )
    return names[0] if len(names) == 1 else "default"


def _write_issue(day: str, profile: str | None, form: str, output: Path | None) -> None:
    """Write an earlier issue, as it was sent."""
    from readnext.digest.past_issues import answer_of, runs_of
    from readnext.history.store import History

    refuse_to_overwrite(output, form=form)
    with History.read(history_file()) as store:
        if profile is None:
            profile = _profile_of(store, day)
        elif profile != "default":
            _check_profile(store, profile)
        runs = runs_of(store, profile, day)
        if not runs:
            raise UserError(f"no issue of the profile {profile!r} was sent on {day}")
        write_answer(answer_of(store, runs), form, output)
