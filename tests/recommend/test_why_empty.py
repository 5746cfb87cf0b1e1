"""Why a list is empty, said of real catalogs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.matching.identity import Identity
from readnext.paper import Author, Entry, Paper
from readnext.recommend.suggest import suggest
from readnext.request import Filters, Parts, Request

MOSS = Entry("a", title="On Moss and its Growth", authors=(Author("Ash", "Ann"),))
REED = Entry("c", title="Reeds of the North", authors=(Author("Elm", "Bo"),))


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog", create=True) as opened:
        opened.add(
            [
                Paper("1", "On Moss and its Growth", ("Ann Ash",), date="2024"),
                Paper("3", "Reeds of the North", ("Bo Elm",), date="2025"),
            ]
        )
        yield opened


def why(catalog: Catalog, entries: list[Entry], request: Request) -> str:
    answer = suggest(entries, catalog, request)
    assert bool(answer.suggestions) != bool(answer.empty_reason)
    return answer.empty_reason


def test_a_catalog_that_the_reader_owns(catalog: Catalog) -> None:
    said = why(catalog, [MOSS, REED], Request())
    assert said.startswith(
        "Nothing to suggest of 2 papers in the catalog: 2 in your library or liked; add"
    )
    assert "readnext catalog update" in said


def test_what_was_dismissed_and_what_filters_leave_out(catalog: Catalog) -> None:
    by_ann = Request(filters=Filters(authors=("Ann Ash",)))
    said = why(catalog, [MOSS], by_ann)
    assert (
        "1 in your library or liked, 1 left out by your filters or not papers" in said
    )
    refused = suggest([MOSS], catalog, Request(), excluded=[Identity.of(REED)])
    assert (
        "1 in your library or liked, 1 dismissed or sent before;"
        in refused.empty_reason
    )


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (
            Request(filters=Filters(exclude=("reeds",))),
            '1 paper fits but for the filter exclude "reeds".',
        ),
        (Request(parts=Parts(0, 5)), "1 paper fits, but all are new (since "),
        (
            Request(parts=Parts(5, since="2026-01-01")),
            "1 paper fits, but none is new (since 2026-01-01).",
        ),
        (Request(me=("Bo Elm",)), "1 paper fits, but you wrote it or may have it"),
    ],
)
def test_a_candidate_that_is_not_listed(
    catalog: Catalog, request_: Request, said: str
) -> None:
    assert said in why(catalog, [MOSS], request_)


def test_a_list_with_papers_says_nothing(catalog: Catalog) -> None:
    assert why(catalog, [MOSS], Request()) == ""
