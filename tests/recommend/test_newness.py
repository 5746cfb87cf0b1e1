"""What is new in a catalog, and lists in parts."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from readnext.catalog.arrivals import Arrivals
from readnext.catalog.rebuild import rebuild
from readnext.catalog.shards import columns_of
from readnext.catalog.store import Catalog
from readnext.paper import Entry, Paper
from readnext.recommend.newness import newness
from readnext.recommend.session import suggest
from readnext.request import Filters, Parts, Request
from tests.ranker.planted import library, of, paper, three_topics

TODAY = dt.date(2026, 11, 28)
NOTHING = Arrivals(np.zeros(0, np.int64), np.zeros(0, np.int32))


def new_ids(
    papers: list[Paper],
    arrivals: Arrivals = NOTHING,
    parts: Parts | None = None,
    today: dt.date = TODAY,
) -> set[str]:
    columns = columns_of(papers, range(1, len(papers) + 1))
    found = newness(columns, arrivals, parts, today)
    return {p.id for p, new in zip(papers, found.new, strict=True) if new}


def dated(*dates: str | None) -> list[Paper]:
    return [Paper(str(date), f"On {date}", date=date) for date in dates]


def many(start: str, days: int) -> list[Paper]:
    first = dt.date.fromisoformat(start)
    return dated(*((first + dt.timedelta(days=n)).isoformat() for n in range(days)))


@pytest.mark.parametrize(
    ("date", "new"),
    [
        *(("2026-11-27", True), ("2026-09-01", True), ("2026-08-01", False)),
        *(("2026-07", False), ("2026-09", True), ("2025", False), ("1991", False)),
        *((None, False), ("2027-01-10", True), ("2099-01-01", False)),
    ],
)
def test_new_is_what_is_dated_in_the_last_90_days(date: str | None, new: bool) -> None:
    papers = [*many("2026-10-01", 58), *dated(date)]
    assert (str(date) in new_ids(papers)) == new


def test_days_are_counted_back_from_the_newest_paper() -> None:
    papers = [*many("2023-01-01", 300), *dated("2024-06-30")]
    found = new_ids(papers[:-1])
    assert min(found) == "2023-07-29" and max(found) == "2023-10-27"


def test_the_time_is_longer_where_few_papers_are_recent() -> None:
    papers = [*many("2025-12-20", 40), *dated("2026-11-01")]
    assert len(new_ids(papers)) == 41
    few = dated("2026-11-01", "2026-03-01", "2020-01-01")
    assert new_ids(few) == {"2026-11-01", "2026-03-01"}


def test_what_came_lately_is_new_unless_it_is_old() -> None:
    papers = [*many("2026-10-01", 58), *dated("2026-04-01", "2011-04-01", None, "2026")]
    first, last = Arrivals(np.array([1]), np.array([20260101], "i4")), {"2026-04-01"}
    assert not new_ids(papers, first) & {"2026-04-01", "2011-04-01", "None"}
    grown = Arrivals(np.array([1, 59]), np.array([20260101, 20261120], "i4"))
    assert new_ids(papers, grown) - new_ids(papers[:58]) == {*last, "None", "2026"}


def test_a_filled_catalog_is_not_new_as_a_whole() -> None:
    filled = Arrivals(np.array([1]), np.array([20261128], "i4"))
    papers = [*many("2026-10-01", 58), *dated("2026-04-01", "2011-04-01")]
    assert new_ids(papers, filled) == new_ids(papers[:58])


def test_new_since_a_day_or_after_a_number() -> None:
    papers = [*many("2026-10-01", 58), *dated("2026-04-01", "2011-04-01")]
    found = new_ids(papers, parts=Parts(5, since="2026-11-20"))
    assert min(found) == "2026-11-20" and len(found) == 8
    found = new_ids(papers, parts=Parts(5, since="2026-11-20", after=57))
    assert found - {p.id for p in papers[50:58]} == {"2026-04-01"}


@pytest.mark.parametrize("dates", [[], [None], ["2099"], ["0001-01-01"], ["2026-02"]])
def test_odd_dates_are_no_failure(dates: list[str | None]) -> None:
    assert new_ids(dated(*dates)) <= {"2026-02", "0001-01-01", "2099"}


def test_a_catalog_knows_when_papers_came(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("days") / "c"
    days = [dt.date(2026, 11, day) for day in (1, 1, 8)]
    papers = three_topics()[:30]
    with Catalog.open(folder, create=True) as catalog:
        for start, day in zip((0, 10, 20), days, strict=True):
            catalog.add(papers[start : start + 10], day=day)
        catalog.add(papers, day=dt.date(2026, 11, 20))  # nothing new
        numbers = catalog.columns().numbers
        assert (
            catalog.arrivals().of(numbers).tolist() == [20261101] * 20 + [20261108] * 10
        )


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """Three topics of 2015-2024, and 40 new papers on birds, half by one person."""
    rng = random.Random(2)
    new = [
        replace(paper("birds", 1000 + n, rng), date=f"2026-11-{n % 28 + 1:02d}")
        for n in range(40)
    ]
    new[::2] = [replace(p, authors=("Vera Prolific",)) for p in new[::2]]
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add([*three_topics(), *new])
        yield catalog


def mine() -> list[Entry]:
    return library(of(three_topics(), "birds")[:30])


def asked(catalog: Catalog, n: int = 10, **rest: object) -> list[tuple[str, int]]:
    request = Request(n, today=TODAY, **rest)  # type: ignore[arg-type]
    answer = suggest(mine(), catalog, request)
    ranks = [one.rank for one in answer.suggestions]
    assert ranks == list(range(1, len(ranks) + 1))
    return [(one.part, one.paper.year or 0) for one in answer.suggestions]


def test_new_papers_come_first(catalog: Catalog) -> None:
    found = asked(catalog, parts=Parts(5, 5))
    assert [part for part, _ in found] == ["new"] * 5 + ["missed"] * 5
    assert all((year == 2026) == (part == "new") for part, year in found)


def test_one_order_names_the_parts(catalog: Catalog) -> None:
    answer = suggest(mine(), catalog, Request(100, today=TODAY))
    scores = [one.score for one in answer.suggestions]
    assert scores == sorted(scores, reverse=True)
    assert {one.part for one in answer.suggestions} == {"new", "missed"}
    assert not answer.in_parts and answer.new_since == "2026-08-30"


@pytest.mark.slow
def test_one_part_alone_and_parts_that_fill_each_other(catalog: Catalog) -> None:
    assert {part for part, _ in asked(catalog, parts=Parts(10))} == {"new"}
    assert {part for part, _ in asked(catalog, parts=Parts(0, 10))} == {"missed"}
    old = Filters(until="2024-12-31")
    assert len(asked(catalog, filters=old, parts=Parts.of(10))) == 10
    assert {part for part, _ in asked(catalog, filters=old, parts=Parts.of(10))} == {
        "missed"
    }
    assert asked(catalog, filters=old, parts=Parts(10)) == []
    young = Filters(since="2026-01")
    assert len(asked(catalog, filters=young, parts=Parts.of(10))) == 10
    assert len(asked(catalog, filters=young, parts=Parts(5, 5))) == 5


@pytest.mark.parametrize("parts", [None, Parts.of(10), Parts(10)])
def test_three_of_ten_are_by_one_person(catalog: Catalog, parts: Parts | None) -> None:
    answer = suggest(mine(), catalog, Request(10, parts=parts, today=TODAY))
    people = Counter(name for one in answer.suggestions for name in one.paper.authors)
    assert len(answer.suggestions) == 10 and max(people.values()) <= 3


@pytest.mark.slow
def test_how_many_by_one_person_can_be_set(catalog: Catalog) -> None:
    prolific = Filters(authors=("Vera Prolific",))
    assert len(asked(catalog, filters=prolific)) == 10
    request = Request(20, Filters(since="2026"), per_author=1, today=TODAY)
    answer = suggest(mine(), catalog, request)
    people = Counter(name for one in answer.suggestions for name in one.paper.authors)
    assert people["Vera Prolific"] <= 2


@pytest.mark.slow
def test_a_shorter_list_is_the_head_of_ten(catalog: Catalog) -> None:
    def ids(n: int, parts: Parts | None) -> list[str]:
        answer = suggest(mine(), catalog, Request(n, parts=parts, today=TODAY))
        return [one.paper.id for one in answer.suggestions]

    assert ids(2, None) == ids(10, None)[:2]
    assert ids(4, Parts(4)) == ids(10, Parts(10))[:4]


def test_a_catalog_of_an_earlier_version_learns_the_days(tmp_path: Path) -> None:
    papers = three_topics()[:30]
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add(papers[:20], day=dt.date(2026, 11, 1))
    with closing(sqlite3.connect(tmp_path / "c" / "catalog.sqlite")) as database:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in database.execute(query).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        for table in ("arrivals", "papers", "checksums"):  # it had none
            database.execute(f"DROP TABLE {table}")
        database.execute("UPDATE meta SET value = '6'")
        database.commit()
    with Catalog.open(tmp_path / "c") as catalog:
        assert not catalog.arrivals().of(catalog.columns().numbers).any()
        catalog.add(papers[20:], day=dt.date(2026, 11, 8))
    rebuild(tmp_path / "c")
    with Catalog.open(tmp_path / "c") as catalog:
        days = catalog.arrivals().of(np.sort(catalog.columns().numbers)).tolist()
    assert days == [0] * 20 + [20261108] * 10
