"""The outbox: which issue of a digest was made, is being sent, and was sent.

An issue is::

    prepared --> sending --> sent          prepared --> dropped
        ^___________|

It is *prepared* with its papers and its whole message. It is *sending* from directly
before the message is handed over, when no way leads back, until the answer is there:
*sent* if it was taken, *prepared* again if it was refused. A process that ends in
between leaves an issue in *sending*: whether it arrived is in doubt, so that it is not
sent again unasked, and its papers count as sent. A prepared issue whose day is over is
*dropped*, and its papers may be suggested again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from readnext.dates import utc_text
from readnext.errors import DeliveryError, DoubtfulError
from readnext.history.schema import translate_errors
from readnext.history.store import History
from readnext.suggestion import Answer

State = Literal["prepared", "sending", "sent", "dropped"]

_COLUMNS = (
    "number, profile, day, part, state, message_id, sender, recipient, message, "
    "catalog, newest, error"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes out: whole, in bytes, with its addresses."""

    message_id: str
    sender: str
    recipient: str
    message: bytes


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a digest; `part` counts those of a profile's calendar `day`.

    `catalog` and its `newest` paper's number tell what there was to choose from.
    `error` is why it could not be delivered, as far as that is known.
    """

    number: int
    profile: str
    day: str
    part: int
    state: State
    letter: Letter
    catalog: str
    newest: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: make an issue of that `part`, or send or tell of `issue`."""

    what: Literal["make", "send", "sent already", "in doubt"]
    part: int
    issue: Issue | None = None


def next_step(
    issues: Sequence[Issue], sender: str, recipient: str, *, force: bool
) -> Step:
    """Decide what to do on a day that has seen these issues of a profile.

    What is prepared is sent as it is. Where one was sent, `force` makes one more;
    where that is in doubt, it sends the same again.
    """
    part = max((issue.part for issue in issues), default=0) + 1
    left = [issue for issue in issues if issue.state != "dropped"]
    if not left:
        return Step("make", part)
    last = left[-1]
    addressed = (last.letter.sender, last.letter.recipient) == (sender, recipient)
    if last.state == "prepared":
        # To other addresses, another message is due.
        return Step("send", last.part, last) if addressed else Step("make", part)
    if last.state == "sending":
        if not force:
            return Step("in doubt", last.part, last)
        return Step("send", last.part, last) if addressed else Step("make", part)
    return Step("make", part) if force else Step("sent already", last.part, last)


class Send(Protocol):
    """One attempt to hand a letter over."""

    def __call__(self, letter: Letter, begin: Callable[[], object], /) -> None:
        """Hand it over; call `begin` directly before no way leads back.

        Raises DoubtfulError if it may have been taken, DeliveryError if it was not.
        """


class Outbox:
    """The issues in a history."""

    def __init__(self, history: History) -> None:
        self._history = history

    def issues(self, profile: str, day: dt.date) -> list[Issue]:
        """Return the issues of a profile's day, by part."""
        return self._select("profile = ? AND day = ?", profile, day.isoformat())

    def last(self, profile: str) -> Issue | None:
        """Return the newest issue of a profile that was or may have been sent."""
        found = self._select("profile = ? AND state IN ('sending', 'sent')", profile)
        return found[-1] if found else None

    def untold(self, profile: str, day: dt.date) -> list[Issue]:
        """Return issues of earlier days that failed, none of which was told of since.

        They are those behind the newest that was sent: each issue tells of them.
        """
        return self._select(
            "profile = ?1 AND day < ?2 AND state != 'sent' AND number > "
            "(SELECT coalesce(max(number), 0) FROM issues "
            "WHERE profile = ?1 AND state = 'sent')",
            profile,
            day.isoformat(),
        )

    def drop(self, profile: str, day: dt.date) -> None:
        """Drop what is prepared of a profile, but what can still be sent that day."""
        with self._history.transaction():
            self._history.db.execute(
                "UPDATE issues SET state = 'dropped', message = x'' "
                "WHERE profile = ? AND day != ? AND state = 'prepared'",
                (profile, day.isoformat()),
            )

    def prepare(
        self,
        step: Step,
        profile: str,
        answer: Answer,
        letter: Letter,
        newest: int,
        at: dt.datetime,
    ) -> Issue:
        """Put an issue with its papers into the outbox, all or nothing.

        Another one that is prepared on that day is dropped for it.
        """
        day = at.date().isoformat()
        with self._history.transaction():
            db = self._history.db
            db.execute(
                "UPDATE issues SET state = 'dropped', message = x'' "
                "WHERE profile = ? AND state = 'prepared'",
                (profile,),
            )
            run = self._history.note_run("digest", profile, answer, at)
            db.execute(
                "INSERT INTO issues (profile, day, part, run, state, message_id, "
                "sender, recipient, message, catalog, newest, prepared) "
                "VALUES (?, ?, ?, ?, 'prepared', ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(profile, day, step.part, run, letter.message_id),
                    *(letter.sender, letter.recipient, letter.message),
                    *(answer.catalog, newest, utc_text(at)),
                ),
            )
        (issue,) = self._select(
            "profile = ? AND day = ? AND part = ?", profile, day, step.part
        )
        return issue

    def begin(self, issue: Issue, at: dt.datetime) -> None:
        """Note, durably, that an issue is about to be handed over."""
        self._set(issue, "sending", "sending = ?", utc_text(at))

    def end(self, issue: Issue, at: dt.datetime) -> None:
        """Note that an issue was taken; its message is needed no more."""
        also = "sent = ?, error = NULL, message = x''"
        self._set(issue, "sent", also, utc_text(at))

    def refuse(self, issue: Issue, error: str) -> None:
        """Note that an issue was not taken, and why."""
        self._set(issue, "prepared", "error = ?", error)

    def doubt(self, issue: Issue, error: str) -> None:
        """Note why nobody knows whether an issue was taken."""
        self._set(issue, "sending", "error = ?", error)

    def _set(self, issue: Issue, state: State, also: str, value: str) -> None:
        with self._history.transaction():
            self._history.db.execute(
                f"UPDATE issues SET state = ?, {also} WHERE number = ?",
                (state, value, issue.number),
            )

    def _select(self, where: str, *values: object) -> list[Issue]:
        query = f"SELECT {_COLUMNS} FROM issues WHERE {where} ORDER BY number"
        with translate_errors(self._history.path):
            rows = self._history.db.execute(query, values).fetchall()
        return [_issue(row) for row in rows]


def _issue(row: tuple[Any, ...]) -> Issue:
    number, profile, day, part, state, *letter, catalog, newest, error = row
    head = (number, profile, day, part, state)
    return Issue(*head, Letter(*letter), catalog, newest, error)


def deliver(
    outbox: Outbox,
    issue: Issue,
    send: Send,
    now: Callable[[], dt.datetime],
    pauses: Sequence[float],
    sleep: Callable[[float], object],
) -> None:
    """Hand an issue over, and keep its state true whatever happens.

    What fails for the time being is tried again after each of the pauses. An issue
    that is in doubt before is so again until it is taken. Raises DeliveryError.
    """
    for pause in (*pauses, None):
        try:
            send(issue.letter, lambda: outbox.begin(issue, now()))
        except DoubtfulError as error:
            outbox.doubt(issue, str(error))
            raise
        except DeliveryError as error:
            # What may have arrived earlier stays in doubt, though this attempt failed.
            settle = outbox.doubt if issue.state == "sending" else outbox.refuse
            settle(issue, str(error))
            if pause is None or not error.temporary:
                raise
            sleep(pause)
        else:
            outbox.end(issue, now())
            return
