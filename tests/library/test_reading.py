"""Which entries are unread, by the signs that a library has."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from readnext.errors import UserError
from readnext.library.reading import by_reading
from readnext.paper import Entry

NAMES = ("Ducks", "Geese", "Herons", "Swifts")


def entry(number: int, **values: object) -> Entry:
    return Entry(f"k{number}", title=f"On {NAMES[number]}", **values)  # type: ignore[arg-type]


def keys(entries: Iterable[Entry]) -> list[str]:
    return [one.key for one in entries]


def test_what_is_marked_is_the_queue_and_all_else_was_read() -> None:
    found = by_reading(
        [entry(0), entry(1, read=False), entry(2, priority=1), entry(3, read=True)]
    )
    assert (keys(found.unread), keys(found.read)) == (["k1", "k2"], ["k0", "k3"])


def test_without_marks_what_has_no_sign_of_reading_is_the_queue() -> None:
    found = by_reading(
        [
            entry(0),
            entry(1, last_read="2026-01-01"),
            entry(2, annotations=3),
            entry(3, read=True),
        ]
    )
    assert (keys(found.unread), keys(found.read)) == (["k0"], ["k1", "k2", "k3"])


def test_a_priority_does_not_outlast_the_reading() -> None:
    done = entry(0, priority=1, last_read="2026-01-01")
    found = by_reading([done, entry(1, priority=2)])
    assert (keys(found.unread), keys(found.read)) == (["k1"], ["k0"])


def test_two_entries_of_a_work_are_read_or_unread_together() -> None:
    twice = [entry(0, read=False, doi="10.5555/1"), entry(0, doi="10.5555/1")]
    found = by_reading([*twice, entry(1)])
    assert (len(found.unread), keys(found.read)) == (2, ["k1"])
    read = by_reading(
        [twice[0], entry(0, read=True, doi="10.5555/1"), entry(1, read=False)]
    )
    assert (keys(read.unread), keys(read.read)) == (["k1"], ["k0", "k0"])


def test_what_was_refused_is_in_neither() -> None:
    refused = entry(0, read=False, keywords=("readnext:no",))
    found = by_reading([refused, entry(1, read=False), entry(2)])
    assert (keys(found.unread), keys(found.read)) == (["k1"], ["k2"])


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ([entry(0), entry(1)], "no entry of your library says whether"),
        ([entry(0, read=False)], "every entry of your library is unread"),
        ([entry(0, read=True)], "every entry of your library is read"),
    ],
)
def test_a_library_that_says_too_little_is_an_error(
    entries: list[Entry], why: str
) -> None:
    with pytest.raises(UserError, match=why):
        by_reading(entries)
