"""Answers to issues of a digest that came by mail: verdicts, and the end of a digest.

A mail counts once. It counts as an answer to an issue if it has the secret of that
issue, which only its links have; who knows the address of a reader cannot forge it.
Issues of older versions had no secret: mails about their papers count without one where
the user hands them over, but not where readnext fetches them itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from readnext.dates import utc_text
from readnext.history.schema import translate_errors
from readnext.history.store import History, Verdict
from readnext.paper import Paper

UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class MailedAnswer:
    """What a mail says, written `at` a time: a verdict on the paper with an `id`.

    The `id` of the paper is "" where it ends the digest. `secret` is that of an issue,
    "" if it has none, and `mail` is the Message-ID, "" if it has none.
    """

    what: Literal["like", "dismiss", "unsubscribe"]
    id: str
    secret: str
    at: dt.datetime
    mail: str


@dataclass(slots=True)
class Recorded:
    """What became of answers.

    `judged` are the verdicts that were recorded, and `ended` the digests, by profile
    and recipient. `counted` are all answers that are done with, also those that were
    known or outdated. `unknown` ones name a paper that was never suggested, `unproven`
    ones have no secret of an issue.
    """

    judged: list[tuple[Verdict, Paper]] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)
    counted: list[MailedAnswer] = field(default_factory=list)
    unknown: int = 0
    unproven: int = 0


def record_answers(
    history: History, answers: Iterable[MailedAnswer], *, proven: bool
) -> Recorded:
    """Record answers, the oldest first; with `proven`, each needs a secret.

    Feedback that was given after an answer was written remains.
    """
    taken = Recorded()
    for answer in sorted(answers, key=lambda one: one.at):
        if answer.mail and _is_known(history, answer.mail):
            taken.counted.append(answer)
            continue
        issue = _issue(history, answer.secret)
        if issue is None and (proven or answer.secret or not answer.id):
            taken.unproven += 1
        elif answer.what == UNSUBSCRIBE:
            if issue is not None:
                _end(history, *issue[1:], answer.at)
                taken.ended.append(issue[1:])
                _remember(history, answer, taken)
        else:
            _judge(history, answer, issue[0] if issue else None, taken)
    return taken


def _judge(
    history: History, answer: MailedAnswer, run: int | None, taken: Recorded
) -> None:
    """Record the verdict of an answer to the issue of a `run`, None if that is old."""
    assert answer.what != "unsubscribe"
    number = history.named(answer.id)
    if number is None or not _may_be_about(history, number, run):
        taken.unknown += number is None or run is not None
        taken.unproven += number is not None and run is None
        return
    if not history.is_changed_since(number, answer.at):
        paper = history.paper(number)
        history.judge(paper, answer.what, answer.at)
        taken.judged.append((answer.what, paper))
    _remember(history, answer, taken)


def _may_be_about(history: History, number: int, run: int | None) -> bool:
    """Whether an issue has a paper; without an issue, whether it needs no secret."""
    if run is not None:
        query = "SELECT 1 FROM shown WHERE paper = ? AND run = ?"
        return _found(history, query, number, run)
    secret = "SELECT 1 FROM shown WHERE paper = ? AND run IN (SELECT run FROM secrets)"
    other = (
        "SELECT 1 FROM shown WHERE paper = ? AND run NOT IN (SELECT run FROM secrets)"
    )
    return _found(history, other, number) or not _found(history, secret, number)


def _found(history: History, query: str, *values: object) -> bool:
    with translate_errors(history.path):
        return history.db.execute(query, values).fetchone() is not None


def _issue(history: History, secret: str) -> tuple[int, str, str] | None:
    """The run, the profile and the recipient of the issue with a secret."""
    if not secret:
        return None
    query = "SELECT run, profile, recipient FROM secrets WHERE secret = ?"
    with translate_errors(history.path):
        found = history.db.execute(query, (secret,)).fetchone()
    return (int(found[0]), found[1], found[2]) if found else None


def _is_known(history: History, mail: str) -> bool:
    return _found(history, "SELECT 1 FROM answered WHERE mail = ?", mail)


def _remember(history: History, answer: MailedAnswer, taken: Recorded) -> None:
    taken.counted.append(answer)
    if answer.mail:
        with history.transaction():
            history.db.execute(
                "INSERT OR IGNORE INTO answered VALUES (?, ?)",
                (answer.mail, utc_text(answer.at)),
            )


def _end(history: History, profile: str, recipient: str, at: dt.datetime) -> None:
    with history.transaction():
        history.db.execute(
            "INSERT OR IGNORE INTO unsubscribed VALUES (?, ?, ?)",
            (profile, recipient, utc_text(at)),
        )


def unsubscribed(history: History, profile: str) -> dict[str, str]:
    """Return who ended a digest by mail, in lower case, and on which day, UTC."""
    query = "SELECT lower(recipient), substr(at, 1, 10) FROM unsubscribed"
    with translate_errors(history.path):
        found = history.db.execute(f"{query} WHERE profile = ?", (profile,))
        return dict(found.fetchall())


def subscribe_again(
    history: History, profile: str, recipients: Iterable[str]
) -> list[str]:
    """Have recipients get a digest that they ended; return those who had."""
    ended = unsubscribed(history, profile)
    again = [one for one in recipients if one.lower() in ended]
    with history.transaction():
        history.db.executemany(
            "DELETE FROM unsubscribed WHERE profile = ? AND recipient = ?",
            [(profile, one) for one in again],
        )
    return again


def read_until(history: History, mailbox: str) -> tuple[int, int] | None:
    """Return the validity of the numbers of a mailbox, and the last one that was read.

    None if it was never read.
    """
    query = "SELECT validity, last FROM mailboxes WHERE name = ?"
    with translate_errors(history.path):
        found = history.db.execute(query, (mailbox,)).fetchone()
    return (int(found[0]), int(found[1])) if found else None


def note_read(history: History, mailbox: str, validity: int, last: int) -> None:
    """Record up to which number a mailbox was read; see `read_until`."""
    with history.transaction():
        history.db.execute(
            "INSERT OR REPLACE INTO mailboxes VALUES (?, ?, ?)",
            (mailbox, validity, last),
        )
