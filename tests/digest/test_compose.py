"""Composing an issue: what it brings, and what it reports of earlier ones."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.digest.compose import (
    DigestOrder,
    Inputs,
    PendingIssue,
    compose_issue,
    worth_reading,
)
from readnext.digest.content import lead, parts_of, status_lines, subject
from readnext.digest.outbox import Message, Outbox, Step
from readnext.history.store import History
from readnext.library.selection import split
from readnext.paper import Entry, Paper, Problem
from readnext.request import Filters, Request
from readnext.suggestion import Answer, Suggestion
from tests.ranker.planted import library, of, three_topics

PAPERS = three_topics()
ORDER = DigestOrder("p", "a@example.org", ("b@example.org",), Request(n=3))
DAY = dt.datetime(2026, 11, 22, 7, tzinfo=dt.UTC)


@pytest.fixture
def inputs(tmp_path: Path) -> Iterator[Inputs]:
    with (
        Catalog.open(tmp_path / "catalog", create=True) as catalog,
        History.open(tmp_path / "history.sqlite") as history,
    ):
        catalog.add(PAPERS[:-2])
        mine = split(library(of(PAPERS, "birds")[:12]))
        yield Inputs(mine, catalog, str(catalog.folder), history)


def prepared(inputs: Inputs, made: PendingIssue, at: dt.datetime) -> Outbox:
    """Put an issue into the outbox, and begin to send it."""
    outbox = Outbox(inputs.history)
    mail = Message(f"<{made.content.token}@x>", "a@example.org", "b@example.org", b"x")
    messages = [(made.content.part, mail)]
    (issue,) = outbox.prepare("p", made.content.answer, messages, made.newest, at)
    outbox.begin(issue, at)
    return outbox


def test_the_first_issue_has_nothing_to_compare_with(inputs: Inputs) -> None:
    inputs = dataclasses.replace(inputs, problems=[Problem("x.bib:3", "no title")])
    made = compose_issue(ORDER, inputs, Step("make", 1), DAY)
    assert len(made.content.answer.suggestions) == 3
    assert (made.content.status.fresh, made.content.status.last) == (None, None)
    assert "Your library has 1 problem;" in made.content.status.notes[0]
    assert subject(made.content).startswith("readnext p: 3 new papers: ")


def test_what_is_no_paper_to_read_is_named_so(inputs: Inputs) -> None:
    inputs.catalog.add([Paper("e", "Erratum: On the flight of ducks", date="2024")])

    def counted(filters: Filters) -> str:
        order = dataclasses.replace(ORDER, request=Request(n=3, filters=filters))
        made = compose_issue(order, inputs, Step("make", 1), DAY)
        return " ".join(status_lines(made.content))

    said = counted(Filters(min_probability=0))
    assert "1 not papers to read (corrections, notices and" in said
    assert "filters" not in said
    said = counted(Filters(since="2020"))
    assert "left out by your filters or not papers to read (corrections" in said


def ids(made: PendingIssue, part: str = "new") -> list[str]:
    found = made.content.answer.suggestions
    return [one.paper.id for one in found if one.part == part]


def test_the_next_issue_brings_what_came_since_the_last_and_reports_it(
    inputs: Inputs,
) -> None:
    first = compose_issue(ORDER, inputs, Step("make", 1), DAY)
    prepared(inputs, first, DAY)
    inputs.catalog.add(PAPERS[-2:])
    second = compose_issue(ORDER, inputs, Step("make", 1), DAY + dt.timedelta(days=1))
    status = second.content.status
    assert (status.fresh, status.last) == (2, "2026-11-22")
    assert "The issue of 2026-11-22 may not have arrived" in status.warnings[0]
    assert "interrupted" in status.warnings[0]
    assert len(ids(first)) == 3
    assert set(ids(second)) == {paper.id for paper in PAPERS[-2:]}
    assert "2 new papers" in subject(second.content)
    assert "since the issue of 2026-11-22" in lead(second.content)


def test_a_quiet_day_brings_nothing_old(inputs: Inputs) -> None:
    prepared(inputs, compose_issue(ORDER, inputs, Step("make", 1), DAY), DAY)
    second = compose_issue(ORDER, inputs, Step("make", 1), DAY + dt.timedelta(days=1))
    assert second.content.answer.suggestions == ()
    assert subject(second.content) == "readnext p: nothing new to read today"
    assert "Nothing new to read since the issue of 2026-11-22" in lead(second.content)


def test_the_archive_is_asked_for_and_comes_last(inputs: Inputs) -> None:
    prepared(inputs, compose_issue(ORDER, inputs, Step("make", 1), DAY), DAY)
    inputs.catalog.add(PAPERS[-2:])
    order = dataclasses.replace(ORDER, archive=2)
    made = compose_issue(order, inputs, Step("make", 1), DAY + dt.timedelta(days=1))
    assert (len(ids(made)), len(ids(made, "missed"))) == (2, 2)
    parts = [part.heading for part in parts_of(made.content)]
    assert parts == ["New", "From the archive"]
    ranks = [one.rank for part in parts_of(made.content) for one in part.suggestions]
    assert ranks == [1, 2, 3, 4]


def test_more_of_a_day_is_of_what_was_new_on_that_day(inputs: Inputs) -> None:
    first = compose_issue(ORDER, inputs, Step("make", 1), DAY)
    prepared(inputs, first, DAY)
    more = compose_issue(ORDER, inputs, Step("make", 2), DAY)
    assert len(ids(more)) == 3 and not set(ids(more)) & set(ids(first))
    assert subject(more.content).startswith("readnext p: 3 more new papers: ")


def test_a_clock_that_was_wrong_makes_no_old_paper_new(inputs: Inputs) -> None:
    day = dt.timedelta(days=1)
    prepared(inputs, compose_issue(ORDER, inputs, Step("make", 1), DAY), DAY)
    for wrong in (DAY.replace(year=2020), DAY.replace(year=2031)):
        prepared(inputs, compose_issue(ORDER, inputs, Step("make", 1), wrong), wrong)
    made = compose_issue(ORDER, inputs, Step("make", 1), DAY + day)
    assert made.content.status.last == DAY.date().isoformat()
    assert ids(made) == []
    outbox = Outbox(inputs.history)
    for today in (DAY, DAY + day):
        last = outbox.last("p", today.date())
        assert last is not None and last.day == DAY.date().isoformat()


def test_an_issue_that_was_not_sent_is_not_the_last(inputs: Inputs) -> None:
    first = compose_issue(ORDER, inputs, Step("make", 1), DAY)
    outbox = prepared(inputs, first, DAY)
    (issue,) = outbox.issues("p", DAY.date())
    outbox.refuse(issue, "no such user")
    later = DAY + dt.timedelta(days=1)
    outbox.drop("p", later.date())
    again = compose_issue(ORDER, inputs, Step("make", 1), later)
    assert ids(again) == ids(first)


def test_the_month_of_the_last_issue_does_not_make_a_paper_new(inputs: Inputs) -> None:
    inputs.catalog.add(
        [
            dataclasses.replace(paper, id=f"v{i}", title=f"{paper.title} again", date=d)
            for i, (paper, d) in enumerate(
                zip(PAPERS, ("2026-11", "2026", "2026-11-23", "2026-12"), strict=False)
            )
        ]
    )
    prepared(inputs, compose_issue(ORDER, inputs, Step("make", 1), DAY), DAY)
    second = compose_issue(ORDER, inputs, Step("make", 1), DAY + dt.timedelta(days=1))
    assert set(ids(second)) <= {"v2", "v3"}


def test_papers_are_numbered_by_their_probability(inputs: Inputs) -> None:
    found = compose_issue(ORDER, inputs, Step("make", 1), DAY).content.answer
    likely = [one.probability or 0 for one in found.suggestions]
    assert likely == sorted(likely, reverse=True)
    assert [one.rank for one in found.suggestions] == [1, 2, 3]


def test_a_catalog_of_another_name_has_no_count_of_new_papers(inputs: Inputs) -> None:
    prepared(inputs, compose_issue(ORDER, inputs, Step("make", 1), DAY), DAY)
    other = dataclasses.replace(inputs, label="starter")
    made = compose_issue(ORDER, other, Step("make", 1), DAY + dt.timedelta(days=1))
    assert made.content.status.fresh is None


def suggestion(probability: float | None, part: str = "new") -> Suggestion:
    paper = Paper(f"{part}{probability}", f"On ducks {probability}")
    return Suggestion(1, paper, "key", 1.0, probability, (), part=part)


@pytest.mark.parametrize(
    ("chances", "filters", "kept", "note"),
    [
        ([0.4, 0.02, 0.001, 0], Filters(), [0.4, 0.02], "2 new papers were left out"),
        ([0.001] * 5, Filters(), [0.001] * 3, "None of the new papers matches"),
        ([0.001], Filters(), [0.001], "None of the new papers matches"),
        # Of a new reader, no probability is known yet.
        ([None] * 5, Filters(), [None] * 5, ""),
        # A reader's own threshold is kept to.
        ([0.4, 0], Filters(min_probability=0), [0.4, 0], ""),
        ([0.4, 0], Filters(min_score=0), [0.4, 0], ""),
    ],
)
def test_weak_matches_are_left_out_where_there_are_better_ones(
    chances: list[float | None],
    filters: Filters,
    kept: list[float | None],
    note: str,
) -> None:
    found = (*map(suggestion, chances), suggestion(0, "missed"))
    answer = Answer(9, 9, 0, "c", 9, 9, "prior", "", found, in_parts=True)
    made = worth_reading(answer, filters)
    assert [one.probability for one in made.suggestions] == [*kept, 0]
    assert (note in made.notes[0]) if note else not made.notes


def test_nothing_of_another_field_is_sent(inputs: Inputs) -> None:
    words = "tax law court contract tort property statute equity trust lease".split()
    mine = [
        Entry(f"law{n}", title=f"{a} {b} {n}", where=f"x.bib:{n}")
        for n, (a, b) in enumerate(zip(words, words[1:] + words[:1], strict=True))
    ] * 2
    other = dataclasses.replace(inputs, library=split(mine))
    order = dataclasses.replace(ORDER, archive=3, trending=2)
    made = compose_issue(order, other, Step("make", 1), DAY)
    assert not made.content.answer.fits
    assert made.content.answer.suggestions == ()
    assert subject(made.content) == "readnext p: the catalog is of another field"
