"""The share of papers of the same age and field that a paper outranks."""

from __future__ import annotations

import time

import numpy as np
import pytest

from readnext.catalog.shards import Columns, columns_of
from readnext.features.popularity import popularity
from readnext.paper import Paper, Popularity


def columns(*papers: Paper) -> Columns:
    return columns_of(papers, range(len(papers)))


def cited(year: int, field: str, counts: list[int | None]) -> list[Paper]:
    return [
        Paper(
            f"{field}{year}/{n}",
            "Moss",
            date=f"{year}-05-01",
            categories=(field,),
            popularity=Popularity(citations=count),
        )
        for n, count in enumerate(counts)
    ]


def test_nothing_known_and_the_least_are_0() -> None:
    found = popularity(columns(*cited(2020, "bogs", [None, 0, 0, None])))
    assert found.tolist() == [0, 0, 0, 0]
    assert popularity(columns()).tolist() == []


def test_papers_are_compared_with_those_of_their_year_and_field() -> None:
    old = cited(2010, "bogs", [100 * n for n in range(400)])
    new = cited(2025, "bogs", list(range(400)))
    rare = cited(2025, "runes", [n // 100 for n in range(400)])
    found = popularity(columns(*old, *new, *rare))
    first, second, third = found[:400], found[400:800], found[800:]
    # A new paper with 399 citations is as popular as an old one with 39,900.
    assert second[-1] > 0.9
    assert abs(second[-1] - first[-1]) < 0.1
    # Three citations are many among runes and few among bogs.
    assert third[-1] > 0.6 > 0.2 > second[3]
    assert (np.diff(first) > 0).all()
    assert ((found >= 0) & (found < 1)).all()


def test_a_paper_without_peers_is_compared_with_all_of_its_year() -> None:
    many = cited(2025, "bogs", list(range(400)))
    (alone,) = cited(2025, "runes", [300])
    *_, found = popularity(columns(*many, alone))
    assert 0.5 < found < 0.9


def test_the_figures_of_a_paper_are_averaged() -> None:
    papers = [
        Paper(f"p/{n}", "Moss", popularity=Popularity(upvotes=n, citations=9 - n))
        for n in range(10)
    ]
    found = popularity(columns(*papers))
    assert np.ptp(found) < 1e-6
    assert found[0] > 0.05


@pytest.mark.parametrize("name", ["upvotes", "comments", "score", "citations"])
def test_every_figure_counts(name: str) -> None:
    papers = [
        Paper(f"p/{n}", "Moss", popularity=Popularity(**{name: n})) for n in range(9)
    ]
    found = popularity(columns(*papers))
    assert (np.diff(found) > 0).all()


def test_many_papers_take_little_time() -> None:
    few = columns(*cited(2020, "bogs", list(range(100))))
    many = Columns.join([few] * 1000)
    begun = time.process_time()
    popularity(many)
    assert time.process_time() - begun < 0.5  # about 50 ms on a busy computer
