"""The outbox: which issues of a digest were prepared, are being sent, and were sent.

An issue goes to one recipient of a profile. It is::

    prepared --> sending --> sent          prepared --> dropped
        ^___________|

It is *prepared* with its papers and its complete message. It is *sending* from just
before the message is handed over, which cannot be undone, until the response: then it
is *sent* if it was accepted, *prepared* again if it was refused. A process that ends in
between leaves an issue in *sending*: its delivery status is unknown, so it is not sent
again automatically, and its papers count as sent. A prepared issue whose day is over
is *dropped*, and its papers may be suggested again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from readnext.dates import utc_text
from readnext.errors import DeliveryError, UnknownDeliveryError
from readnext.history.schema import translate_errors
from readnext.history.store import History
from readnext.suggestion import Answer

State = Literal["prepared", "sending", "sent", "dropped"]

_COLUMNS = (
    "number, profile, day, part, state, message_id, sender, recipient, message, "
    "catalog, newest, error"
)


@dataclass(frozen=True, slots=True)
class Message:
    """A complete message in bytes, with its addresses and the secret of its links."""

    message_id: str
    sender: str
    recipient: str
    data: bytes
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a digest; `part` counts those of a recipient's calendar `day`.

    `catalog` and the number of its `newest` paper identify the candidates. `error` is
    why it could not be delivered, as far as that is known.
    """

    number: int
    profile: str
    day: str
    part: int
    state: State
    message: Message
    catalog: str
    newest: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next: compose an issue of that `part`, or send or report `issue`."""

    what: Literal["make", "send", "already sent", "unknown"]
    part: int
    issue: Issue | None = None


def next_step(issues: Sequence[Issue], sender: str, *, force: bool) -> Step:
    """Decide what to do on a day that has these issues of a profile to a recipient.

    A prepared issue is sent as it is. If one was sent, `force` composes another; if
    its delivery status is unknown, `force` sends it again.
    """
    part = max((issue.part for issue in issues), default=0) + 1
    left = [issue for issue in issues if issue.state != "dropped"]
    if not left:
        return Step("make", part)
    last = left[-1]
    addressed = last.message.sender == sender
    if last.state == "prepared":
        # Another sender needs another message.
        return Step("send", last.part, last) if addressed else Step("make", part)
    if last.state == "sending":
        if not force:
            return Step("unknown", last.part, last)
        return Step("send", last.part, last) if addressed else Step("make", part)
    return Step("make", part) if force else Step("already sent", last.part, last)


class Send(Protocol):
    """One attempt to deliver a message."""

    def __call__(self, message: Message, begin: Callable[[], object], /) -> None:
        """Deliver it; call `begin` just before the point of no return.

        Raises DeliveryError if it was not accepted, UnknownDeliveryError if it may
        have been.
        """


class Outbox:
    """The issues in a history."""

    def __init__(self, history: History) -> None:
        self._history = history

    def issues(
        self, profile: str, day: dt.date, recipient: str | None = None
    ) -> list[Issue]:
        """Return the issues of a profile's day, by part; None is every recipient."""
        return self._select(
            "profile = ? AND day = ? AND (?3 IS NULL OR recipient = ?3 COLLATE NOCASE)",
            *(profile, day.isoformat(), recipient),
        )

    def last(self, profile: str | None, today: dt.date) -> Issue | None:
        """Return the newest issue of a profile that was or may have been sent.

        None stands for all profiles. An issue of a day after `today` was made while the
        clock was wrong, and does not count.
        """
        found = self._select(
            "(?1 IS NULL OR profile = ?1) AND day <= ?2 "
            "AND state IN ('sending', 'sent')",
            *(profile, today.isoformat()),
        )
        return max(found, key=_age, default=None)

    def before(
        self, profile: str, recipients: Sequence[str], day: dt.date
    ) -> Issue | None:
        """Return the issue of an earlier day that all recipients have seen.

        Of the newest to each of them that was or may have been sent, it is the oldest.
        """
        query = (
            "profile = ? AND recipient = ? AND day < ? AND state IN ('sending', 'sent')"
        )
        found = [self._select(query, profile, r, day.isoformat()) for r in recipients]
        newest = [max(issues, key=_age) for issues in found if issues]
        return min(newest, key=_age, default=None)

    def unreported(self, profile: str, recipient: str, day: dt.date) -> list[Issue]:
        """Return failed issues of earlier days that no issue has reported yet.

        They are those after the newest that was sent, since each issue reports them.
        """
        return self._select(
            "profile = ?1 AND recipient = ?2 COLLATE NOCASE AND day < ?3 "
            "AND state != 'sent' "
            "AND number > (SELECT coalesce(max(number), 0) FROM issues "
            "WHERE profile = ?1 AND recipient = ?2 COLLATE NOCASE AND state = 'sent')",
            *(profile, recipient, day.isoformat()),
        )

    def drop(self, profile: str, day: dt.date) -> None:
        """Drop the prepared issues of a profile, except those of that day."""
        with self._history.transaction():
            self._history.db.execute(
                "UPDATE issues SET state = 'dropped', message = x'' "
                "WHERE profile = ? AND day != ? AND state = 'prepared'",
                (profile, day.isoformat()),
            )

    def prepare(
        self,
        profile: str,
        answer: Answer,
        messages: Sequence[tuple[int, Message]],
        newest: int,
        at: dt.datetime,
    ) -> list[Issue]:
        """Put an issue for each recipient into the outbox, in one transaction.

        `messages` are the parts of the day and the messages; all have the same papers.
        They replace other prepared ones to their recipients, which are dropped.
        """
        day = at.date().isoformat()
        with self._history.transaction():
            run = self._history.note_run("digest", profile, answer, at)
            for part, message in messages:
                self._history.db.execute(
                    "UPDATE issues SET state = 'dropped', message = x'' "
                    "WHERE profile = ? AND recipient = ? COLLATE NOCASE "
                    "AND state = 'prepared'",
                    (profile, message.recipient),
                )
                self._history.db.execute(
                    "INSERT INTO issues (profile, day, part, run, state, message_id, "
                    "sender, recipient, message, catalog, newest, prepared) "
                    "VALUES (?, ?, ?, ?, 'prepared', ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(profile, day, part, run, message.message_id),
                        *(message.sender, message.recipient, message.data),
                        *(answer.catalog, newest, utc_text(at)),
                    ),
                )
                if message.secret:
                    self._history.db.execute(
                        "INSERT INTO secrets VALUES (?, ?, ?, ?)",
                        (message.secret, run, profile, message.recipient),
                    )
        return self._select("run = ?", run)

    def begin(self, issue: Issue, at: dt.datetime) -> None:
        """Record durably that the delivery of an issue begins."""
        self._set(issue, "sending", "sending = ?", utc_text(at))

    def end(self, issue: Issue, at: dt.datetime) -> None:
        """Record that an issue was accepted; its message is no longer needed."""
        also = "sent = ?, error = NULL, message = x''"
        self._set(issue, "sent", also, utc_text(at))

    def refuse(self, issue: Issue, error: str) -> None:
        """Record that an issue was not accepted, and why."""
        self._set(issue, "prepared", "error = ?", error)

    def mark_unknown(self, issue: Issue, error: str) -> None:
        """Record why the delivery status of an issue is unknown."""
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


