"""`readnext feedback import`: takes the feedback that came by mail."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from readnext.errors import UserError
from readnext.settings import history_file
from readnext_adapters.cli import options
from readnext_adapters.cli.digest_answers import say_ended
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.screen import print_stored

_DONE = {"like": "liked", "dismiss": "dismissed"}


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, exists=True),
)
@options.common
def import_(files: tuple[Path, ...]) -> None:
    """Record the feedback in mails that the links of a digest wrote.

    FILE is a mail (.eml), an mbox file, a Maildir, or a folder of .eml files. Each mail
    counts once. Left out are mails about papers that were never suggested, and mails
    without the secret of their issue. Feedback that you gave after a mail was written
    remains.

    \b
    Example:
      readnext feedback import inbox.mbox
    """
    from readnext.history.answers import record_answers
    from readnext.history.store import History
    from readnext_adapters.digest.feedback_mails import read_mails

    now = dt.datetime.now(dt.UTC)
    read = [read_mails(path, now) for path in files]
    found = [answer for some in read for answer in some.answers]
    if not found:
        mails = sum(some.mails for some in read)
        raise UserError(f"no feedback in {mails} mail{'s' * (mails != 1)}")
    with History.open(history_file()) as history:
        taken = record_answers(history, found, proven=False)
    print_stored(f"{_DONE[v]}: {paper.title} ({paper.id})" for v, paper in taken.judged)
    say_ended(taken)
    if taken.unknown:
        _say_left_out(taken.unknown, "names a paper that was never suggested")
    if taken.unproven:
        _say_left_out(taken.unproven, "lacks the secret of an issue")
    if not (taken.judged or taken.ended or taken.unknown or taken.unproven):
        note("nothing new: the mails were read before, or your feedback is newer")


def _say_left_out(count: int, what: str) -> None:
    """Say that mails were left out; `what` is said of one of them."""
    verb, _, rest = what.partition(" ")
    several = f"{count} mails {verb.removesuffix('s')} {rest}"
    note(f"{f'1 mail {what}' if count == 1 else several}; left out")
