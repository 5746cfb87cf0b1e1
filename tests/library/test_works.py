"""Which entries are learnt from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readnext.library.citing import cited_work
from readnext.library.same_works import same_works
from readnext.library.works import select, works_of
from readnext.matching.ids import parse_isbn
from readnext.paper import Author, Entry
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


ODDS, OTHER_ODDS = "0-306-40615-2", "978-3-16-148410-0"


def book(key: str, title: str, isbn: str, *, date: str, type: str = "book") -> Entry:
    people = (Author("Gauge", "Ann"), Author("Reed", "Bo"))
    isbn = parse_isbn(isbn) or ""
    return Entry(key, type, title, people, date=date, isbn=isbn)


@pytest.mark.parametrize(
    ("one", "other", "works"),
    [
        # The ISBN of ten digits and that of thirteen are one book's.
        (
            book("a", "Odds and Tides", ODDS, date="1998"),
            book("b", "Odds and Tides", "9780306406157", date="2004"),
            1,
        ),
        # Without an ISBN in common, six years make two editions.
        (
            book("a", "Odds and Tides", ODDS, date="1998"),
            book("b", "Odds and Tides", OTHER_ODDS, date="2004"),
            2,
        ),
        # Hardcover and paperback of one year have two.
        (
            book("a", "Odds and Tides", ODDS, date="1998"),
            book("b", "Odds and Tides", OTHER_ODDS, date="1998"),
            1,
        ),
        # Titles that are only alike need one.
        (
            book("a", "Odds and Tides", ODDS, date="1998"),
            book("b", "Odds and Tides: A Workbook", OTHER_ODDS, date="1998"),
            2,
        ),
        (
            book("a", "Odds and Tides", ODDS, date="1998"),
            book("b", "Odds and Tides: An Introduction", ODDS, date="1998"),
            1,
        ),
        # Parts of proceedings have one title.
        (
            book("a", "Odd Systems 2014", ODDS, date="2014", type="proceedings"),
            book("b", "Odd Systems 2014", OTHER_ODDS, date="2014", type="proceedings"),
            2,
        ),
        # The ISBN of a chapter is that of its book.
        (
            book("a", "Odds", ODDS, date="1998", type="incollection"),
            book("b", "Tides", ODDS, date="1998", type="incollection"),
            2,
        ),
        (
            book("a", "Odds", ODDS, date="1998", type="incollection"),
            book("b", "Odds and Tides", ODDS, date="1998"),
            2,
        ),
    ],
)
def test_what_isbns_tell(one: Entry, other: Entry, works: int) -> None:
    for pair in ([one, other], [other, one]):
        assert len(same_works(pair)) == works


def numbered(title: str, where: str) -> Entry:
    return Entry("1", title=title, authors=(Author("Reed"),), where=where)


def test_entries_of_two_files_with_one_key_are_two_works() -> None:
    entries = [numbered("On Geese", "a.ris:1"), numbered("Of Moss", "b.ris:1")]
    works = works_of(entries)
    assert [work.keys for work in works] == [("1",), ("1",)]
    assert len({work.key for work in works}) == 2
    assert [cited_work(work).title for work in works] == ["On Geese", "Of Moss"]
    assert [cited_work(work).key for work in works] == ["1", "1"]


def test_a_work_has_another_key_than_those_besides() -> None:
    learned = works_of([numbered("On Geese", "a.ris:1")])
    owned = works_of([numbered("Of Moss", "b.ris:1")], learned)
    assert learned[0].key == "1"
    assert owned[0].key != "1"


def test_a_key_of_two_works_does_not_name_them() -> None:
    entries = [numbered("On Geese", "a.bib:1"), numbered("Of Moss", "b.bib:1")]
    entries = [replace(entry, key="reed") for entry in entries]
    assert cited_work(works_of(entries[:1])[0]).short == "`reed`"
    assert {cited_work(work).short for work in works_of(entries)} == {"Reed"}
