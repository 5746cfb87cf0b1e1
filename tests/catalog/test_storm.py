"""A service that fails a third of the time leaves the catalog as a good one does."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.catalog.sync import update
from readnext.paper import Paper
from readnext_adapters.http import Client, Policy
from readnext_adapters.sources import parse_source
from readnext_adapters.sources.protocol import Page
from tests.adapters.serving import Server
from tests.bogs import Bogs, Weather

NAME = "openalex:S123"
TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 6, tzinfo=dt.UTC)
# Nothing is waited for, and one attempt in two is made.
QUICK = Policy(
    attempts=2, deadline=20.0, read_timeout=5.0, first_wait=0.0, longest_wait=0.0
)
PAGE = 3  # works


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server().running() as running:
        monkeypatch.setenv("READNEXT_OPENALEX_URL", running.url)
        yield running


def pages(cursor: str | None) -> Iterator[Page]:
    with Client(QUICK) as client:
        yield from parse_source(NAME).pages(client, cursor, None, TODAY)


def papers(catalog: Catalog) -> list[Paper]:
    return sorted(catalog.all_papers(), key=lambda paper: paper.id)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("works", "answers"),
    [(210, 80), pytest.param(2_100, 1_000, marks=pytest.mark.slow)],
)
def test_questions_in_a_storm(
    server: Server,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    works: int,
    answers: int,
) -> None:
    server.behave = Bogs(works, 100)
    with Catalog.open(tmp_path / "calm", create=True) as calm:
        assert update(calm, NAME, 3, pages, lambda: NOW).error is None
        expected = papers(calm)
    assert len(expected) == works

    weather = Weather(0.3, seed=7)
    server.behave = bogs = Bogs(works, PAGE, weather)
    errors = []
    with Catalog.open(tmp_path / "storm", create=True) as stormy:
        while (error := update(stormy, NAME, 3, pages, lambda: NOW).error) is not None:
            errors.append(error)
            (account,) = stormy.accounts()
            assert account.error == error
            assert len(errors) < 500
        assert papers(stormy) == expected
        assert len(stormy.columns()) == works
        (account,) = stormy.accounts()
        assert account.error is None and account.succeeded
    assert bogs.answers >= answers
    with capsys.disabled():
        sys.stdout.write(
            f"\n{bogs.answers} answers, {weather.spoilt} spoilt "
            f"({weather.spoilt / bogs.answers:.0%}), {len(errors)} runs failed, "
            f"{len(set(errors))} different messages\n"
        )
