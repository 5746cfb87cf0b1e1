"""Making and sending an issue of the digest: asks, ranks, records, hands over."""

from __future__ import annotations

import dataclasses
import datetime as dt
import email
import getpass
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.policy import default as email_policy
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.digest.content import Content, Health
from readnext.digest.lock import held
from readnext.digest.outbox import Issue, Letter, Outbox, Step, deliver, next_step
from readnext.errors import DeliveryError, DoubtfulError, UserError
from readnext.history.feedback import experience
from readnext.history.store import History
from readnext.library.works import works_of
from readnext.matching.identity import Identity
from readnext.paper import Problem
from readnext.request import Request, Selection
from readnext.settings import history_file, lock_file, user_catalog
from readnext_adapters.cli.learn_from import Own, divided
from readnext_adapters.cli.open_catalog import Opened, opened
from readnext_adapters.cli.open_library import entries_of
from readnext_adapters.cli.problems import note, report
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.source_refresh import refresh, remember

if TYPE_CHECKING:
    from readnext.suggestion import Answer
    from readnext_adapters.delivery.transports import Way


@dataclass(frozen=True, slots=True)
class Order:
    """What a user asks of a digest.

    `ask` says whether the sources of the catalog are asked first, `sources` being new
    ones; `trending` how many papers are added that others received well; `force`
    whether another issue is sent where one was sent or may have been.
    """

    libraries: tuple[str, ...]
    catalog: Path | None
    profile: str
    sender: str
    recipient: str
    feedback: str | None
    request: Request
    selection: Selection
    sources: tuple[str, ...]
    trending: int
    ask: bool
    force: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue that was made and is nowhere recorded yet."""

    content: Content
    newest: int


def issue(order: Order, way: Way) -> None:
    """Send an issue if one is due; raise DeliveryError if it could not be sent."""
    with held(lock_file(order.profile)) as alone:
        if not alone:
            note(f"another run makes the digest {order.profile!r} just now")
            return
        with History.open(history_file()) as history:
            _issue(order, way, history)


def _issue(order: Order, way: Way, history: History) -> None:
    """Send what is due, as whoever holds the lock of the profile."""
    from readnext_adapters.digest.message import compose

    outbox, now = Outbox(history), _now()
    step = _step(order, outbox, now)
    if step is None:
        return
    send = way.opened()
    due = step.issue
    if due is None:
        outbox.drop(order.profile, now.date())
        draft = _draft(order, step, history, now, record=True)
        letter = compose(draft.content)
        answer = draft.content.answer
        due = outbox.prepare(step, order.profile, answer, letter, draft.newest, now)
    try:
        deliver(outbox, due, send, _now, way.pauses, time.sleep)
    except DoubtfulError as error:
        raise DoubtfulError(f"{error}; it is not sent again without --force") from error
    except DeliveryError as error:
        kept = "the issue is kept, and the next run of this day sends it"
        if due.state == "sending":
            kept = "whether it was sent before is as much in doubt as it was"
        raise DeliveryError(f"{error}; {kept}") from error
    if sys.stderr.isatty():
        note(f"sent the issue of {due.day} to {order.recipient}")


def preview(order: Order) -> None:
    """Print what would be sent."""
    from readnext_adapters.digest.message import compose

    path = history_file()
    # No file is made where there is none: nothing is to be recorded.
    with History.open(path if path.exists() else Path(":memory:")) as history:
        outbox, now = Outbox(history), _now()
        step = _step(order, outbox, now)
        if step is None:
            return
        if step.issue:
            letter = step.issue.letter
        else:
            order = dataclasses.replace(order, ask=False)
            draft = _draft(order, step, history, now, record=False)
            letter = compose(draft.content)
    click.echo(_shown(letter), nl=False)
    note("this would be sent; nothing was sent or recorded")


def _shown(letter: Letter) -> str:
    """The head and the text of a message."""
    message = email.message_from_bytes(letter.message, policy=email_policy)
    head = [f"{name}: {message[name]}\n" for name in ("From", "To", "Subject")]
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return "".join(head) + "\n" + text


def _step(order: Order, outbox: Outbox, now: dt.datetime) -> Step | None:
    """What is due today, None if nothing; DoubtfulError if nobody knows."""
    issues = outbox.issues(order.profile, now.date())
    step = next_step(issues, order.sender, order.recipient, force=order.force)
    if step.what == "sent already" and step.issue:
        note(
            f"the issue of {step.issue.day} was sent already to "
            f"{step.issue.letter.recipient}; --force sends another one"
        )
        return None
    if step.what == "in doubt" and step.issue:
        raise DoubtfulError(
            f"the issue of {step.issue.day} may have been sent or not: "
            f"{step.issue.error or _BROKEN_OFF}; look for a message with "
            f"{step.issue.letter.message_id} in your mail. --force sends it again"
        )
    return step


_BROKEN_OFF = "the run was broken off while it was handed over"


def _draft(
    order: Order, step: Step, history: History, now: dt.datetime, *, record: bool
) -> Draft:
    """Make an issue: ask the sources, rank the catalog, say what there is to say."""
    problems: list[Problem] = []
    entries = [e for name in order.libraries for e in entries_of(name, problems)]
    if sys.stderr.isatty():
        report(problems, strict=False)
    own = divided(entries, order.selection, None, strict=False, quiet=True)
    if record:
        history.note_taken(works_of(own.entries), now)
    outbox = Outbox(history)
    folder = order.catalog or user_catalog()
    if record:
        remember(folder, order.sources)
    sources = refresh(folder, ask=order.ask)
    # Where sources are set up, an empty catalog is no reason to send the starter's.
    path = order.catalog or (folder if sources else None)
    with opened(path, quiet=True) as source:
        if not len(source.catalog) and not sources:
            raise UserError(f"{source.label}: no papers in that catalog")
        answer = _answer(order, own, source, history)
        newest = source.catalog.newest()
        last = outbox.last(order.profile)
        fresh = _fresh(source, last, newest)
    untold = outbox.untold(order.profile, now.date())
    health = Health(
        tuple(sources),
        fresh,
        last.day if last else None,
        tuple(map(_told, untold)),
        tuple(_notes(problems)),
    )
    content = Content(
        order.profile,
        now,
        step.part,
        order.sender,
        order.recipient,
        answer,
        health,
        _origin(),
        order.feedback,
        order.request.filters.min_probability,
    )
    return Draft(content, newest)


def _answer(order: Order, own: Own, source: Opened, history: History) -> Answer:
    """Rank the catalog with what the reader made of earlier suggestions."""
    from readnext.ranker.ranker import STEPS
    from readnext.recommend.suggest import suggest

    known = experience(history, own.entries, ignored=True)
    sent = [history.paper(number) for number in history.sent_to(order.profile)]
    unwanted = [*map(Identity.of, sent), *known.dismissed]
    with Progress("ranking", STEPS) as progress:
        answer = suggest(
            [*own.chosen, *known.liked],
            source.catalog,
            order.request,
            progress,
            owned=own.besides,
            unwanted=unwanted,
            disliked=known.disliked,
        )
    if order.trending:
        from readnext.trending.append import with_trending

        owned = [Identity.of(entry) for entry in (*own.entries, *known.liked)]
        answer = with_trending(
            answer,
            source.catalog,
            order.trending,
            [*unwanted, *owned],
            {entry.key for entry in own.entries},
            _now().date(),
        )
    # That sources are late is told with the sources.
    notes = source.notes if source.label == "starter" else ()
    notes += answer.notes
    return dataclasses.replace(answer, catalog=source.label, notes=notes)


def _fresh(source: Opened, last: Issue | None, newest: int) -> int | None:
    """How many papers are new since an issue, None where nobody can tell."""
    kept = str(source.catalog.folder) == source.label
    if last is None or not kept or last.catalog != source.label:
        return None
    if newest < last.newest:  # the catalog was made anew
        return None
    return source.catalog.count_since(last.newest)


def _told(earlier: Issue) -> str:
    """What to say of an issue of an earlier day that was not or perhaps not sent."""
    if earlier.state == "sending":
        return (
            f"The issue of {earlier.day} may not have arrived: "
            f"{earlier.error or _BROKEN_OFF}. Its papers are not repeated."
        )
    why = earlier.error or "its run was broken off"
    return f"The issue of {earlier.day} was not sent: {why}. Its papers may come again."


def _notes(problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        what = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        yield (
            f"There is {what} in your library, as {problems[0].where}: "
            f"{problems[0].why} ('readnext library show' lists them all)."
        )


def _origin() -> str:
    """What tells this user's issues on this computer from all others."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # no such user in the system's list
        user = ""
    return f"{user}@{socket.gethostname()}"


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
