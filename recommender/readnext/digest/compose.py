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
from readnext.plurals import counted
from readnext.recommend.group import Member, suggest_to_group
from readnext.recommend.session import Session
from readnext.request import Filters, Parts, Request
from readnext.suggestion import WATCHED, Answer, Suggestion, numbered
from readnext.trending.append import with_trending

_LEAST = 0.01  # probability; half of what a paper in the middle of a catalog has
_KEPT = 3  # weak matches, where there are no others
INTERRUPTED = "the run was interrupted during delivery"


@dataclass(frozen=True, slots=True)
class DigestOrder:
    """What a reader asks of one digest, and its addresses.

    All `recipients` get the same papers, each in an issue of their own. The request's n
    counts the new papers; `archive` is how many older ones are added, `trending` how
    many that others received well. `feedback` is the address of the feedback links,
    None for no links, and `answers_read` says whether such mails are read before the
    next issue. `origin` tells this computer's issues from those of another with
    the same addresses.
    """

    profile: str
    sender: str
    recipients: tuple[str, ...]
    request: Request
    archive: int = 0
    trending: int = 0
    feedback: str | None = None
    origin: str = ""
    answers_read: bool = False


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an issue is composed from.

    `label` names the catalog; `sources` were asked, or not, before; `problems` were
    found in the library; `notes` on the catalog go into the issue. `members` are those
    of a reading group, none for one reader.
    """

    library: LibrarySplit
    catalog: Catalog
    label: str
    history: History
    sources: Sequence[SourceReport] = ()
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()
    members: Sequence[Member] = ()


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
    newest = inputs.catalog.newest()
    # A further issue of a day brings more of what was new on that day.
    last = outbox.before(order.profile, order.recipients, now.date())
    asked = dataclasses.replace(
        order.request,
        parts=_parts(order, inputs, last, newest),
        today=now.date(),
        reported=inputs.history.reported_to(order.profile, order.recipients),
    )
    answer = _answer(order, asked, inputs, now.date(), progress)
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
        answers_read=order.answers_read,
        filtered=_is_filtered(order.request.filters),
    )
    return PendingIssue(content, newest)


def _is_filtered(filters: Filters) -> bool:
    """Whether a reader asked for a filter besides thresholds."""
    return (
        dataclasses.replace(filters, min_score=None, min_probability=None) != Filters()
    )


def _parts(
    order: DigestOrder, inputs: Inputs, last: Issue | None, newest: int
) -> Parts:
    """New papers: dated since the last issue, or in the catalog since then."""
    n, archive = order.request.n, order.archive
    if last is None:
        return Parts(n, archive)
    known = _is_of_last(inputs, last, newest)
    return Parts(n, archive, since=last.day, after=last.newest if known else None)


def _is_of_last(inputs: Inputs, last: Issue, newest: int) -> bool:
    """Whether the catalog numbers its papers as it did for the last issue."""
    kept = str(inputs.catalog.folder) == inputs.label
    return kept and last.catalog == inputs.label and newest >= last.newest


def _answer(
    order: DigestOrder,
    request: Request,
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
    if inputs.members:
        answer = suggest_to_group(
            inputs.members,
            inputs.catalog,
            request,
            progress,
            excluded=session.excluded,
            owned=known.liked,
        )
    else:
        answer = session.answer(inputs.catalog, request, progress)
    if not answer.fits:
        # The best of another field is still nothing to send.
        watched = tuple(one for one in answer.suggestions if one.part in WATCHED)
        answer = dataclasses.replace(answer, suggestions=watched)
    elif order.trending:
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
    answer = dataclasses.replace(answer, catalog=inputs.label, notes=notes)
    answer = worth_reading(answer, request.filters)
    # The order of an experiment is part of it.
    listed = answer.suggestions if request.experiment else _likely_first(answer)
    return dataclasses.replace(answer, suggestions=numbered(listed))


def worth_reading(answer: Answer, filters: Filters) -> Answer:
    """Leave out new papers that match weakly, unless the reader set a threshold.

    Where all of them do, the best three are left, and a note says so.
    """
    new = [one for one in answer.suggestions if one.part == "new"]
    weak = [one for one in new if _is_weak(one)]
    asked = filters.min_probability is not None or filters.min_score is not None
    if asked or not weak:
        return answer
    all_weak = len(weak) == len(new)
    dropped = set(map(id, weak[_KEPT:] if all_weak else weak))
    kept = tuple(one for one in answer.suggestions if id(one) not in dropped)
    said = (*_weak_notes(len(dropped), all_weak=all_weak), *answer.notes)
    return dataclasses.replace(answer, suggestions=kept, notes=said)


def _is_weak(one: Suggestion) -> bool:
    """Whether a paper is known to be hardly of interest."""
    return one.probability is not None and one.probability < _LEAST


def _weak_notes(dropped: int, *, all_weak: bool) -> Iterator[str]:
    if all_weak:
        yield "None of the new papers matches your library well."
    if dropped:
        what = "1 new paper was" if dropped == 1 else f"{dropped} new papers were"
        yield f"{what} left out as weak matches; min-probability = 0 keeps such."


def _likely_first(answer: Answer) -> Sequence[Suggestion]:
    """The papers of each part in the order of their probability."""

    def place(one: Suggestion) -> tuple[float, int]:
        return (-(one.probability or 0.0), one.rank)

    return [one for _, some in answer.parts() for one in sorted(some, key=place)]


def _unreported(
    outbox: Outbox, order: DigestOrder, now: dt.datetime
) -> Iterator[Issue]:
    for recipient in order.recipients:
        yield from outbox.unreported(order.profile, recipient, now.date())


def _fresh(inputs: Inputs, last: Issue | None, newest: int) -> int | None:
    """How many papers are new since an issue, None where that is not known."""
    if last is None or not _is_of_last(inputs, last, newest):
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
        what = counted(len(damaged), "record")
        yield (
            f"{what} of your history cannot be read and was ignored, e.g. "
            f"{damaged[0].where}: {damaged[0].why}."
        )


def _problem_notes(problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        what = counted(len(problems), "problem")
        yield f"Your library has {what}; 'readnext library check' lists them."
