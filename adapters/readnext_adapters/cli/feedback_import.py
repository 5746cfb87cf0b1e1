"""`readnext feedback import`: takes the feedback that came by mail."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from readnext.errors import UserError
from readnext.settings import history_file
from readnext_adapters.cli import options
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.screen import print_text

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

    FILE is a mail (.eml), an mbox file, a Maildir, or a folder of .eml files. Papers
    that were never suggested are left out. Feedback that you gave after a mail was
    written remains.

    \b
    Example:
      readnext feedback import inbox.mbox
    """
    from readnext.history.store import History
    from readnext_adapters.digest.feedback_mails import read_mails

    now = dt.datetime.now(dt.UTC)
    read = [read_mails(path, now) for path in files]
    found = sorted((one for some in read for one in some.feedback), key=lambda f: f.at)
    if not found:
        mails = sum(some.mails for some in read)
        raise UserError(f"no feedback in {mails} mail{'s' * (mails != 1)}")
    unknown = 0
    with History.open(history_file()) as history:
        for one in found:
            number = history.named(one.id)
            if number is None:
                unknown += 1
            elif history.is_changed_since(number, one.at):
                continue
            else:
                paper = history.paper(number)
                history.judge(paper, one.verdict, one.at)
                print_text(f"{_DONE[one.verdict]}: {paper.title} ({paper.id})")
    if unknown:
        what = (
            "1 mail names a paper" if unknown == 1 else f"{unknown} mails name papers"
        )
        note(f"{what} that was never suggested; left out")
