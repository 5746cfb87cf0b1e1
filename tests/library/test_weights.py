"""What a rating, reading and a late addition say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.library.weights import interests
from readnext.library.works import works_of
from readnext.paper import Entry

PLAIN = Entry("a", title="Ducks")


def test_a_library_that_says_nothing_weighs_all_alike() -> None:
    assert interests([PLAIN] * 3).tolist() == [1, 1, 1]
    assert interests([]).tolist() == []


def test_five_stars_count_twice_three() -> None:
    three, five, none = interests(
        [replace(PLAIN, rating=3), replace(PLAIN, rating=5), PLAIN]
    )
    assert five == pytest.approx(2 * three)
    assert none == three


@pytest.mark.parametrize(
    "read", [{"read": True}, {"last_read": "2026-01-01"}, {"annotations": 4}]
)
def test_what_was_read_counts_more(read: dict[str, object]) -> None:
    first, second = interests([replace(PLAIN, **read), PLAIN])  # type: ignore[arg-type]
    assert first > second


def test_what_was_added_lately_counts_more() -> None:
    days = ["2026-11-01", "2022-11-01", "1990", None]
    new, four_years, old, unknown = interests([replace(PLAIN, added=d) for d in days])
    assert new > four_years > old >= new / 2.05
    assert old <= unknown <= new


def test_without_days_of_addition_the_newest_publications_count_more() -> None:
    years = ["2024", "2018", "1990", None]
    new, six_years, old, unknown = interests([replace(PLAIN, date=y) for y in years])
    assert new > six_years > old >= new / 2.05
    assert old <= unknown <= new


def test_a_mistyped_year_does_not_make_all_others_old() -> None:
    entries = [replace(PLAIN, date=f"{2000 + n % 20}") for n in range(200)]
    weights = interests([replace(PLAIN, date="2923"), *entries])
    assert weights[20] == weights[0]  # 2019, the newest real year
    assert weights[20] > 1.2 * weights[1]


def test_days_of_addition_go_before_years() -> None:
    old_book = replace(PLAIN, date="1960", added="2026-10-01")
    new_paper = replace(PLAIN, date="2025", added="2016-10-01")
    first, second = interests([old_book, new_paper])
    assert first > second


def test_two_entries_of_a_work_tell_what_either_says() -> None:
    mine = Entry("a", title="Ducks on a pond", doi="10.1/x", abstract="Long, telling")
    rated = replace(mine, key="b", abstract="", rating=5, added="2026-01-01", read=True)
    (work,) = works_of([mine, rated])
    assert work.entry.abstract == mine.abstract
    assert (work.entry.rating, work.entry.added, work.entry.read) == (
        5,
        "2026-01-01",
        True,
    )


entries = st.builds(
    Entry,
    st.just("k"),
    rating=st.none() | st.integers(-3, 12),
    read=st.none() | st.booleans(),
    added=st.none() | st.sampled_from(["2020", "2021-05", "2022-02-29", "x", ""]),
    annotations=st.integers(0, 9),
    date=st.none() | st.sampled_from(["1600", "1987-03", "2024-01-02", "soon", ""]),
)


@given(st.lists(entries, min_size=1, max_size=20))
def test_weights_are_positive_and_one_on_the_whole(found: list[Entry]) -> None:
    weights = interests(found)
    assert (weights > 0).all()
    assert np.mean(weights) == pytest.approx(1, abs=1e-4)
