"""Bringing a catalog up to date: pages, cursors, the source log, what is withdrawn."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from readnext.catalog import removal
from readnext.catalog.source_log import Account, lateness
from readnext.catalog.store import Catalog
from readnext.catalog.sync import update
from readnext.errors import NetworkError
from readnext.paper import Gone, Paper, Problem

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Page:
    """What one answer brought."""

    items: tuple[Paper | Gone | Problem, ...]
    cursor: str


@dataclass
class Moor:
    """A source of ten pages with two papers each; it fails after `broken` pages."""

    broken: int | None = None
    asked: list[str | None] = field(default_factory=list)

    def pages(self, cursor: str | None) -> Iterator[Page]:
        self.asked.append(cursor)
        for number in range(int(cursor or 0), 10):
            if number == self.broken:
                raise NetworkError("the moor is flooded")
            yield Page((paper(2 * number), paper(2 * number + 1)), str(number + 1))


TITLES = "Sphagnum Sundew Curlew Peat Heather Adder Bilberry Midge Otter Plover".split()


def paper(number: int) -> Paper:
    title = f"{TITLES[number % 10]} growth on raised bogs, part {number} of a survey"
    return Paper(f"moor:{number}", title, date="2026-11-01", abstract=f"On {title}.")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with Catalog.open(tmp_path / "catalog", create=True) as store:
        yield store


def run(catalog: Catalog, moor: Moor, *, restart: bool = False) -> str | None:
    outcome = update(catalog, "moor", 3, moor.pages, lambda: NOON, restart=restart)
    return outcome.error


def account(catalog: Catalog) -> Account:
    (found,) = catalog.accounts()
    return found


def test_a_run_that_fails_keeps_whole_pages_and_goes_on_from_them(
    catalog: Catalog,
) -> None:
    moor = Moor(broken=4)
    assert run(catalog, moor) == "the moor is flooded"
    assert len(catalog) == 8
    failed = account(catalog)
    assert (failed.cursor, failed.added, failed.error) == (
        "4",
        8,
        "the moor is flooded",
    )
    assert failed.tried and not failed.succeeded
    moor.broken = None
    assert run(catalog, moor) is None
    assert moor.asked == [None, "4"]
    whole = account(catalog)
    assert (len(catalog), whole.added, whole.error) == (20, 12, None)
    assert whole.succeeded == "2026-11-22T12:00:00+00:00"


def test_a_run_that_is_killed_counts_as_broken_off(catalog: Catalog) -> None:
    class Killed(BaseException):
        pass

    def pages(cursor: str | None) -> Iterator[Page]:
        yield Page((paper(1),), "here")
        raise Killed

    with pytest.raises(Killed):
        update(catalog, "moor", 3, pages, lambda: NOON)
    left = account(catalog)
    assert left.cursor == "here" and "interrupted" in (left.error or "")


def test_anew_asks_from_the_start_and_changes_nothing(catalog: Catalog) -> None:
    moor = Moor()
    run(catalog, moor)
    before = catalog.papers(range(100))
    assert run(catalog, moor, restart=True) is None
    assert moor.asked == [None, None]
    assert catalog.papers(range(100)) == before
    assert account(catalog).added == 0


def test_problems_come_out_and_are_not_stored(catalog: Catalog) -> None:
    problem = Problem("moor:9", "has no title")
    outcome = update(
        catalog,
        "moor",
        3,
        lambda _: iter([Page((paper(1), problem, paper(2)), "")]),
        lambda: NOON,
    )
    assert outcome.added.problems == [problem] and outcome.added.added == 2


def test_what_is_gone_goes_and_may_come_again(catalog: Catalog) -> None:
    catalog.add([paper(1), paper(2)], "moor")
    added = catalog.add([Gone("moor:1"), Gone("moor:unheard-of")], "moor")
    assert (added.deleted, len(catalog), len(catalog.columns())) == (1, 1, 1)
    catalog.add([paper(1)], "moor")
    assert (len(catalog), len(catalog.columns())) == (2, 2)


def test_gone_and_given_again_in_one_page(catalog: Catalog) -> None:
    catalog.add([paper(1)], "moor")
    catalog.add([Gone("moor:1"), paper(1), Gone("moor:2"), paper(2)], "moor")
    assert sorted(p.id for p in catalog.all_papers()) == ["moor:1", "moor:2"]
    assert len(catalog.columns()) == 2
    catalog.add([paper(3), Gone("moor:3")], "moor")
    assert sorted(p.id for p in catalog.all_papers()) == ["moor:1", "moor:2"]


def test_a_paper_of_two_records_outlives_one_of_them(catalog: Catalog) -> None:
    first = paper(1)
    second = Paper("fen:1", first.title, date=first.date, venue="Fen Journal")
    catalog.add([first], "moor")
    catalog.add([second], "fen")
    assert len(catalog) == 1
    catalog.add([Gone("moor:1")], "moor")
    (left,) = catalog.all_papers()
    assert (left.id, left.venue, left.abstract) == ("fen:1", "Fen Journal", "")
    assert len(catalog.columns()) == 1


def test_withdrawn_papers_are_no_candidates_until_given_anew(catalog: Catalog) -> None:
    good = paper(1)
    bad = Paper(**{f: getattr(good, f) for f in good.__slots__} | {"withdrawn": True})
    catalog.add([good, paper(2)], "moor")
    catalog.add([bad], "moor")
    assert len(catalog.columns()) == 1
    catalog.add([good], "moor")
    assert len(catalog.columns()) == 2


def test_removing_a_source_leaves_what_others_have(catalog: Catalog) -> None:
    catalog.add([paper(1), paper(2)], "moor")
    catalog.add([paper(2), paper(3)], "heath")
    assert catalog.papers_by_source() == {"moor": 2, "heath": 2}
    assert catalog.remove_source("moor") == 1
    assert sorted(p.id for p in catalog.all_papers()) == ["moor:2", "moor:3"]
    assert catalog.papers_by_source() == {"heath": 2}
    assert catalog.remove_source("moor") == 0
    assert catalog.remove_source("heath") == 2
    assert (len(catalog), len(catalog.columns()), catalog.accounts()) == (0, 0, [])


def test_a_source_that_mends_a_record_has_it_too(catalog: Catalog) -> None:
    catalog.add([paper(1)], "moor")
    mended = Paper("moor:1", paper(1).title, date="2026-11-02", abstract="Mended.")
    catalog.add([mended], "heath")
    assert catalog.remove_source("moor") == 0
    (left,) = catalog.all_papers()
    assert left.abstract == "Mended."


def test_removing_by_age_keeps_what_has_no_date(catalog: Catalog) -> None:
    catalog.add(
        [
            Paper("1", "Of an old bog", date="2019-12-31"),
            Paper("2", "Of a bog of the year", date="2020"),
            Paper("3", "Of a timeless bog"),
        ],
        "bogs",
    )
    assert catalog.remove_before("2020") == 1
    assert sorted(p.id for p in catalog.all_papers()) == ["2", "3"]


@pytest.mark.slow
def test_compacting_changes_nothing_that_is_read(catalog: Catalog) -> None:
    for number in range(30):
        catalog.add([paper(number)], "moor")
    catalog.add([Gone("moor:3")], "moor")
    before = list(catalog.all_papers()), sorted(catalog.columns().numbers.tolist())
    with Catalog.open(catalog.folder) as reader:
        columns = reader.columns()
        catalog.compact()
        assert len(columns) == len(reader.columns()) == 29
    after = list(catalog.all_papers()), sorted(catalog.columns().numbers.tolist())
    assert after == before
    assert len(list((catalog.folder / "shards").iterdir())) == 1
    catalog.add([paper(3)], "moor")
    assert len(catalog.columns()) == 30


def test_a_large_catalog_is_compacted_to_several_shards(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "_TOGETHER", 4)
    for numbers in (range(6), range(4, 13), range(1)):
        catalog.add([paper(number) for number in numbers], "moor", batch=3)
    catalog.add([Gone("moor:3")], "moor")
    before = catalog.columns()
    catalog.compact()
    shards = sorted((catalog.folder / "shards").iterdir())
    assert len(shards) == 3
    with closing(sqlite3.connect(catalog.folder / "catalog.sqlite")) as db:
        sizes = db.execute("SELECT papers FROM shards").fetchall()
    assert sizes == [(4,), (4,), (4,)]
    after = catalog.columns()
    order = np.argsort(before.numbers)
    assert after.numbers.tolist() == before.numbers[order].tolist()
    assert after.date.tolist() == before.date[order].tolist()
    terms, expected = after.terms.whole(), before.terms[order]
    assert terms.indices.tolist() == expected.indices.tolist()
    assert terms.data.tolist() == expected.data.tolist()


@pytest.mark.parametrize(
    ("succeeded", "error", "said"),
    [
        ("2026-11-20T12:00:00+00:00", None, None),
        ("2026-11-20T12:00:00+00:00", "429", None),
        ("2026-11-12T12:00:00+00:00", None, "10 days ago; newer"),
        ("2026-11-12T12:00:00+00:00", "it said 429", "10 days ago (it said 429)"),
        (None, None, "has not been tried so far"),
    ],
)
def test_late_sources_are_told(
    succeeded: str | None, error: str | None, said: str | None
) -> None:
    one = Account("moor", True, 3, None, None, succeeded, 0, 0, 0, error)
    told = lateness([one], NOON)
    assert (said in told[0]) if said else told == ()
    dead = Account("a.bib", False, None, None, None, succeeded, 0, 0, 0, error)
    assert lateness([dead], NOON) == ()
