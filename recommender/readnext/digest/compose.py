"""Composing an issue of the digest: which papers it brings and what it reports.

Nothing here asks the network, sends or records; the command does.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from readnext.catalog.store import Catalog
from readnext.digest.content import Content, SourceReport, Status
from readnext.digest.outbox import Issue, Outbox, Step
from readnext.history.feedback import experience
from readnext.history.store import History
from readnext.library.selection import LibrarySplit
from readnext.matching.identity import Identity
from readnext.paper import Problem
from readnext.recommend.session import Session
from readnext.request import Request
from readnext.suggestion import Answer
from readnext.trending.append import with_trending

INTERRUPTED = "the run was interrupted during delivery"


@dataclass(frozen=True, slots=True)
class DigestOrder:
    """What a reader asks of one digest, and its addresses.

    All `recipients` get the same papers, each in an issue of their own.
    `trending` is how many papers are added that others received well. `feedback` is
    the address of the feedback links, None for no links. `origin` tells this
    computer's issues from those of another with the same addresses.
    """

    profile: str
    sender: str
    recipients: tuple[str, ...]
    request: Request
    trending: int = 0
    feedback: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an issue is composed from.

    `label` names the catalog; `sources` were asked, or not, before; `problems` were
    found in the library; `notes` on the catalog go into the issue.
    """

    library: LibrarySplit
    catalog: Catalog
    label: str
    history: History
    sources: Sequence[SourceReport] = ()
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PendingIssue:
    """An issue that is composed but not recorded; `newest` is of its catalog."""

    content: Content
    newest: int


def compose_issue(
    order: DigestOrder,
    inputs: Inputs,
    step: Step,
    now: dt.datetime,
    progress: Callable[[int], object] = lambda _: None,
) -> PendingIssue:
    """Rank the catalog for a digest and put together what the issue reports.

    `progress` is called `ranker.STEPS` times at most. Raises UserError if there is
    nothing to learn from.
    """
    outbox = Outbox(inputs.history)
    answer = _answer(order, inputs, now.date(), progress)
    newest, last = inputs.catalog.newest(), outbox.last(order.profile)
    status = Status(
        sources=tuple(inputs.sources),
        fresh=_fresh(inputs, last, newest),
        last=last.day if last else None,
        warnings=tuple(map(_warning, _unreported(outbox, order, now))),
        notes=(
            *_problem_notes(inputs.problems),
            *_damage_notes(inputs.history.problems),
        ),
    )
    content = Content(
        profile=order.profile,
        made=now,
        part=step.part,
        sender=order.sender,
        recipient=order.recipients[0],
        answer=answer,
        status=status,
        origin=order.origin,
        feedback=order.feedback,
        threshold=order.request.filters.min_probability,
    )
    return PendingIssue(content, newest)


def _answer(
    order: DigestOrder,
    inputs: Inputs,
    today: dt.date,
    progress: Callable[[int], object],
) -> Answer:
    """Rank the catalog, with the reader's feedback on earlier suggestions."""
    history, library = inputs.history, inputs.library
    known_to = (order.profile, order.recipients)
    known = experience(history, library.own, ignored=True)
    sent = list(history.papers(history.sent_to(*known_to)).values())
    session = Session.of(library, known, sent=sent)
    answer = session.answer(inputs.catalog, order.request, progress)
    if order.trending:
        owned = [Identity.of(entry) for entry in (*library.own, *known.liked)]
        answer = with_trending(
            answer,
            inputs.catalog,
            order.trending,
            [*session.excluded, *owned],
            {entry.key for entry in library.own},
            today,
        )
    notes = (*inputs.notes, *answer.notes)
    return dataclasses.replace(answer, catalog=inputs.label, notes=notes)


def _unreported(
    outbox: Outbox, order: DigestOrder, now: dt.datetime
) -> Iterator[Issue]:
    for recipient in order.recipients:
        yield from outbox.unreported(order.profile, recipient, now.date())


def _fresh(inputs: Inputs, last: Issue | None, newest: int) -> int | None:
    """How many papers are new since an issue, None where that is not known."""
    kept = str(inputs.catalog.folder) == inputs.label
    if last is None or not kept or last.catalog != inputs.label:
        return None
    if newest < last.newest:  # the catalog was rebuilt
        return None
    return inputs.catalog.count_since(last.newest)


def _warning(earlier: Issue) -> str:
    """What to say of an earlier issue that was not, or perhaps not, delivered."""
    if earlier.state == "sending":
        return (
            f"The issue of {earlier.day} may not have arrived: "
            f"{earlier.error or INTERRUPTED}. Its papers are not repeated."
        )
    why = earlier.error or "its run was interrupted"
    return f"The issue of {earlier.day} was not sent: {why}. Its papers may come again."


def _damage_notes(damaged: Sequence[Problem]) -> Iterator[str]:
    if damaged:
        what = "1 record" if len(damaged) == 1 else f"{len(damaged)} records"
        yield (
            f"{what} of your history cannot be read and was ignored, e.g. "
            f"{damaged[0].where}: {damaged[0].why}."
        )


def _problem_notes(problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        what = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        yield f"Your library has {what}; 'readnext library check' lists them."
