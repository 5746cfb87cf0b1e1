"""`readnext digest`: suggestions by mail, at most once a day."""

from __future__ import annotations

import os
from pathlib import Path

import click

from readnext.request import Filters, Request, Selection
from readnext_adapters.cli import options, request_options
from readnext_adapters.cli.output_files import refuse_to_overwrite


def _profile(_: click.Context, __: click.Parameter, value: str) -> str:
    from readnext.digest.content import is_profile

    if not is_profile(value):
        raise click.BadParameter(
            f"{value!r}: a profile name has up to 40 letters, digits, - and _"
        )
    return value


@click.command()
@click.argument("libraries", nargs=-1, metavar="[LIBRARY]...")
@click.option("--to", metavar="ADDRESS", help="Recipient.")
@click.option(
    "-n",
    default=10,
    show_default=True,
    help="Maximum number of papers.",
    type=click.IntRange(min=1),
    metavar="N",
)
@click.option(
    "--smtp",
    metavar="URL",
    help="Send through this mail server: smtp://USER@HOST:PORT (with STARTTLS, except "
    "on this computer) or smtps://USER@HOST:PORT. May end in ?starttls=yes or no, "
    "&timeout=SECONDS, &tries=N.",
)
@click.option(
    "--sendmail",
    metavar="CMD",
    help="Send with this program, e.g. 'msmtp -t' or 'sendmail -t -i'.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.eml",
    help="Write the message to this file; it counts as sent.",
)
@click.option(
    "--via",
    metavar="NAME:TARGET",
    help="Send with the delivery of this name, e.g. one that another package adds.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Print what would be sent; fetch, send and record nothing.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Send another issue if one was sent today, or resend one whose delivery "
    "status is unknown.",
)
@click.option(
    "--from",
    "sender",
    metavar="ADDRESS",
    help="Sender. [default: READNEXT_FROM, the mail server's user if that is an "
    "address, or your user on this computer]",
)
@click.option(
    "--profile",
    default="default",
    show_default=True,
    callback=_profile,
    metavar="NAME",
    help="Name of the digest; each profile has its own record of sent papers.",
)
@click.option(
    "--feedback-to",
    metavar="ADDRESS",
    help="Add links to each paper that write a mail to this address: like, dismiss.",
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="NAME",
    help="Fetch from this source, e.g. arxiv:cs.LG, and remember it in the catalog.",
)
@click.option(
    "--trending",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Add N recent papers that are well received.",
)
@click.option("--no-update", is_flag=True, help="Do not update the catalog first.")
@options.catalog_option
@request_options.filter_options
@request_options.selection_options
@request_options.threshold_options
@request_options.diversity_option
@options.seed_option
@options.common
def digest(
    libraries: tuple[str, ...],
    to: str | None,
    n: int,
    smtp: str | None,
    sendmail: str | None,
    output: Path | None,
    via: str | None,
    dry_run: bool,
    force: bool,
    sender: str | None,
    profile: str,
    feedback_to: str | None,
    sources: tuple[str, ...],
    trending: int,
    no_update: bool,
    catalog_path: Path | None,
    filters: Filters,
    selection: Selection,
    diversity: float,
    seed: int,
) -> None:
    """Send suggestions by mail: one issue a day, no paper twice.

    The catalog is updated from its network sources first; failures are reported in
    the issue. A second run on the same day sends nothing, unless the first could not
    deliver. Only errors are printed, which suits cron.

    Without a LIBRARY, the profiles of the settings file are run, each as if its keys
    were options: [profiles.weekly] with library = "~/mylib.bib", sendmail = "msmtp -t",
    to = "you@example.org", and schedule = "daily" or "weekly". If one fails, the
    others are still run.

    The password of a mail server is read from READNEXT_SMTP_PASSWORD, from the output
    of the command in READNEXT_SMTP_PASSWORD_COMMAND, from the file named by
    READNEXT_SMTP_PASSWORD_FILE, which must be readable by you alone, or from the
    keyring.

    \b
    Example:
      readnext digest mylib.bib --to you@example.org --dry-run
      readnext digest mylib.bib --to you@example.org --sendmail 'msmtp -t'
      readnext digest mylib.bib --to you@example.org --smtp smtp://you@mail.example.org
    """
    if not libraries:
        _run_profiles(
            to or smtp or sendmail or output or via, dry_run=dry_run, force=force
        )
        return
    if to is None:
        raise click.UsageError("missing recipient: --to ADDRESS")
    from readnext.digest.compose import DigestOrder
    from readnext_adapters.cli.digest_run import Order, issue, origin, preview
    from readnext_adapters.delivery.transports import transport_of
    from readnext_adapters.digest.mailaddress import default_sender, mail_address

    named = sum(one is not None for one in (smtp, sendmail, output, via))
    if named > 1 or not (named or dry_run):
        raise click.UsageError(
            "choose one transport: --smtp URL, --sendmail CMD, --output FILE.eml or "
            "--via NAME:TARGET (or --dry-run for a preview)"
        )
    refuse_to_overwrite(output, libraries=libraries, catalog=catalog_path)
    transport = transport_of(smtp, sendmail, output, via)
    sender = sender or os.environ.get("READNEXT_FROM", "").strip()
    wanted = DigestOrder(
        profile=profile,
        sender=mail_address(sender, "--from")
        if sender
        else default_sender(transport.user),
        recipient=mail_address(to, "--to"),
        request=Request(n, filters, seed, diversity, topics=True),
        trending=trending,
        feedback=mail_address(feedback_to, "--feedback-to") if feedback_to else None,
        origin=origin(),
    )
    order = Order(
        wanted,
        libraries,
        catalog_path,
        selection,
        sources=sources,
        ask=not no_update,
        force=force,
    )
    if dry_run:
        preview(order)
        return
    if transport.needs_network:
        options.need_network("sending mail")
    issue(order, transport)


def _run_profiles(
    given: object,
    *,
    dry_run: bool,
    force: bool,
) -> None:
    """Run the digests of the settings file, if no option of one digest is given."""
    from readnext_adapters.cli.digest_profiles import run_profiles

    if given:
        raise click.UsageError(
            "these options need a LIBRARY; without one, the profiles of the settings "
            "file are run"
        )

    def run(arguments: list[str]) -> None:
        with digest.make_context("readnext digest", arguments) as context:
            digest.invoke(context)

    more = [*(["--dry-run"] if dry_run else []), *(["--force"] if force else [])]
    run_profiles(run, more)
