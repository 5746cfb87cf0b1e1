"""Runs over lists that a service returns page by page."""

from __future__ import annotations

import datetime as dt

import pytest

from readnext.errors import NetworkError
from readnext.paper import Paper, Problem
from readnext_adapters.sources.paged_runs import PageItems, Run, walk
from readnext_adapters.sources.protocol import Item

RUN = Run(dt.date(2026, 5, 9), dt.date(2026, 4, 9))
UNREAD = tuple(Problem(f"item {n}", "a work without DOI") for n in range(10))


def test_a_page_of_records_that_cannot_be_read_ends_the_run() -> None:
    def fetch(place: str, _: int) -> PageItems:
        return (UNREAD, "") if place else ((Paper("a", "On Ducks"),), "second")

    pages = walk(RUN, fetch, "crossref:ducks")
    assert next(pages).cursor == RUN.cursor("second")
    why = r"crossref:ducks page 2: none of its records .* \(a work without DOI\)"
    with pytest.raises(NetworkError, match=why):
        next(pages)


@pytest.mark.parametrize("items", [(), UNREAD[1:], (*UNREAD, Paper("a", "On Ducks"))])
def test_a_few_odd_records_are_no_failure(items: tuple[Item, ...]) -> None:
    pages = list(walk(RUN, lambda _, __: (items, ""), "crossref:ducks"))
    assert [page.items for page in pages] == [items]
