"""`readnext init`: set up readnext step by step; each step can be run again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from readnext.settings import user_settings
from readnext_adapters.cli import options
from readnext_adapters.cli.init_steps import STEPS, Answers, Setup
from readnext_adapters.cli.screen import print_text


@click.command()
@click.option(
    "--library",
    "libraries",
    multiple=True,
    metavar="LIBRARY",
    help="Your library: a file, or zotero: for a live Zotero. [default: ask]",
)
@click.option(
    "--me", "names", multiple=True, metavar="NAME", help="Your name as an author."
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="SOURCE",
    help="Fetch papers from this source. [default: those recommended]",
)
@click.option(
    "--to", multiple=True, metavar="ADDRESS", help="Send a digest to this address."
)
@click.option("--smtp", metavar="URL", help="Send the digest through this mail server.")
@click.option("--sendmail", metavar="CMD", help="Send the digest with this program.")
@click.option(
    "--output",
    type=options.NewFile(path_type=Path, dir_okay=False),
    metavar="FILE.eml",
    help="Write the digest to this file.",
)
@click.option(
    "--every",
    type=click.Choice(("day", "week")),
    default="week",
    show_default=True,
    help="How often the digest is sent.",
)
@click.option(
    "--schedule",
    "scheduler",
    type=click.Choice(("cron", "systemd", "launchd")),
    help="Install the digest's schedule with this scheduler.",
)
@click.option(
    "--skip",
    multiple=True,
    type=click.Choice(list(STEPS)),
    help="Leave out this step; may be given repeatedly.",
)
@click.option(
    "--yes",
    is_flag=True,
    help="Ask nothing: take what is recommended and what the options say.",
)
@options.common
def init(
    libraries: tuple[str, ...],
    names: tuple[str, ...],
    sources: tuple[str, ...],
    to: tuple[str, ...],
    smtp: str | None,
    sendmail: str | None,
    output: Path | None,
    every: str,
    scheduler: str | None,
    skip: tuple[str, ...],
    yes: bool,
) -> None:
    """Set readnext up: library, sources, first papers, digest by mail.

    Questions are asked on a terminal; --yes answers them for scripts. What is set
    already is kept unless an option says otherwise, so that init can be run again, for
    example after it was interrupted. A step that fails does not stop the others.

    \b
    Example:
      readnext init
      readnext init --yes --library mylib.bib --skip fetch --skip complete
    """
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("there is no terminal to ask on; add --yes")
    transport = {"smtp": smtp, "sendmail": sendmail}
    if output is not None:
        transport["output"] = str(output.absolute())
    given = {key: value for key, value in transport.items() if value}
    if len(given) > 1:
        raise click.UsageError("choose one of --smtp, --sendmail and --output")
    answers = Answers(libraries, names, sources, to, given, every, scheduler, yes)
    user_settings()  # a mistake in them stops here, not at each step
    setup = Setup(answers)
    chosen = [(name, step) for name, step in STEPS.items() if name not in skip]
    failed = [name for name, step in chosen if not _done(name, step, setup)]
    if failed:
        again = " ".join(f"--skip {name}" for name in STEPS if name not in failed)
        click.echo(
            f"\nNot done: {', '.join(failed)}. To try again: readnext init {again}"
        )
        raise click.exceptions.Exit(1)
    click.echo("\nDone. 'readnext suggest' lists papers, 'readnext doctor' checks.")


def _done(name: str, step: Callable[[Setup], object], setup: Setup) -> bool:
    """Run a step; print why if it fails, and tell whether it was done."""
    from readnext.errors import OfflineError, UserError
    from readnext_adapters.cli.errors_in_words import say

    click.echo(f"\n{name.title()}")
    try:
        step(setup)
    except OfflineError as error:
        print_text(f"  left out: {error}")
    except UserError as error:
        say(str(error))
        return False
    except click.exceptions.Exit as end:
        return not end.exit_code
    except click.ClickException as error:
        say(error.format_message())
        return False
    return True