def _age(issue: Issue) -> tuple[str, int]:
    """What orders issues: the day first, as a clock may have been wrong in between."""
    return issue.day, issue.number


def _issue(row: tuple[Any, ...]) -> Issue:
    number, profile, day, part, state, *message, catalog, newest, error = row
    head = (number, profile, day, part, state)
    return Issue(*head, Message(*message), catalog, newest, error)


def deliver(
    outbox: Outbox,
    issue: Issue,
    send: Send,
    now: Callable[[], dt.datetime],
    pauses: Sequence[float],
    sleep: Callable[[float], object],
) -> None:
    """Deliver an issue, and record its state whatever happens.

    Temporary failures are retried after each of the pauses. An issue whose delivery
    status is unknown stays so until it is accepted. Raises DeliveryError.
    """
    for pause in (*pauses, None):
        try:
            send(issue.message, lambda: outbox.begin(issue, now()))
        except UnknownDeliveryError as error:
            outbox.mark_unknown(issue, str(error))
            raise
        except DeliveryError as error:
            # An earlier attempt may have arrived: this failure does not change that.
            settle = outbox.mark_unknown if issue.state == "sending" else outbox.refuse
            settle(issue, str(error))
            if pause is None or not error.temporary:
                raise
            sleep(pause)
        else:
            outbox.end(issue, now())
            return
