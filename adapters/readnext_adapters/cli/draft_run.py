"""Options of `readnext suggest --draft`: checks by a script, and watching."""

from __future__ import annotations

import click

from readnext.request import Filters
from readnext.suggestion import Answer
from readnext_adapters.cli.problems import note

_STRONG = 4  # of the strengths of matches

watch_option = click.option(
    "--watch",
    is_flag=True,
    help="With --draft: whenever the manuscript is saved, print what the paragraph "
    "that changed may have missed. Ctrl-C ends it.",
)
# Options of suggest that write what --watch only prints.
_WRITING = {
    "output": "-o",
    "save_model": "--save-model",
    "update": "--update",
    "unread": "--unread",
}

fail_over_option = click.option(
    "--fail-over",
    type=click.IntRange(min=0),
    metavar="N",
    help="With --draft: exit with code 1 if the manuscript probably misses more than N "
    "citations: strong matches, or those of at least --min-probability.",
)


def check_draft_options(ctx: click.Context) -> None:
    """Raise UsageError where --fail-over or --watch do not fit the other options."""
    given = ctx.params
    watch, fail_over = given["watch"], given["fail_over"]
    if given["draft"] is None and (watch or fail_over is not None):
        option = "--watch" if watch else "--fail-over"
        raise click.UsageError(f"{option} needs --draft with a manuscript")
    if fail_over is not None and fail_over >= given["n"]:
        raise click.UsageError(
            f"--fail-over {fail_over} could never fail, since the list has "
            f"{given['n']} papers at most; add -n {2 * fail_over}"
        )
    if not watch:
        return
    if fail_over is not None:
        raise click.UsageError("--watch does not end by itself; leave out --fail-over")
    for name, option in _WRITING.items():
        if given.get(name):
            raise click.UsageError(f"--watch only prints; leave out {option}")


def fail_if_over(answer: Answer, filters: Filters, most: int | None) -> None:
    """Print how many citations are probably missing; exit with 1 if they are too many.

    Without a limit, nothing is done.
    """
    if most is None:
        return
    missing = sum(
        filters.min_probability is not None or one.strength >= _STRONG
        for one in answer.suggestions
    )
    note(f"citations that the draft probably misses: {missing}")
    if missing > most:
        raise click.exceptions.Exit(1)
