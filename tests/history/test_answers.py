"""Answers by mail: which count, for which papers, and how often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from readnext.digest.outbox import Message, Outbox
from readnext.history.answers import (
    MailedAnswer,
    note_read,
    read_until,
    record_answers,
    subscribe_again,
    unsubscribed,
)
from readnext.history.store import History
from tests.history.test_store import DUCKS, GEESE, answer

DAY = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
ME, SECRET, OTHER = "Mia@example.org", "s" * 22, "t" * 22
What = Literal["like", "dismiss", "unsubscribe"]


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """Ducks were sent with a secret; geese by an older version, without one."""
    with History.open(tmp_path / "history.sqlite") as opened:
        for number, (paper, secret) in enumerate([(DUCKS, SECRET), (GEESE, "")]):
            mail = Message(f"<{number}@x>", ME, ME, b"x", secret)
            Outbox(opened).prepare("p", answer(paper), [(number + 1, mail)], 7, DAY)
        yield opened


def mailed(
    what: What, paper: str = "", secret: str = "", mail: str = "<a@x>", days: int = 1
) -> MailedAnswer:
    return MailedAnswer(what, paper, secret, DAY + dt.timedelta(days=days), mail)


def verdicts(history: History) -> list[tuple[str, str]]:
    return [(one.verdict, one.paper.id) for one in history.judged()]


@pytest.mark.parametrize("proven", [True, False])
def test_the_secret_of_the_issue_counts(history: History, proven: bool) -> None:
    good = mailed("like", DUCKS.id, SECRET)
    forged = [
        mailed("dismiss", DUCKS.id, OTHER, "<b@x>", 2),
        mailed("dismiss", DUCKS.id, "", "<c@x>", 2),
        mailed("unsubscribe", "", OTHER, "<d@x>", 2),
        mailed("unsubscribe", "", "", "<e@x>", 2),
    ]
    found = record_answers(history, [*forged, good], proven=proven)
    assert verdicts(history) == [("like", DUCKS.id)]
    assert (found.unproven, found.counted, found.ended) == (4, [good], [])
    assert unsubscribed(history, "p") == {}


def test_the_secret_is_for_the_papers_of_its_issue(history: History) -> None:
    found = record_answers(history, [mailed("like", GEESE.id, SECRET)], proven=True)
    assert (verdicts(history), found.unknown) == ([], 1)


def test_links_of_older_versions_count_where_the_user_hands_them_over(
    history: History,
) -> None:
    old = [mailed("dismiss", GEESE.id)]
    assert record_answers(history, old, proven=True).unproven == 1
    assert verdicts(history) == []
    record_answers(history, old, proven=False)
    assert verdicts(history) == [("dismiss", GEESE.id)]


def test_a_wrong_secret_is_worse_than_none(history: History) -> None:
    wrong = [mailed("dismiss", GEESE.id, OTHER)]
    assert record_answers(history, wrong, proven=False).unproven == 1
    assert verdicts(history) == []


def test_a_paper_that_was_also_shown_elsewhere_still_needs_it_by_imap(
    history: History,
) -> None:
    with history.transaction():
        history.note_run("suggest", "", answer(DUCKS), DAY)
    record_answers(history, [mailed("dismiss", DUCKS.id)], proven=True)
    assert verdicts(history) == []


def test_the_last_answer_counts_and_later_feedback_remains(history: History) -> None:
    first = mailed("like", DUCKS.id, SECRET, "<a@x>", 1)
    second = mailed("dismiss", DUCKS.id, SECRET, "<b@x>", 3)
    record_answers(history, [second, first], proven=True)
    assert verdicts(history) == [("dismiss", DUCKS.id)]
    history.judge(DUCKS, "like", DAY + dt.timedelta(days=5))
    late = mailed("dismiss", DUCKS.id, SECRET, "<c@x>", 4)
    assert record_answers(history, [late], proven=True).counted == [late]
    assert verdicts(history) == [("like", DUCKS.id)]


def test_a_mail_counts_once_even_if_it_was_undone(history: History) -> None:
    ended = mailed("unsubscribe", "", SECRET)
    found = record_answers(history, [ended, ended], proven=True)
    assert found.ended == [("p", ME)]
    assert unsubscribed(history, "p") == {ME.lower(): "2026-11-21"}
    assert subscribe_again(history, "p", ["mia@example.org", "x@y.org"]) == [
        "mia@example.org"
    ]
    again = record_answers(history, [ended], proven=True)
    assert (again.ended, again.counted) == ([], [ended])
    assert unsubscribed(history, "p") == {}


def test_a_mailbox_is_read_up_to_a_number(history: History) -> None:
    assert read_until(history, "m") is None
    note_read(history, "m", 7, 12)
    note_read(history, "m", 8, 3)
    assert read_until(history, "m") == (8, 3)


def test_an_older_history_gets_the_new_tables(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    with History.open(path) as old:
        for table in ("secrets", "answered", "mailboxes", "unsubscribed"):
            old.db.execute(f"DROP TABLE {table}")
    with History.open(path) as opened:
        assert read_until(opened, "m") is None and unsubscribed(opened, "p") == {}
