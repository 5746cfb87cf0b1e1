"""`readnext digest`: suggestions by mail, at most once a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.digest.profiles import TRANSPORTS
from readnext.errors import InputError
from readnext.request import Filters, Request, Selection
from readnext.settings import user_settings
from readnext_adapters.cli import options, request_options
from readnext_adapters.cli.digest_addresses import (
    chosen_transport,
    recipients_of,
    sender_of,
)
from readnext_adapters.cli.settings_use import (
    apply_profile,
    chosen_libraries,
    no_library,
)
from readnext_adapters.cli.typed_arguments import TypedCommand, as_arguments, typed

if TYPE_CHECKING:
    from readnext_adapters.cli.digest_order import Order
    from readnext_adapters.delivery.transports import Transport

# With these, it does not matter whether a profile is due.
_ALWAYS = ("force", "dry_run", "test", "checking")
# With these, no file of a profile is written.
_NO_FILE = ("dry_run", "checking")
# Marks the context of a single profile's run.
ONE = object()


def _profile(ctx: click.Context, _: click.Parameter, value: str | None) -> str:
    from readnext.digest.profiles import is_profile

    name = "default" if value is None else value
    if not is_profile(name):
        raise click.BadParameter(
            f"{name!r}: a profile name has up to 40 letters, digits, - and _"
        )
    if ctx.resilient_parsing:
        return name
    if value is not None and value in user_settings().profiles:
        apply_profile(ctx, value)
    else:
        ctx.meta[options.PROFILE] = name
    return name


@click.command(cls=TypedCommand)
@click.argument("names", nargs=-1, metavar="[PROFILE|LIBRARY]...")
@click.option(
    "--to", multiple=True, metavar="ADDRESS", help="Recipient; may be given repeatedly."
)
@click.option(
    "-n",
    default=10,
    show_default=True,
    help="Maximum number of new papers.",
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
    type=options.NewFile(path_type=Path, dir_okay=False),
    metavar="FILE.eml",
    help="Write the message, to a single recipient, to this file; it counts as sent.",
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
    "--test",
    is_flag=True,
    help="Send the next issue, marked as a test, to the sender alone; record nothing.",
)
@click.option(
    "--check",
    "checking",
    is_flag=True,
    help="Check that the digest could run: libraries, catalog, transport, password; "
    "send nothing.",
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
    is_eager=True,
    callback=_profile,
    metavar="NAME",
    help="Profile of the settings file, or with a LIBRARY the name of a new one; each "
    "has its own record of sent papers. [default: default]",
)
@click.option(
    "--list",
    "listing",
    is_flag=True,
    help="List the profiles: libraries, recipients, last issue, next due.",
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
    "--archive",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Add N older papers that you may have missed. [default: new papers only]",
)
@click.option(
    "--trending",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Add N recent papers that are well received.",
)
@click.option(
    "--library-news",
    is_flag=True,
    help="Also report what changed for your own papers: a preprint was published, or "
    "has code now. What is known at first is counted only.",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Send to recipients again who unsubscribed by mail.",
)
@click.option(
    "--group",
    is_flag=True,
    help="Each LIBRARY is that of a member of a reading group: papers that fit two or "
    "more and that none of them has.",
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
    names: tuple[str, ...],
    listing: bool,
    to: tuple[str, ...],
    n: int,
    smtp: str | None,
    sendmail: str | None,
    output: Path | None,
    via: str | None,
    dry_run: bool,
    test: bool,
    checking: bool,
    force: bool,
    sender: str | None,
    profile: str,
    feedback_to: str | None,
    sources: tuple[str, ...],
    archive: int,
    trending: int,
    library_news: bool,
    resume: bool,
    group: bool,
    no_update: bool,
    catalog_path: Path | None,
    filters: Filters,
    selection: Selection,
    diversity: float,
    seed: int,
) -> None:
    """Send new papers by mail: one issue a day, no paper twice.

    An issue brings what is dated or was fetched since the issue before.
    The catalog is updated from its network sources first; failures are reported in
    the issue. A second run on the same day sends nothing, unless the first could not
    deliver. Only errors are printed, which suits cron.

    Without a LIBRARY, the named profiles of the settings file are run, or all of them
    that are due. The keys of a profile are these options: [profiles.weekly] with
    to = "you@example.org", sendmail = "msmtp -t", and schedule = "daily" or "weekly".
    Options that are typed have precedence. If one fails, the others are still run.

    The password of a mail server is read from READNEXT_SMTP_PASSWORD, from the output
    of the command in READNEXT_SMTP_PASSWORD_COMMAND, from the file named by
    READNEXT_SMTP_PASSWORD_FILE, which must be readable by you alone, or from the
    keyring.

    With [feedback] imap = "imaps://you@mail.example.org/INBOX" in the settings, answers
    to earlier issues are read from that mailbox first.

    \b
    Example:
      readnext digest mylib.bib --to you@example.org --dry-run
      readnext digest mylib.bib --to you@example.org --sendmail 'msmtp -t'
      readnext digest mylib.bib --to you@example.org --smtp smtp://you@mail.example.org
    """
    if listing:
        from readnext_adapters.cli.digest_list import list_profiles

        ctx = click.get_current_context()
        list_profiles(names or ((profile,) if "profile" in typed(ctx) else ()))
        return
    ctx = click.get_current_context()
    libraries = _libraries(ctx, names, profile)
    if not libraries:
        _run_profiles(ctx, names, profile)
        return
    if not to and not test:
        raise click.UsageError("missing recipient: --to ADDRESS")
    from readnext.digest.compose import DigestOrder
    from readnext_adapters.cli.digest_answers import answers_are_read
    from readnext_adapters.cli.digest_order import Order, origin
    from readnext_adapters.digest.mailaddress import mail_address

    transport = chosen_transport(ctx, libraries, catalog_path)
    sender = sender_of(sender, transport)
    settings = user_settings()
    request = Request(
        n,
        filters,
        seed,
        diversity,
        topics=True,
        me=settings.me,
        watch=settings.watch,
        library_news=library_news,
        experiment=None if group else settings.experiment,
    )
    wanted = DigestOrder(
        profile=profile,
        sender=sender,
        recipients=recipients_of(to) or (sender,),
        request=request,
        archive=archive,
        trending=trending,
        feedback=mail_address(feedback_to, "--feedback-to") if feedback_to else None,
        origin=origin(),
        answers_read=answers_are_read(),
    )
    order = Order(
        wanted,
        libraries,
        catalog_path,
        selection,
        sources=sources,
        ask=not no_update,
        force=force,
        resume=resume,
        group=group,
    )
    if checking:
        from readnext_adapters.cli.digest_check import check

        check(order, None if dry_run else transport)
        return
    _run(order, transport, dry_run=dry_run, test=test)


def _run(order: Order, transport: Transport, *, dry_run: bool, test: bool) -> None:
    """Send an issue, or a `test` mail, or show what would be sent."""
    from readnext_adapters.cli.digest_run import issue, preview, send_test

    if dry_run:
        preview(order)
        return
    if transport.needs_network:
        options.need_network("sending mail")
    if test:
        send_test(order, transport)
    else:
        issue(order, transport)


def _libraries(
    ctx: click.Context, names: tuple[str, ...], profile: str
) -> tuple[str, ...]:
    """The libraries of a single digest, () where profiles of the settings are run."""
    from readnext_adapters.cli.digest_profiles import are_profiles

    settings = user_settings()
    if ctx.obj is ONE:
        return chosen_libraries(ctx)
    if names:
        return () if are_profiles(settings, names) else names
    if settings.profiles or "profile" in typed(ctx):
        return ()
    if not settings.libraries:
        raise InputError(no_library(settings))
    return settings.libraries


def _run_profiles(ctx: click.Context, names: tuple[str, ...], profile: str) -> None:
    """Run the named profiles of the settings file, or all that are due."""
    from readnext_adapters.cli.digest_profiles import refuse_for_several, run_profiles

    values = typed(ctx)
    if "profile" in values and names:
        raise click.UsageError("name the profile once: by its name or by --profile")
    chosen = (profile,) if "profile" in values else names
    settings = user_settings()
    refuse_for_several(values, chosen or tuple(settings.profiles))
    more = as_arguments(digest, values, without=("names", "profile"))

    def run(name: str) -> None:
        arguments = [*more, "--profile", name]
        with digest.make_context("readnext digest", arguments, obj=ONE) as context:
            digest.invoke(context)

    run_profiles(
        run,
        settings,
        chosen,
        force=not values.keys().isdisjoint(_ALWAYS),
        to_files=values.keys().isdisjoint({*TRANSPORTS, *_NO_FILE}),
    )
