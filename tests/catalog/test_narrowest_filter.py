"""Which filter left nothing, said of real catalogs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.catalog.narrowest_filter import why_none_fits
from readnext.catalog.store import Catalog
from readnext.paper import Paper
from readnext.request import Filters


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog", create=True) as opened:
        opened.add(
            [
                Paper("a", "On Moss", ("Ann Ash",), date="2024", labs=("Fen Lab",)),
                Paper("b", "On Peat", ("Ann Ash",), date="2025", labs=("Fen Lab",)),
                Paper("c", "On Reed", ("Bo Elm",), date="2025", labs=("Bog Lab",)),
            ]
        )
        yield opened


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(since="2030"), 'none passes the filter since "2030".'),
        (Filters(since="2025", labs=("Alps",)), 'none passes the filter lab "Alps".'),
        (
            Filters(categories=("cs.LG",)),
            'none passes the filter category "cs.LG", since no paper has a known '
            "category.",
        ),
        (
            Filters(since="2025", authors=("Ann Ash",), labs=("Bog",)),
            '1 paper passes the filter lab "Bog", the narrowest of them.',
        ),
        (
            Filters(authors=("Ed Fir", "Flo Gum")),
            'none passes the filter author "Ed Fir" or "Flo Gum".',
        ),
        (
            Filters(until="2024", authors=("Bo Elm", "Ed Fir"), has_code=True),
            "none passes the filter has-code.",
        ),
    ],
)
def test_the_filter_is_named(catalog: Catalog, filters: Filters, said: str) -> None:
    why = why_none_fits(catalog.columns(), catalog, filters)
    assert why.startswith("No paper in the catalog fits: nothing to suggest; ")
    assert why.endswith(said)


def test_filters_that_leave_papers_are_not_blamed(catalog: Catalog) -> None:
    for filters in (Filters(), Filters(since="2025", exclude=("on",))):
        assert why_none_fits(catalog.columns(), catalog, filters) == ""
