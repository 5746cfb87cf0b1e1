"""Composing an issue: what it brings, and what it reports of earlier ones."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.digest.compose import DigestOrder, Inputs, PendingIssue, compose_issue
from readnext.digest.content import subject
from readnext.digest.outbox import Message, Outbox, Step
from readnext.history.store import History
from readnext.library.selection import split
from readnext.paper import Problem
from readnext.request import Request
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
    assert subject(made.content).startswith("readnext p: 3 papers to read: ")


def test_the_next_issue_repeats_nothing_and_reports_the_last(inputs: Inputs) -> None:
    first = compose_issue(ORDER, inputs, Step("make", 1), DAY)
    prepared(inputs, first, DAY)
    inputs.catalog.add(PAPERS[-2:])
    second = compose_issue(ORDER, inputs, Step("make", 1), DAY + dt.timedelta(days=1))
    status = second.content.status
    assert (status.fresh, status.last) == (2, "2026-11-22")
    assert "The issue of 2026-11-22 may not have arrived" in status.warnings[0]
    assert "interrupted" in status.warnings[0]
    ids = [{s.paper.id for s in m.content.answer.suggestions} for m in (first, second)]
    assert len(ids[0]) == len(ids[1]) == 3 and not ids[0] & ids[1]


def test_a_catalog_of_another_name_has_no_count_of_new_papers(inputs: Inputs) -> None:
    prepared(inputs, compose_issue(ORDER, inputs, Step("make", 1), DAY), DAY)
    other = dataclasses.replace(inputs, label="starter")
    made = compose_issue(ORDER, other, Step("make", 1), DAY + dt.timedelta(days=1))
    assert made.content.status.fresh is None
