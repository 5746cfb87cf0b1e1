"""One run of a digest: update the catalog, compose an issue, record and send it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.policy import default as email_policy
from typing import TYPE_CHECKING

import click

from readnext.digest.compose import (
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
)
from readnext.errors import DeliveryError, UnknownDeliveryError, UserError
from readnext.history.answers import subscribe_again
from readnext.history.store import History
from readnext.library.selection import split
from readnext.library.works import works_of
from readnext.paper import Problem
from readnext.settings import history_file, lock_file, user_catalog
from readnext_adapters.cli.digest_answers import read_answers
from readnext_adapters.cli.digest_order import (
    Order,
    for_recipients,
    refuse_several_to_one_file,
    sources_of,
    steps_due,
    subscribed,
)
from readnext_adapters.cli.group_option import members_of
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.open_library import entries_of_all
from readnext_adapters.cli.problems import note, report
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.source_refresh import refresh, remember
from readnext_adapters.delivery.transports import open_transport
from readnext_adapters.opening.chosen_catalog import STARTER

# Its papers are for a first look at a terminal; they are old, and all of one field.
ONLY_STARTER = (
    "your catalog is empty, and the starter catalog is not sent by mail; 'readnext "
    "catalog sources LIBRARY --add' chooses sources of your field, 'readnext catalog "
    "update' fetches their papers"
)

if TYPE_CHECKING:
    from readnext.recommend.group import Member
    from readnext_adapters.delivery.transports import Transport


def issue(order: Order, transport: Transport) -> None:
    """Send the issues that are due; raise DeliveryError if one could not be sent."""
    refuse_several_to_one_file(order, transport)
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
    if order.resume:
        subscribe_again(history, order.digest.profile, order.digest.recipients)
    failed = read_answers(history, now)
    order = dataclasses.replace(subscribed(order, history, quiet=True), notes=failed)
    steps, failures = steps_due(order, outbox, now)
    if steps:
        send = open_transport(transport)
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
    order = for_recipients(order, tuple(making))
    pending = _pending(order, first, history, now, record=True)
    messages = [(step.part, _mail(pending, r, step)) for r, step in making.items()]
    answer = pending.content.answer
    return waiting + outbox.prepare(profile, answer, messages, pending.newest, now)


def _mail(pending: PendingIssue, recipient: str, step: Step) -> Message:
    """The message of an issue to one of its recipients."""
    from readnext_adapters.digest.feedback_mails import new_secret
    from readnext_adapters.digest.message import compose

    # One that is only shown or tried is not recorded, nor is its secret.
    secret = new_secret() if pending.content.feedback else ""
    return compose(
        dataclasses.replace(
            pending.content, recipient=recipient, part=step.part, secret=secret
        )
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
        if not order.resume:
            order = subscribed(order, history)
        steps, failures = steps_due(order, outbox, now)
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

    send = open_transport(transport)
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
    order = for_recipients(dataclasses.replace(order, ask=False), (recipient,))
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
    members: list[Member] = []
    if order.group:
        # Their problems were found with all libraries.
        members = members_of(order.libraries, order.selection, strict=False, quiet=True)
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
            library,
            source.catalog,
            source.label,
            history,
            sources,
            problems,
            order.notes,
            members,
        )
        with Progress("ranking", STEPS * max(len(members), 1)) as progress:
            return compose_issue(order.digest, inputs, step, now, progress)


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
