"""What a user asks of one run of a digest, and which issues are due."""

from __future__ import annotations

import dataclasses
import datetime as dt
import getpass
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.digest.compose import INTERRUPTED, DigestOrder
from readnext.digest.outbox import Issue, Outbox, Step, next_step
from readnext.errors import DeliveryError, UnknownDeliveryError
from readnext.history.answers import unsubscribed
from readnext.history.store import History
from readnext.request import Selection
from readnext.settings import user_settings
from readnext_adapters.cli.problems import note
from readnext_adapters.delivery.file import FileTransport

if TYPE_CHECKING:
    from readnext_adapters.delivery.transports import Transport


@dataclass(frozen=True, slots=True)
class Order:
    """What a user asks of one run of a digest, besides the issue itself.

    `ask` says whether the sources of the catalog are asked first, `sources` being new
    ones; `force` whether another issue is sent where one was sent or may have been, and
    `resume` whether recipients who unsubscribed get issues again. `group` says
    that each library is that of another reader. `notes` are for the issue.
    """

    digest: DigestOrder
    libraries: tuple[str, ...]
    catalog: Path | None
    selection: Selection
    sources: tuple[str, ...]
    ask: bool
    force: bool
    resume: bool = False
    group: bool = False
    notes: tuple[str, ...] = ()


def refuse_several_to_one_file(order: Order, transport: Transport) -> None:
    """Raise UsageError where the mail to one recipient would replace another's."""
    if len(order.digest.recipients) > 1 and isinstance(transport, FileTransport):
        raise click.UsageError(
            f"--output takes one recipient, since {transport.path} holds one mail: "
            "send with --smtp or --sendmail, or run a digest for each recipient"
        )


def subscribed(order: Order, history: History, *, quiet: bool = False) -> Order:
    """Return an order without the recipients who ended the digest by mail.

    They are named, but not by a `quiet` run without a terminal: cron would mail that
    each day.
    """
    ended = unsubscribed(history, order.digest.profile)
    for one in order.digest.recipients:
        if one.lower() in ended and (sys.stderr.isatty() or not quiet):
            note(f"{one} unsubscribed on {ended[one.lower()]}; --resume undoes that")
    left = tuple(one for one in order.digest.recipients if one.lower() not in ended)
    return for_recipients(order, left)


def named_recipients(history: History, profile: str, recipients: Iterable[str]) -> str:
    """Return the addresses of recipients, saying who unsubscribed by mail, and when."""
    ended = unsubscribed(history, profile)
    return ", ".join(
        f"{one} (unsubscribed {day})" if (day := ended.get(one.lower())) else one
        for one in recipients
    )


def for_recipients(order: Order, recipients: tuple[str, ...]) -> Order:
    """Return an order for some recipients alone."""
    digest = dataclasses.replace(order.digest, recipients=recipients)
    return dataclasses.replace(order, digest=digest)


def steps_due(
    order: Order, outbox: Outbox, now: dt.datetime
) -> tuple[dict[str, Step], list[DeliveryError]]:
    """Return what is due today by recipient, and errors where that is unknown."""
    steps: dict[str, Step] = {}
    failures: list[DeliveryError] = []
    profile, sender = order.digest.profile, order.digest.sender
    for recipient in order.digest.recipients:
        issues = outbox.issues(profile, now.date(), recipient)
        step = next_step(issues, sender, force=order.force)
        if step.what == "already sent" and step.issue:
            note(
                f"the issue of {step.issue.day} was already sent to {recipient}; "
                "--force sends another one"
            )
        elif step.what == "unknown" and step.issue:
            failures.append(_unknown(step.issue))
        else:
            steps[recipient] = step
    return steps, failures


def _unknown(issue: Issue) -> UnknownDeliveryError:
    return UnknownDeliveryError(
        f"the delivery status of the issue of {issue.day} to "
        f"{issue.message.recipient} is unknown: {issue.error or INTERRUPTED}; look for "
        f"{issue.message.message_id} in your mail; --force sends it again"
    )


def sources_of(order: Order) -> tuple[str, ...]:
    """Return the sources that an order adds to those of its catalog."""
    configured = () if order.catalog else user_settings().sources
    return tuple(dict.fromkeys((*order.sources, *configured)))


def origin() -> str:
    """Return what tells this user's issues on this computer from all others."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # the user has no name on this system
        user = ""
    return f"{user}@{socket.gethostname()}"
