"""Author listings: three lines a paper, titles and names glued together."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Paper, Problem
from readnext_adapters.catalogs import author_listing
from readnext_adapters.catalogs.author_listing import split_title

Items = list[Paper | Problem]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]
AS_OF = dt.date(2026, 4, 30)


def read(data: bytes, as_of: dt.date = AS_OF) -> Items:
    return list(author_listing.read(io.BytesIO(data), "page", as_of))


BOUNDARIES = {
    "capital inside the title": ("TreeQ:", "Descent", "Anna Lindqvist"),
    "run of capitals": ("Planning", "RL", "Marta Kowalczyk"),
    "two candidates": ("A Survey", "LLMs", "Pavel Novotny"),
    "ends in a digit": ("Letters", "- 2024", "Grete Holm"),
    "ends in a question mark": ("Who", "Forest?", "Sven Aalto"),
    "question mark in mid-title": ("Is It Round?", "Detection", "Bea Okafor"),
    "ends in lower case": ("a careful", "samplers", "Marco Bellini"),
    "comma inside the title": ("Sparse, Dense,", "Caches", "Ruth Adler"),
    "initial first": ("Closing", "Gap", "B. Yusuf Demir"),
    "letters beyond ASCII": ("Accents", "Matter", "Žofia Łukasik"),
    "ends in a bracket": ("Measuring", "Lakes)", "Tim O'Hara Quinn"),
}


@pytest.mark.parametrize("case", BOUNDARIES)
def test_where_title_ends_and_authors_begin(
    case: str, fixtures: Path, papers: Papers
) -> None:
    begin, end, first = BOUNDARIES[case]
    found = papers(read((fixtures / "listing-boundaries.txt").read_bytes()))
    (paper,) = [p for p in found if p.title.startswith(begin)]
    assert paper.title.endswith(end)
    assert paper.authors[0] == first


def test_authors_cut_and_labs(fixtures: Path, papers: Papers) -> None:
    first = papers(read((fixtures / "listing-boundaries.txt").read_bytes()))[0]
    assert first.authors == ("Anna Lindqvist", "Omar Haddad")
    assert first.authors_cut
    assert first.labs == ("northlab", "eth")
    assert first.categories == ("LG",)
    assert (first.date, first.date_guessed) == ("2024-03-03", False)
    assert first.abstract == "We grow query plans as one grows trees."


def test_name_beyond_the_rule_is_a_problem_not_a_guess(
    fixtures: Path, papers: Papers, problems: Problems
) -> None:
    items = read((fixtures / "listing-boundaries.txt").read_bytes())
    (paper,) = [p for p in papers(items) if p.title.startswith("Names of Many")]
    assert paper.authors == ()
    assert [where for where, _ in problems(items)] == ["page:28"]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Short and SweetLeo McAdams Frey", ("Leo McAdams Frey",)),
        ("Deep NetsSean O'Brien Lee, Amy Wu", ("Sean O'Brien Lee", "Amy Wu")),
        ("In the EndJean-Luc Moreau-Petit", ("Jean-Luc Moreau-Petit",)),
        ("A Quote “Yes”Kim Dae Jung Park Lee", ("Kim Dae Jung Park Lee",)),
        ("Plainly No Authors Here", ()),
        ("TooManyNames One, Two Three, Four Five, Six Seven, Eight Nine", ()),
        ("", ()),
    ],
)
def test_split_title(line: str, authors: tuple[str, ...]) -> None:
    assert split_title(line).authors == authors


def test_a_line_of_any_length_is_taken_apart_at_once() -> None:
    long = "aB" * 500_000
    assert split_title(f"{long}cIda Berg") == (f"{long}c", ("Ida Berg",), False, ())


def test_score_code_and_guessed_year(fixtures: Path, papers: Papers) -> None:
    scored, coded, leap, dated = papers(
        read((fixtures / "listing-marks.txt").read_bytes())
    )
    assert scored.popularity.score == 71.5
    assert (scored.date, scored.date_guessed) == ("2025-09-09", True)
    assert scored.code == "https://github.com/example/moonlight"
    assert (coded.code, coded.popularity.score) == ("", None)
    assert (leap.date, leap.date_guessed) == ("2024-02-29", True)
    assert dated.code is None
    assert dated.title == r"Reading $\ell_2$ Aloud \citep{brandt2020}"


def test_year_is_the_newest_up_to_the_day_of_import() -> None:
    page = b"LGApr 30\nNoon SunEve Moor\nShort."
    (before,) = read(page, dt.date(2026, 4, 29))
    (after,) = read(page, dt.date(2026, 4, 30))
    assert isinstance(before, Paper) and isinstance(after, Paper)
    assert (before.date, after.date) == ("2025-04-30", "2026-04-30")


def test_misfits_are_told_and_reading_goes_on(
    fixtures: Path, papers: Papers, problems: Problems
) -> None:
    items = read((fixtures / "listing-misfits.txt").read_bytes())
    titles = [paper.title for paper in papers(items)]
    assert titles == [
        "Counting Sheep",
        "Counting Goats",
        "an anonymous note on cows",
        "Counting Geese",
    ]
    assert problems(items) == [
        ("page:1", "2 lines of no paper left out: My reading list"),
        ("page:6", "a line after the abstract left out: A line too many"),
        ("page:7", "a head without title and abstract"),
        ("page:8", "a paper without an abstract"),
        (
            "page:10",
            "no authors found behind the title: an anonymous note on cows",
        ),
    ]


@given(st.text())
def test_no_text_raises(text: str) -> None:
    read(text.encode(errors="surrogatepass"))
    split_title(text)


@given(st.lists(st.sampled_from(["LGMay 2", "TitleIda Berg", "Text.", "", "·"])))
def test_no_order_of_lines_raises_or_loses_a_line(lines: list[str]) -> None:
    items = read("\n".join(lines).encode())
    if any(lines):
        assert items


HARD = {
    ("000", 2): ("Vedant Shah", "Johan Obando-Ceron", "Vineet Jain"),
    ("000", 5): ("Yingtian Zou", "Vikas Verma", "Sarthak Mittal"),
    ("000", 8): ("Sarthak Mittal", "Yoshua Bengio", "Guillaume Lajoie"),
    ("000", 20): ("Marcin Sendera", "Minsu Kim", "Sarthak Mittal"),
    ("000", 23): ("Yu Chen", "Marin Biloš", "Sarthak Mittal"),
    ("000", 29): ("Eric Elmoznino", "Tom Marty", "Tejas Kasetty"),
    ("000", 35): ("Tara Akhound-Sadegh", "Jarrid Rector-Brooks", "Avishek Joey Bose"),
    ("000", 38): ("Sarthak Mittal", "Niels Leif Bracher", "Guillaume Lajoie"),
    ("000", 41): ("Sarthak Mittal", "Yoshua Bengio", "Nikolay Malkin"),
    ("000", 44): ("Sanghyeok Choi", "Sarthak Mittal", "Víctor Elvira"),
    ("000", 53): ("Luca Scimeca", "Siddarth Venkatraman", "Moksh Jain"),
    ("000", 59): ("Sarthak Mittal", "Sharath Chandra Raparthy", "Irina Rish"),
    ("000", 62): ("Nan Rosemary Ke", "Aniket Didolkar", "Sarthak Mittal"),
    ("001", 2): ("Hattie Zhou", "Arwen Bradley", "Etai Littwin"),
    ("001", 5): ("Arwen Bradley", "Preetum Nakkiran"),
    ("001", 17): ("A. Michael Carrell", "Neil Mallinar", "James Lucas"),
    ("001", 23): ("Neil Mallinar", "James B. Simon", "Amirhesam Abedsoltan"),
    ("001", 29): ("Jarosław Błasiok", "Parikshit Gopalan", "Lunjia Hu"),
    ("001", 32): ("Jarosław Błasiok", "Parikshit Gopalan", "Lunjia Hu"),
    ("001", 35): ("Jarosław Błasiok", "Preetum Nakkiran"),
    ("001", 44): ("Jacob Mitchell Springer", "Madhu Advani", "Lukas Aichberger"),
    ("001", 47): ("Preetum Nakkiran", "Arwen Bradley", "Adam Goliński"),
    ("001", 50): ("Vimal Thilak", "Chen Huang", "Omid Saremi"),
    ("001", 59): ("Micah Goldblum", "Anima Anandkumar", "Richard Baraniuk"),
    ("001", 68): ("Dutch Hansen", "Siddartha Devic", "Preetum Nakkiran"),
    ("001", 71): ("Jarosław Błasiok", "Parikshit Gopalan", "Lunjia Hu"),
    ("001", 80): ("Preetum Nakkiran",),
    ("001", 89): ("Preetum Nakkiran", "Yamini Bansal"),
    ("001", 92): ("Preetum Nakkiran",),
    ("001", 98): ("Preetum Nakkiran",),
    ("001", 110): ("Preetum Nakkiran",),
    ("001", 113): ("Preetum Nakkiran", "Jarosław Błasiok"),
    (
        "001",
        116,
    ): ("Charalampos E. Tsourakakis", "Michael Mitzenmacher", "Kasper Green Larsen"),
}


@pytest.mark.parametrize(("page", "line"), HARD)
def test_hard_lines_of_the_seed_pages(seeds: Path, page: str, line: int) -> None:
    (path,) = seeds.glob(f"{page}_*.txt")
    text = path.read_text(encoding="utf-8").split("\n")[line - 1]
    split = split_title(text)
    authors = HARD[page, line]
    assert split.authors == authors
    assert text.startswith(split.title + ", ".join(authors))


@pytest.mark.parametrize(
    ("page", "count", "cut", "labs", "scores", "codes", "guessed", "owner"),
    [
        ("000", 24, 21, 4, [83.0, 52.5], 4, 2, ("Sarthak Mittal", 19)),
        ("001", 39, 26, 11, [], 1, 1, ("Preetum Nakkiran", 23)),
    ],
)
def test_counts_of_the_seed_pages(
    seeds: Path,
    papers: Papers,
    page: str,
    count: int,
    cut: int,
    labs: int,
    scores: list[float],
    codes: int,
    guessed: int,
    owner: tuple[str, int],
) -> None:
    (path,) = seeds.glob(f"{page}_*.txt")
    items = read(path.read_bytes())
    found = papers(items)
    assert len(items) == len(found) == count
    assert sum(p.authors_cut for p in found) == cut
    assert sum(bool(p.labs) for p in found) == labs
    assert [s for p in found if (s := p.popularity.score)] == scores
    assert sum(p.code is not None for p in found) == codes
    assert sum(p.date_guessed for p in found) == guessed
    assert sum(owner[0] in p.authors for p in found) == owner[1]
    assert all(p.abstract and p.date for p in found)
