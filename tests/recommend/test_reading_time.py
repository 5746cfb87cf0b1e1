"""A list for a given time: papers in their order, as far as their pages allow."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.catalog.merge import merge
from readnext.library.convert import as_paper
from readnext.paper import Entry, Paper
from readnext.recommend.reading_time import longer, within
from readnext.request import Parts, Request
from readnext.suggestion import Answer
from readnext_adapters.opening.catalog import read_source
from tests.command import Run
from tests.history.test_store import answer


def of_pages(*pages: int | None) -> Answer:
    return answer(*(Paper(f"p{n}", f"Pond {n}", pages=p) for n, p in enumerate(pages)))


def ids(found: Answer) -> list[str]:
    return [one.paper.id for one in found.suggestions]


@pytest.mark.parametrize(
    ("pages", "minutes", "chosen"),
    [
        ((5, 10, 5, 3), 60, ["p0", "p1", "p2"]),
        ((30, 10, 5, 3), 60, ["p1", "p2", "p3"]),  # the first is too long
        ((20, 1), 60, ["p0"]),
        ((None, 8, 12, 4), 30, ["p0"]),  # counts as the median, 8, and 2 are left
        ((None, None), 60, ["p0"]),
        ((8, 9), 20, []),
    ],
)
def test_papers_are_taken_in_order_while_they_fit(
    pages: tuple[int | None, ...], minutes: int, chosen: list[str]
) -> None:
    found = within(of_pages(*pages), minutes, 10)
    assert ids(found) == chosen
    assert [one.rank for one in found.suggestions] == list(range(1, len(chosen) + 1))
    assert bool(found.empty_reason) == (not chosen)


def test_the_note_says_how_long_it_takes_and_what_is_not_known() -> None:
    note = within(of_pages(5, None, 7), 60, 10).notes[-1]
    assert note.startswith("3 papers of 18 pages, about 54 minutes at 3 minutes a page")
    assert note.endswith("1 of unknown length, counted as 6 pages each")
    assert ids(within(of_pages(1, 1, 1), 60, 2)) == ["p0", "p1"]


@pytest.mark.parametrize(
    ("pages", "minutes", "why"),
    [
        ((8, 9, None), 20, "in 20 minutes: the shortest has 8 pages and takes 24"),
        (
            (None, None),
            1,
            "in 1 minute: the length of none is known, and each counts as 12 pages, "
            "which take 36",
        ),
    ],
)
def test_where_none_fits_it_says_how_long_one_takes(
    pages: tuple[int | None, ...], minutes: int, why: str
) -> None:
    found = within(of_pages(*pages), minutes, 10)
    assert found.empty_reason == f"no paper can be read {why}"
    assert found.notes == of_pages(*pages).notes


def test_more_papers_are_asked_for() -> None:
    assert longer(Request(n=4)).n == 20
    parts = longer(Request(parts=Parts(4, 2, since="2024"))).parts
    assert parts == Parts(20, 10, since="2024")


# ------------------------------------------------------- where lengths come from
def read(tmp_path: Path, name: str, text: str) -> Paper:
    path = tmp_path / name
    path.write_text(text, "utf-8")

    (found,) = (
        p for p in read_source(str(path), dt.date.today()) if isinstance(p, Paper)
    )
    return found


def test_sources_state_pages(tmp_path: Path) -> None:
    line = json.dumps({"id": "1", "title": "On Ponds", "pages": 9})
    assert read(tmp_path, "a.jsonl", line).pages == 9
    bib = "@article{a, title={On Ponds}, pages={101--115}}"
    assert read(tmp_path, "a.bib", bib).pages == 15
    snapshot = {
        "id": "2401.00001",
        "title": "On Ponds",
        "authors": "Ann Fox",
        "comments": "Accepted at POND; 23 pages, 4 figures",
        "doi": None,
        "categories": "cs.LG",
        "license": None,
        "abstract": "Ponds.",
        "versions": [{"version": "v1", "created": "Mon, 1 Jan 2024 00:00:00 GMT"}],
        "submitter": "Ann",
        "update_date": "2024-01-02",
        "authors_parsed": [["Fox", "Ann", ""]],
        "report-no": None,
        "journal-ref": None,
    }
    assert read(tmp_path, "b.jsonl", json.dumps(snapshot)).pages == 23
    message = {
        "status": "ok",
        "message-type": "work",
        "message": {"DOI": "10.5555/a", "title": ["On Ponds"], "page": "7-12"},
    }
    assert read(tmp_path, "c.json", json.dumps(message)).pages == 6
    work = {
        "id": "https://openalex.org/W1",
        "display_name": "On Ponds",
        "publication_date": "2024-01-01",
        "biblio": {"first_page": "301", "last_page": "304"},
    }
    assert read(tmp_path, "d.json", json.dumps(work)).pages == 4


def test_one_source_is_enough() -> None:
    one = Paper("a", "On Ponds", date="2024")
    assert merge(one, replace(one, id="b", pages=7)).pages == 7
    assert as_paper(Entry("k", title="On Ponds", pages="e12")).pages is None


def test_the_command(run: Run, fixtures: Path) -> None:
    library = fixtures / "libraries" / "generalization.bib"
    done = run("suggest", library, "--minutes", "80", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["suggestions"]
    said = re.search(r"(\d+) papers? of (\d+) pages, about (\d+) minutes", done.stderr)
    assert said and int(said[1]) == len(found) >= 1 and int(said[3]) <= 80
    assert run("suggest", library, "--minutes", "0").returncode == 2
