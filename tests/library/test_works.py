"""Which entries are learnt from."""

from __future__ import annotations

import pytest

from readnext.library.same_works import same_works
from readnext.library.works import select
from readnext.paper import Entry
from readnext.request import Selection

LIBRARY = [
    Entry("a", collections=("Thesis", "Old"), keywords=("Moss",), added="2024-03-01"),
    Entry("b", collections=("Thesis/To read",), added="2025-01-15"),
    Entry("c", keywords=("moss", "bog")),
]


@pytest.mark.parametrize(
    ("selection", "keys"),
    [
        (Selection(), "abc"),
        (Selection(collections=("thesis*",)), "ab"),
        (Selection(collections=("!old",)), "bc"),
        (Selection(collections=("thesis*", "!OLD")), "b"),
        (Selection(collections=("!*",)), "c"),
        (Selection(collections=("*", "!thesis/*")), "a"),
        (Selection(collections=("thesis",)), "ab"),
        (Selection(collections=("To Read",)), "b"),
        (Selection(collections=("read",)), ""),
        (Selection(collections=("!thesis",)), "c"),
        (Selection(tags=("MOSS",)), "ac"),
        (Selection(tags=("moss",), collections=("!old",)), "c"),
        (Selection(since_added="2024"), "ab"),
        (Selection(since_added="2024-03-02"), "b"),
        (Selection(since_added="2024-03"), "ab"),
        (Selection(since_added="2026"), ""),
    ],
)
def test_selections(selection: Selection, keys: str) -> None:
    assert "".join(entry.key for entry in select(LIBRARY, selection)) == keys
    assert bool(selection) == (selection != Selection())


def test_works_with_a_typing_error_in_the_title() -> None:
    title = "A Long Look at the Geese of Northern Marshes"
    twins = [
        Entry("a", title=title, doi="10.5555/a"),
        Entry("b", title=title.replace("Northern", "Nothern"), doi="10.5555/a"),
        Entry("c", title="Something Else Altogether"),
    ]
    assert [len(group) for group in same_works(twins)] == [2, 1]
