"""The outbox: what is due, what an attempt leaves behind, what counts as sent."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from readnext.digest.outbox import (
    Issue,
    Message,
    Outbox,
    Send,
    deliver,
    next_step,
)
from readnext.errors import DeliveryError, UnknownDeliveryError, UserError
from readnext.history.store import History
from tests.history.test_store import DUCKS, GEESE, PUBLISHED, answer

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
ME, YOU = "me@example.org", "you@example.org"
CATALOG = "c"


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History.open(tmp_path / "history.sqlite") as opened:
        yield opened


@pytest.fixture
def outbox(history: History) -> Outbox:
    return Outbox(history)


def new_message(part: int = 1, days: int = 0) -> Message:
    return Message(f"<{days}.{part}@example.org>", ME, YOU, b"Subject: Ducks\r\n\r\n")


def prepared(outbox: Outbox, part: int = 1, days: int = 0, profile: str = "p") -> Issue:
    at = NOON + dt.timedelta(days=days)
    mail = new_message(part, days)
    mail = Message(f"{profile}{mail.message_id}", ME, YOU, mail.data)
    (made,) = outbox.prepare(profile, answer(DUCKS), [(part, mail)], 7, at)
    return made


def stored(outbox: Outbox, issue: Issue) -> Issue:
    day = dt.date.fromisoformat(issue.day)
    found = [i for i in outbox.issues(issue.profile, day) if i.number == issue.number]
    return found[0]


class Attempts:
    """Fails as it is told, one attempt after the other; None is success."""

    def __init__(self, *outcomes: Exception | None, begins: bool = True) -> None:
        self.left = list(outcomes)
        self.begins = begins
        self.given: list[Message] = []

    def __call__(self, mail: Message, begin: Callable[[], object]) -> None:
        self.given.append(mail)
        if self.begins:
            begin()
        outcome = self.left.pop(0)
        if outcome is not None:
            raise outcome


def attempt(
    outbox: Outbox, issue: Issue, send: Send, pauses: tuple[float, ...] = ()
) -> list[float]:
    slept: list[float] = []
    deliver(outbox, issue, send, lambda: NOON, pauses, slept.append)
    return slept


# ------------------------------------------------------------------ what is due
def issue(state: str, part: int = 1, sender: str = ME) -> Issue:
    mail = Message("<1@x>", sender, YOU, b"")
    return Issue(part, "p", "2026-11-22", part, state, mail, "c", 7, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("issues", "force", "what", "part"),
    [
        ([], False, "make", 1),
        ([], True, "make", 1),
        ([issue("prepared")], False, "send", 1),
        ([issue("prepared")], True, "send", 1),
        ([issue("prepared", sender=YOU)], False, "make", 2),
        ([issue("sending")], False, "unknown", 1),
        ([issue("sending")], True, "send", 1),
        ([issue("sending", sender=YOU)], False, "unknown", 1),
        ([issue("sending", sender=YOU)], True, "make", 2),
        ([issue("sent")], False, "already sent", 1),
        ([issue("sent", sender=YOU)], False, "already sent", 1),
        ([issue("sent")], True, "make", 2),
        ([issue("dropped")], False, "make", 2),
        ([issue("sent"), issue("prepared", 2)], False, "send", 2),
        ([issue("sent"), issue("sending", 2)], False, "unknown", 2),
        ([issue("sending"), issue("sent", 2)], False, "already sent", 2),
        ([issue("sent"), issue("dropped", 2)], False, "already sent", 1),
        ([issue("sent"), issue("dropped", 2)], True, "make", 3),
    ],
)
def test_the_next_step(issues: list[Issue], force: bool, what: str, part: int) -> None:
    step = next_step(issues, ME, force=force)
    assert (step.what, step.part) == (what, part)
    assert (step.issue is None) == (what == "make")


# ----------------------------------------------------------- what is left behind
def test_what_was_taken_is_sent(history: History, outbox: Outbox) -> None:
    made = prepared(outbox)
    assert (made.state, made.message.data, made.newest) == (
        "prepared",
        new_message().data,
        7,
    )
    assert history.sent_to("p") == {}
    attempt(outbox, made, Attempts(None))
    assert stored(outbox, made).state == "sent"
    assert stored(outbox, made).message.data == b""
    assert list(history.sent_to("p").values()) == ["2026-11-22"]
    assert history.sent_to("other") == {}


def test_it_is_sending_while_it_is_sent(outbox: Outbox) -> None:
    made = prepared(outbox)
    states: list[str] = []

    def send(_: Message, begin: Callable[[], object]) -> None:
        states.append(stored(outbox, made).state)
        begin()
        states.append(stored(outbox, made).state)

    attempt(outbox, made, send)
    assert states == ["prepared", "sending"]


@pytest.mark.parametrize("begins", [False, True])
def test_what_was_refused_is_prepared_again(
    history: History, outbox: Outbox, begins: bool
) -> None:
    made = prepared(outbox)
    with pytest.raises(DeliveryError, match="no"):
        attempt(outbox, made, Attempts(DeliveryError("no"), begins=begins), (1.0,))
    left = stored(outbox, made)
    assert (left.state, left.error, left.message) == ("prepared", "no", made.message)
    assert history.sent_to("p") == {}
    attempt(outbox, left, Attempts(None))
    assert stored(outbox, made).error is None


def test_what_fails_for_now_is_tried_again(outbox: Outbox) -> None:
    made = prepared(outbox)
    later = DeliveryError("later", temporary=True)
    send = Attempts(later, later, None)
    assert attempt(outbox, made, send, (1.0, 4.0)) == [1.0, 4.0]
    assert send.given == [made.message] * 3
    assert stored(outbox, made).state == "sent"


def test_it_is_tried_a_few_times_only(outbox: Outbox) -> None:
    made = prepared(outbox)
    later = DeliveryError("later", temporary=True)
    send = Attempts(later, later, None)
    with pytest.raises(DeliveryError, match="later"):
        attempt(outbox, made, send, (1.0,))
    assert len(send.given) == 2
    assert stored(outbox, made).state == "prepared"


def test_doubt_stays_and_is_not_tried_again(history: History, outbox: Outbox) -> None:
    made = prepared(outbox)
    send = Attempts(UnknownDeliveryError("broke", temporary=True), None)
    with pytest.raises(UnknownDeliveryError):
        attempt(outbox, made, send, (1.0,))
    left = stored(outbox, made)
    assert (left.state, left.error, len(send.given)) == ("sending", "broke", 1)
    assert len(history.sent_to("p")) == 1


def test_a_refusal_does_not_end_an_earlier_doubt(outbox: Outbox) -> None:
    made = prepared(outbox)
    with pytest.raises(UnknownDeliveryError):
        attempt(outbox, made, Attempts(UnknownDeliveryError("broke")))
    with pytest.raises(DeliveryError):
        attempt(outbox, stored(outbox, made), Attempts(DeliveryError("no")))
    assert stored(outbox, made).state == "sending"
    attempt(outbox, stored(outbox, made), Attempts(None))
    assert stored(outbox, made).state == "sent"


def test_whatever_interrupts_leaves_what_was_true(outbox: Outbox) -> None:
    class Killed(BaseException):
        pass

    def dies_first(_: Message, __: Callable[[], object]) -> None:
        raise Killed

    def dies_later(_: Message, begin: Callable[[], object]) -> None:
        begin()
        raise Killed

    made = prepared(outbox)
    with pytest.raises(Killed):
        attempt(outbox, made, dies_first)
    assert stored(outbox, made).state == "prepared"
    with pytest.raises(Killed):
        attempt(outbox, made, dies_later)
    assert stored(outbox, made).state == "sending"


def test_a_failed_preparation_leaves_nothing(history: History, outbox: Outbox) -> None:
    prepared(outbox)
    with pytest.raises(Exception, match="UNIQUE"):
        prepared(outbox)
    (left,) = outbox.issues("p", NOON.date())
    assert left.state == "prepared"
    assert history.db.execute("SELECT count(*) FROM runs").fetchone() == (1,)


# ---------------------------------------------------------- several recipients
def test_each_recipient_has_an_issue_of_the_same_papers(
    history: History, outbox: Outbox
) -> None:
    mails = [(1, Message(f"<{to}>", ME, to, b"x")) for to in (YOU, "lab@example.org")]
    first, second = outbox.prepare("p", answer(DUCKS), mails, 7, NOON)
    assert history.db.execute("SELECT count(*) FROM runs").fetchone() == (1,)
    attempt(outbox, first, Attempts(None))
    with pytest.raises(DeliveryError):
        attempt(outbox, second, Attempts(DeliveryError("no")))
    day = NOON.date()
    assert [i.state for i in outbox.issues("p", day)] == ["sent", "prepared"]
    assert [i.state for i in outbox.issues("p", day, YOU)] == ["sent"]
    assert len(history.sent_to("p", [YOU])) == 1
    assert history.sent_to("p", ["lab@example.org"]) == {}
    tomorrow = day + dt.timedelta(days=1)
    assert outbox.unreported("p", YOU, tomorrow) == []
    (failed,) = outbox.unreported("p", "lab@example.org", tomorrow)
    assert failed.error == "no"


def test_an_outbox_of_format_1_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    with History.open(path) as history:
        made = prepared(Outbox(history))
        attempt(Outbox(history), made, Attempts(None))
        prepared(Outbox(history), part=2)
    with closing(sqlite3.connect(path)) as db, db:
        (text,) = db.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'issues'"
        ).fetchone()
        old = text.replace("(profile, day, part, recipient)", "(profile, day, part)")
        assert old != text
        db.execute("ALTER TABLE issues RENAME TO now")
        db.execute(old)
        db.execute("INSERT INTO issues SELECT * FROM now")
        db.execute("DROP TABLE now")
        db.execute("PRAGMA user_version = 1")
    with History.open(path) as history:
        outbox = Outbox(history)
        left = outbox.issues("p", NOON.date(), YOU)
        assert [(i.part, i.state) for i in left] == [(1, "sent"), (2, "prepared")]
        assert next_step(left, ME, force=False).what == "send"
        assert len(history.sent_to("p")) == 1
        lab = Message("<lab>", ME, "lab@example.org", b"x")
        outbox.prepare("p", answer(GEESE), [(1, lab)], 7, NOON)
        assert len(outbox.issues("p", NOON.date())) == 3
        tables = history.db.execute("SELECT name FROM sqlite_master").fetchall()
        assert ("issues_1",) not in tables


# ------------------------------------------------------------------- other days
def test_what_an_earlier_day_left_is_dropped_and_free_again(
    history: History, outbox: Outbox
) -> None:
    old, other = prepared(outbox, days=-1), prepared(outbox, days=-1, profile="q")
    outbox.drop("p", NOON.date())
    assert stored(outbox, old).state == "dropped"
    assert stored(outbox, other).state == "prepared"
    assert history.sent_to(None) == {}


def test_another_part_takes_the_place_of_a_prepared_one(outbox: Outbox) -> None:
    first, second = prepared(outbox), prepared(outbox, part=2)
    assert [stored(outbox, i).state for i in (first, second)] == ["dropped", "prepared"]


def test_failures_are_told_until_one_was_sent(outbox: Outbox) -> None:
    doubtful, refused = prepared(outbox, days=-3), prepared(outbox, days=-2)
    with pytest.raises(UserError):
        attempt(outbox, doubtful, Attempts(UnknownDeliveryError("broke")))
    with pytest.raises(UserError):
        attempt(outbox, refused, Attempts(DeliveryError("no")))
    today, tomorrow = NOON.date(), NOON.date() + dt.timedelta(days=1)
    told = outbox.unreported("p", YOU, today)
    assert [(i.day, i.state) for i in told] == [
        ("2026-11-19", "sending"),
        ("2026-11-20", "prepared"),
    ]
    made = prepared(outbox)
    assert [i.number for i in outbox.unreported("p", YOU, today)] == [
        i.number for i in told
    ]
    attempt(outbox, made, Attempts(None))
    assert outbox.unreported("p", YOU, tomorrow) == []
    last = outbox.last("p", today)
    assert last is not None and last.number == made.number


def test_a_preprint_that_was_sent_is_sent_published_too(
    history: History, outbox: Outbox
) -> None:
    attempt(outbox, prepared(outbox), Attempts(None))
    assert set(history.sent_of([PUBLISHED, GEESE])) == {PUBLISHED.id}
