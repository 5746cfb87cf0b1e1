"""Pages of Daily Papers: header, titles, abstracts, blocks."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import daily_papers

Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]
AS_OF = dt.date(2026, 4, 30)


def read(data: bytes, as_of: dt.date = AS_OF) -> list[Paper | Problem]:
    return list(daily_papers.read(io.BytesIO(data), "page", as_of))


def test_blocks(fixtures: Path, papers: Papers) -> None:
    items = read((fixtures / "daily-blocks.txt").read_bytes())
    soup, bread, lost, noodle, salt = papers(items)
    assert len(items) == 5
    assert (soup.date, soup.date_guessed) == ("2021-01-30", False)
    assert (soup.author_count, soup.popularity.comments) == (6, 4)
    assert soup.code == "https://github.com/example/soup"
    assert (bread.date, bread.date_guessed) == ("2026-02-03", True)
    assert (bread.author_count, bread.popularity.comments) == (1, None)
    assert (lost.date, lost.author_count, lost.date_guessed) == (None, None, False)
    assert lost.abstract == "Its title follows an abstract at once."
    assert (noodle.labs, noodle.author_count) == (("KITCHEN9",), None)
    assert (noodle.date, noodle.popularity.comments) == ("2026-03-11", 12)
    assert salt.title == "Salt & Pepper: Sampling SPice and STock"
    assert salt.labs == ("Institute of Cakes",)
    assert all(paper.authors == () for paper in (soup, bread, noodle))


def test_page_without_blocks(fixtures: Path, papers: Papers) -> None:
    found = papers(read((fixtures / "daily-plain.txt").read_bytes()))
    assert [p.title for p in found] == ["The Shape of Clouds", "Wind"]
    assert [p.abstract for p in found] == ["Clouds have shapes.", "Wind has none."]
    assert [(p.date, p.date_guessed) for p in found] == [(None, False)] * 2


def test_a_year_on_the_page_is_older_than_the_page(
    fixtures: Path, papers: Papers
) -> None:
    """The page states 2025, so its own March must be of 2026 or later."""
    data = (fixtures / "daily-blocks.txt").read_bytes()
    bread = papers(read(data, dt.date(2025, 12, 31)))[1]
    assert bread.date == "2026-02-03"


def test_year_of_the_page_follows_the_day_of_import(
    fixtures: Path, papers: Papers
) -> None:
    data = (fixtures / "daily-blocks.txt").read_bytes()
    bread = papers(read(data, dt.date(2027, 3, 11)))[1]
    assert bread.date == "2026-02-03"
    bread = papers(read(data, dt.date(2027, 3, 12)))[1]
    assert bread.date == "2027-02-03"


def test_year_in_the_header_is_no_guess(fixtures: Path, papers: Papers) -> None:
    text = (fixtures / "daily-blocks.txt").read_text(encoding="utf-8")
    dated = text.replace("\nMar 12\n", "\nMar 12, 2026\n").encode()
    bread = papers(read(dated, dt.date(2030, 1, 1)))[1]
    assert (bread.date, bread.date_guessed) == ("2026-02-03", False)


def test_unknown_lines_in_the_header_are_no_papers(
    fixtures: Path, papers: Papers
) -> None:
    data = (fixtures / "daily-blocks.txt").read_bytes()
    more = b"Sign in\n\nsoup and bread\n\n" + data
    assert papers(read(more)) == papers(read(data))


def test_page_without_date_takes_the_day_of_import(
    fixtures: Path, papers: Papers
) -> None:
    text = (fixtures / "daily-blocks.txt").read_text(encoding="utf-8")
    bread = papers(read(text.replace("\nMar 12\n", "\n").encode()))[1]
    assert (bread.date, bread.date_guessed) == ("2026-02-03", True)


def test_misfits_are_told_and_reading_goes_on(
    fixtures: Path, papers: Papers, problems: Problems
) -> None:
    items = read((fixtures / "daily-misfits.txt").read_bytes())
    titles = [paper.title for paper in papers(items)]
    assert titles == ["A Title Alone", "A Sound Paper", "A Last Title"]
    assert papers(items)[1].abstract == "It has an abstract in two lines."
    assert [where for where, _ in problems(items)] == [
        "page:13",
        "page:17",
        "page:32",
        "page:34",
    ]
    assert problems(items)[0][1] == "authors and date of no paper"
    assert problems(items)[1][1] == "a paper without an abstract"


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read(text.encode(errors="surrogatepass"))


LINES = ["Subscribe", "Mar 12", "Feb 30, 2024 7", "·", "  • 2 authors", "", "Text", "·"]


@given(st.lists(st.sampled_from(LINES)), st.dates())
def test_no_order_of_lines_raises(lines: list[str], as_of: dt.date) -> None:
    read("\n".join(lines).encode(), as_of)


@pytest.mark.parametrize(
    ("page", "count", "blocks", "guessed", "commented"),
    [("002", 57, 0, 0, 0), ("003", 62, 60, 14, 10), ("004", 33, 33, 2, 4)],
)
def test_counts_of_the_seed_pages(
    seeds: Path,
    papers: Papers,
    page: str,
    count: int,
    blocks: int,
    guessed: int,
    commented: int,
) -> None:
    (path,) = seeds.glob(f"{page}_*.txt")
    items = read(path.read_bytes())
    found = papers(items)
    assert len(items) == len(found) == count
    assert sum(p.date is not None for p in found) == blocks
    assert sum(p.author_count is not None or bool(p.labs) for p in found) == blocks
    assert sum(p.date_guessed for p in found) == guessed
    assert sum(p.popularity.comments is not None for p in found) == commented
    assert all(p.abstract for p in found)


def test_organisation_and_lost_blocks_of_the_seed_pages(
    seeds: Path, papers: Papers
) -> None:
    (third,) = seeds.glob("003_*.txt")
    (fourth,) = seeds.glob("004_*.txt")
    for path in (third, fourth):
        found = papers(read(path.read_bytes()))
        assert [p.labs for p in found if p.labs] == [("MMR1",)]
    lines = third.read_text(encoding="utf-8").split("\n")
    found = papers(read(third.read_bytes()))
    undated = [p.title for p in found if p.date is None]
    assert undated == [lines[44], lines[192]]


def test_same_papers_get_the_same_dates_on_both_seed_pages(
    seeds: Path, papers: Papers
) -> None:
    (third,) = seeds.glob("003_*.txt")
    (fourth,) = seeds.glob("004_*.txt")
    old = papers(read(third.read_bytes(), dt.date(2025, 11, 30)))
    new = papers(read(fourth.read_bytes(), AS_OF))
    dates = {p.title: p.date for p in old}
    shared = [p for p in new if p.title in dates]
    assert len(shared) == 11
    assert all(dates[p.title] == p.date for p in shared)
    assert {p.date for p in shared} >= {"2025-09-25", "2025-10-06"}


def test_marks_lost_in_titles_are_left_as_they_are(seeds: Path, papers: Papers) -> None:
    (path,) = seeds.glob("003_*.txt")
    titles = [p.title for p in papers(read(path.read_bytes()))]
    for fragment in ("scriptsizeFLaws", "ell_p", "PA&DA:"):
        assert sum(fragment in title for title in titles) == 1
