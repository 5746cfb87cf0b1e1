"""One run of a digest: update the catalog, compose an issue, record and send it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email
import getpass
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from readnext.digest.outbox import (
    Issue,
    Message,
    Outbox,
    Send,
    Step,
    deliver,
    next_step,
)
from readnext.errors import DeliveryError, UnknownDeliveryError, UserError
from readnext.history.store import History
from readnext.library.selection import split
from readnext.library.works import works_of
from readnext.paper import Problem
from readnext.request import Selection
from readnext.settings import history_file, lock_file, user_catalog, user_settings
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.open_library import entries_of_all
from readnext_adapters.cli.problems import note, report
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.source_refresh import refresh, remember
from readnext_adapters.opening.chosen_catalog import STARTER

# Its papers are for a first look at a terminal; they are old, and all of one field.
ONLY_STARTER = (
    "your catalog is empty, and the starter catalog is not sent by mail; 'readnext "
    "catalog sources LIBRARY --add' chooses sources of your field, 'readnext catalog "
    "update' fetches their papers"
)

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
    """Send the issues that are due; raise DeliveryError if one could not be sent."""
    with lock(lock_file(order.digest.profile)) as acquired:
        if not acquired:
            note(f"another run of the digest {order.digest.profile!r} is in progress")
            return
        with History.open(history_file()) as history:
            _issue(order, transport, history)


def _issue(order: Order, transport: Transport, history: History) -> None:
    """Send what is due; the lock of the profile is held.

    A recipient whose message cannot be delivered does not stop the others.
    """
    outbox, now = Outbox(history), _now()
    steps, failures = _steps(order, outbox, now)
    if steps:
        send = transport.opened()
        for due in _due(order, steps, history, now):
            try:
                _deliver(outbox, due, send, transport)
            except DeliveryError as error:
                failures.append(error)
    for failure in failures[:-1]:
        note(str(failure))
    if failures:
        raise failures[-1]


def _due(
    order: Order, steps: dict[str, Step], history: History, now: dt.datetime
) -> list[Issue]:
    """The issues to send, in which those that have to be composed are recorded."""
    outbox, profile = Outbox(history), order.digest.profile
    waiting = [step.issue for step in steps.values() if step.issue]
    making = {name: step for name, step in steps.items() if not step.issue}
    if not making:
        return waiting
    outbox.drop(profile, now.date())
    first = next(iter(making.values()))
    order = _for_recipients(order, tuple(making))
    pending = _pending(order, first, history, now, record=True)
    messages = [(step.part, _mail(pending, r, step)) for r, step in making.items()]
    answer = pending.content.answer
    return waiting + outbox.prepare(profile, answer, messages, pending.newest, now)


def _for_recipients(order: Order, recipients: tuple[str, ...]) -> Order:
    digest = dataclasses.replace(order.digest, recipients=recipients)
    return dataclasses.replace(order, digest=digest)


def _mail(pending: PendingIssue, recipient: str, step: Step) -> Message:
    """The message of an issue to one of its recipients."""
    from readnext_adapters.digest.message import compose

    return compose(
        dataclasses.replace(pending.content, recipient=recipient, part=step.part)
    )


def _deliver(outbox: Outbox, due: Issue, send: Send, transport: Transport) -> None:
    """Deliver one issue; DeliveryError says what becomes of it if that fails."""
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
        note(f"sent the issue of {due.day} to {due.message.recipient}")


def preview(order: Order) -> None:
    """Print what would be sent to the first recipient who has an issue due."""
    with _read_only() as history:
        outbox, now = Outbox(history), _now()
        steps, failures = _steps(order, outbox, now)
        if not steps:
            if failures:
                raise failures[0]
            return
        recipient, step = next(iter(steps.items()))
        if step.issue:
            mail = step.issue.message
        else:
            mail = _composed(order, recipient, step, history)
    click.echo(_shown(mail, list(steps)), nl=False)
    note("preview only; nothing was sent or recorded")


def send_test(order: Order, transport: Transport) -> None:
    """Send what the next issue would be, marked as a test, to the sender alone.

    Nothing is recorded. Raises DeliveryError if it could not be sent.
    """
    from readnext_adapters.digest.trial_mail import marked_as_test

    send = transport.opened()
    with _read_only() as history:
        step = Step("make", 1)
        mail = _composed(order, order.digest.recipients[0], step, history)
    send(marked_as_test(mail), lambda: None)
    note(f"sent a test mail to {mail.sender}; nothing was recorded")


@contextmanager
def _read_only() -> Iterator[History]:
    """The history; no file is created, since nothing is to be recorded."""
    with History.read(history_file()) as history:
        yield history


def _composed(order: Order, recipient: str, step: Step, history: History) -> Message:
    """The message that a recipient would get now, without asking any source."""
    order = _for_recipients(dataclasses.replace(order, ask=False), (recipient,))
    return _mail(_pending(order, step, history, _now(), record=False), recipient, step)


def _shown(mail: Message, recipients: Sequence[str]) -> str:
    """The headers and the text of a message."""
    message = email.message_from_bytes(mail.data, policy=email_policy)
    names = {"From": message["From"], "To": ", ".join(recipients)}
    names["Subject"] = message["Subject"]
    head = [f"{name}: {value}\n" for name, value in names.items()]
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return "".join(head) + "\n" + text


def _steps(
    order: Order, outbox: Outbox, now: dt.datetime
) -> tuple[dict[str, Step], list[DeliveryError]]:
    """What is due today by recipient, and errors where that is unknown."""
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


def _pending(
    order: Order, step: Step, history: History, now: dt.datetime, *, record: bool
) -> PendingIssue:
    """Compose an issue: read the libraries, ask the sources, rank the catalog."""
    from readnext.ranker.ranker import STEPS

    problems: list[Problem] = []
    entries = list(entries_of_all(order.libraries, problems))
    if sys.stderr.isatty():
        report(problems, strict=False)
    library = split(entries, order.selection)
    folder = order.catalog or user_catalog()
    if record:
        history.note_taken(works_of(library.own), now)
        remember(folder, sources_of(order))
    sources = refresh(folder, ask=order.ask)
    # Where sources are set up, an empty catalog is no reason to send the starter's.
    path = order.catalog or (folder if sources else None)
    with open_catalog(path, quiet=True) as source:
        if source.label == STARTER:
            raise UserError(ONLY_STARTER)
        if not len(source.catalog) and not sources:
            raise UserError(f"{source.label}: no papers in that catalog")
        # Overdue sources are reported with the sources.
        inputs = Inputs(
            library, source.catalog, source.label, history, sources, problems
        )
        with Progress("ranking", STEPS) as progress:
            return compose_issue(order.digest, inputs, step, now, progress)


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


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
