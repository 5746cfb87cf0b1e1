"""Titles that come again: headings of a journal, reports of a body."""

from __future__ import annotations

import pytest

from tests.matching.test_fresh_pairs import entries, record
from tests.matching.test_identity import Record, found_same

ONE, BODY = "Fox, Ada", "{Pond Bank of Fife}"
HEADINGS = (
    "Author index|List of participants|Minutes of the meeting|Instructions for authors|"
    "Presidential address|Closing remarks|Editor's choice|From the archives|Quiz|"
    "Picture of the month|Thanks to reviewers|Preface to the second edition|Epilogue|"
    "Book reviews|Nachrufe|Comptes rendus|Presentación|Recensioni|Inledning"
).split("|")
REPORTS = (
    "The state of the pond|Ponds in review|Global pond report|Economic survey of Fife|"
    "Yearbook of ponds|Pond price index|Labour force survey|Strategic plan|"
    "Corporate responsibility report|Transactions of the Pond Society"
).split("|")


def two_years(title: str, people: list[str], later: int, **more: str) -> bool:
    first = record(title, people, **more)
    second: Record = first | {"date": str(2010 + later)}
    return found_same(*entries((first, second)))


@pytest.mark.parametrize("title", HEADINGS)
def test_headings(title: str) -> None:
    assert not two_years(title, [ONE], 1, type="article", venue="Bogs")
    assert not two_years(title, [ONE], 4, type="incollection")


@pytest.mark.parametrize("title", REPORTS)
def test_works_of_a_body(title: str) -> None:
    assert not two_years(title, [BODY], 1, type="techreport")
    assert not two_years(title, [BODY], 1, type="book")
    assert not two_years(title, ["FAO"], 3, type="misc")
    assert not two_years(title, [], 3, type="techreport")
    assert not two_years(title, [ONE], 3, type="article", venue="Bogs")


@pytest.mark.parametrize("title", REPORTS)
def test_one_year(title: str) -> None:
    first = record(title, [BODY], type="techreport")
    other = record(title, ["Pond Bank of Fife"], type="report")
    assert found_same(*entries((first, other)))


def test_a_number_is_no_heading() -> None:
    assert two_years("1984", [ONE], 0, type="book")
    first = record("1984", [ONE], type="book", venue="Fenn")
    assert found_same(*entries((first, record("1984", [ONE], type="book"))))


def test_shared_tasks() -> None:
    kind = {"type": "inproceedings", "venue": "CoNLL"}
    assert not two_years("The pond parsing shared task", [ONE], 1, **kind)
    assert two_years("The parsing of shared pond tasks", [ONE], 1, **kind)


def test_a_study_and_its_plan() -> None:
    study = record("Mud tea for gout", [ONE], type="article")
    plan = "Mud tea for gout: rationale and design of the MUD trial"
    assert not found_same(*entries((study, record(plan, [ONE], type="article"))))
