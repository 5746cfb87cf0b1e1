"""One run of a digest: update the catalog, compose an issue, record and send it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email
import getpass
import socket
import sys
import time
from dataclasses import dataclass
from email.policy import default as email_policy
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.digest.compose import (
    INTERRUPTED,
    DigestOrder,
    Inputs,
    PendingIssue,
    compose_issue,
)
from readnext.digest.lock import lock
from readnext.digest.outbox import Message, Outbox, Step, deliver, next_step
from readnext.errors import DeliveryError, UnknownDeliveryError, UserError
from readnext.history.store import History
from readnext.library.selection import split
from readnext.library.works import works_of
from readnext.paper import Problem
from readnext.request import Selection
from readnext.settings import history_file, lock_file, user_catalog
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.open_library import entries_of
from readnext_adapters.cli.problems import note, report
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.source_refresh import refresh, remember

if TYPE_CHECKING:
    from readnext_adapters.delivery.transports import Transport


@dataclass(frozen=True, slots=True)
class Order:
    """What a user asks of one run of a digest, besides the issue itself.

    `ask` says whether the sources of the catalog are asked first, `sources` being new
    ones; `force` whether another issue is sent where one was sent or may have been.
    """

    digest: DigestOrder
    libraries: tuple[str, ...]
    catalog: Path | None
    selection: Selection
    sources: tuple[str, ...]
    ask: bool
    force: bool


def issue(order: Order, transport: Transport) -> None:
    """Send an issue if one is due; raise DeliveryError if it could not be sent."""
    with lock(lock_file(order.digest.profile)) as acquired:
        if not acquired:
            note(f"another run of the digest {order.digest.profile!r} is in progress")
            return
        with History.open(history_file()) as history:
            _issue(order, transport, history)


def _issue(order: Order, transport: Transport, history: History) -> None:
    """Send what is due; the lock of the profile is held."""
    from readnext_adapters.digest.message import compose

    outbox, now = Outbox(history), _now()
    step = _step(order, outbox, now)
    if step is None:
        return
    send = transport.opened()
    due = step.issue
    if due is None:
        outbox.drop(order.digest.profile, now.date())
        pending = _pending(order, step, history, now, record=True)
        mail = compose(pending.content)
        answer = pending.content.answer
        due = outbox.prepare(
            step, order.digest.profile, answer, mail, pending.newest, now
        )
    try:
        deliver(outbox, due, send, _now, transport.pauses, time.sleep)
    except UnknownDeliveryError as error:
        raise UnknownDeliveryError(
            f"{error}; it is not sent again without --force"
        ) from error
    except DeliveryError as error:
        kept = "the issue is kept; the next run today sends it"
        if due.state == "sending":
            kept = "the delivery status of the earlier attempt is still unknown"
        raise DeliveryError(f"{error}; {kept}") from error
    if sys.stderr.isatty():
        note(f"sent the issue of {due.day} to {order.digest.recipient}")


def preview(order: Order) -> None:
    """Print what would be sent."""
    from readnext_adapters.digest.message import compose

    path = history_file()
    # No file is created: nothing is to be recorded.
    with History.open(path if path.exists() else Path(":memory:")) as history:
        outbox, now = Outbox(history), _now()
        step = _step(order, outbox, now)
        if step is None:
            return
        if step.issue:
            mail = step.issue.message
        else:
            order = dataclasses.replace(order, ask=False)
            pending = _pending(order, step, history, now, record=False)
            mail = compose(pending.content)
    click.echo(_shown(mail), nl=False)
    note("preview only; nothing was sent or recorded")


def _shown(mail: Message) -> str:
    """The headers and the text of a message."""
    message = email.message_from_bytes(mail.data, policy=email_policy)
    head = [f"{name}: {message[name]}\n" for name in ("From", "To", "Subject")]
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return "".join(head) + "\n" + text


def _step(order: Order, outbox: Outbox, now: dt.datetime) -> Step | None:
    """What is due today, None if nothing; UnknownDeliveryError if that is unknown."""
    issues = outbox.issues(order.digest.profile, now.date())
    step = next_step(
        issues, order.digest.sender, order.digest.recipient, force=order.force
    )
    if step.what == "already sent" and step.issue:
        note(
            f"the issue of {step.issue.day} was already sent to "
            f"{step.issue.message.recipient}; --force sends another one"
        )
        return None
    if step.what == "unknown" and step.issue:
        raise UnknownDeliveryError(
            f"the delivery status of the issue of {step.issue.day} is unknown: "
            f"{step.issue.error or INTERRUPTED}; look for "
            f"{step.issue.message.message_id} in your mail; --force sends it again"
        )
    return step


def _pending(
    order: Order, step: Step, history: History, now: dt.datetime, *, record: bool
) -> PendingIssue:
    """Compose an issue: read the libraries, ask the sources, rank the catalog."""
    from readnext.ranker.ranker import STEPS

    problems: list[Problem] = []
    entries = [e for name in order.libraries for e in entries_of(name, problems)]
    if sys.stderr.isatty():
        report(problems, strict=False)
    library = split(entries, order.selection)
    folder = order.catalog or user_catalog()
    if record:
        history.note_taken(works_of(library.own), now)
        remember(folder, order.sources)
    sources = refresh(folder, ask=order.ask)
    # Where sources are set up, an empty catalog is no reason to send the starter's.
    path = order.catalog or (folder if sources else None)
    with open_catalog(path, quiet=True) as source:
        if not len(source.catalog) and not sources:
            raise UserError(f"{source.label}: no papers in that catalog")
        # Overdue sources are reported with the sources.
        notes = source.notes if source.label == "starter" else ()
        inputs = Inputs(
            library, source.catalog, source.label, history, sources, problems, notes
        )
        with Progress("ranking", STEPS) as progress:
            return compose_issue(order.digest, inputs, step, now, progress)


def origin() -> str:
    """Return what tells this user's issues on this computer from all others."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # the user has no name on this system
        user = ""
    return f"{user}@{socket.gethostname()}"


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
