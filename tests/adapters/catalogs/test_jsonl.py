"""JSON Lines: fields, their checks, and the way back."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.catalogs import jsonl
from readnext_adapters.parsing.clean import clean
from tests.adapters.catalogs.jsonl_lines import to_json

Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]
AS_OF = dt.date(2026, 4, 30)


def read(data: bytes) -> list[Paper | Problem]:
    return list(jsonl.read(io.BytesIO(data), "c.jsonl", AS_OF))


def read_one(**fields: object) -> Paper:
    record = {"id": "1", "title": "T"} | fields
    paper, *_ = read(json.dumps(record).encode())
    assert isinstance(paper, Paper)
    return paper


def test_every_field(fixtures: Path, papers: Papers, problems: Problems) -> None:
    items = read((fixtures / "papers.jsonl").read_bytes())
    assert problems(items) == []
    bees, numbered, nothing, known = papers(items)
    assert bees == Paper(
        id="x:1",
        title="The Bees of Bayes",
        authors=("Mia Sand", "Noah Field", "Lotte van Dijk"),
        labs=("The University of Bees",),
        abstract="Bees infer.",
        venue="BEECONF",
        date="2025-06-05",
        url="https://arxiv.org/abs/2506.01234v2",
        doi="10.5555/bees.1",
        arxiv="2506.01234",
        categories=("cs.LG",),
        keywords=("bees",),
        references=("x:0",),
        code="https://github.com/example/bees",
        popularity=Popularity(upvotes=7, comments=0, score=1.5),
    )
    assert (numbered.id, numbered.date, numbered.code) == ("7", "2024", "")
    assert numbered.arxiv == "2401.00007"
    assert nothing == Paper(id="x:3", title="Nothing Said", date="2024-05")
    assert (known.authors_cut, known.author_count, known.date_guessed) == (
        True,
        9,
        True,
    )
    assert known.arxiv == "2405.00009"


def test_wrong_types_cost_the_field_only(
    fixtures: Path, papers: Papers, problems: Problems
) -> None:
    items = read((fixtures / "wrong-types.jsonl").read_bytes())
    wrong, nobody, number = papers(items)
    assert wrong == Paper(id="w:1", title="All Wrong", labs=("Hive",))
    assert nobody == Paper(id="w:2", title="Names of Nobody", authors=("Mia Sand",))
    assert number == Paper(id="w:3", title="Not a Number")
    told = dict(problems(items))
    assert set(told) == {"c.jsonl:1", "c.jsonl:2", "c.jsonl:3"}
    for field in (
        "authors abstract date url doi arxiv code upvotes comments score "
        "author_count authors_cut references"
    ).split():
        assert f"{field} left out: not " in told["c.jsonl:1"]
    assert told["c.jsonl:2"] == (
        "part of authors left out: not a name; popularity left out: not an object"
    )


def test_broken_lines_are_told_and_the_rest_is_read(
    fixtures: Path, papers: Papers, problems: Problems
) -> None:
    items = read((fixtures / "broken.jsonl").read_bytes())
    assert [paper.id for paper in papers(items)] == ["b:1", "b:6"]
    (cut, _), *others = problems(items)
    assert cut == "c.jsonl:2"
    assert others == [
        ("c.jsonl:3", "not a JSON object"),
        ("c.jsonl:5", "a paper without title is left out"),
        ("c.jsonl:6", "a paper without id and title is left out"),
    ]


def test_unknown_fields_are_counted_once(fixtures: Path, problems: Problems) -> None:
    items = read((fixtures / "unknown-fields.jsonl").read_bytes())
    assert problems(items) == [
        ("c.jsonl", "unknown fields left out: colour (2 papers), size (1)")
    ]


def test_many_unknown_fields_are_not_all_named() -> None:
    record = {"id": "1", "title": "T"} | {f"key{n}": n for n in range(30)}
    *_, note = read(json.dumps(record).encode())
    assert isinstance(note, Problem)
    assert note.why.endswith(" and 20 more")
    assert "(1 paper)" in note.why


@pytest.mark.parametrize(
    ("given_date", "date"),
    [
        ("2025-09-25", "2025-09-25"),
        ("2025-09-25T12:00:00Z", "2025-09-25"),
        ("Sep 25, 2025", "2025-09-25"),
        ("2025-13-45", "2025"),
        ("99999", None),
        ("0000-01-01", None),
        (99999, None),
        (2025, "2025"),
        (True, None),
    ],
)
def test_dates(given_date: object, date: str | None) -> None:
    assert read_one(date=given_date).date == date


@pytest.mark.parametrize(
    ("given_code", "code"),
    [
        ("https://a.org/b", "https://a.org/b"),
        (True, ""),
        (False, None),
        (None, None),
        ("", None),
        ("ftp://a.org", None),
        (1, None),
    ],
)
def test_code(given_code: object, code: str | None) -> None:
    assert read_one(code=given_code).code == code


def test_bytes_that_are_not_utf8_are_replaced_and_told() -> None:
    paper, problem = read(b'{"id": "1", "title": "Caf\xe9"}')
    assert isinstance(paper, Paper) and isinstance(problem, Problem)
    assert paper.title == "Caf\ufffd"
    assert "not UTF-8" in problem.why


def test_characters_that_no_file_can_hold_are_dropped() -> None:
    assert read_one(title="A\ud800B\x00 C").title == "AB C"


def test_nesting_without_end_is_a_problem() -> None:
    (problem,) = read(b'{"id": ' + b"[" * 100_000)
    assert isinstance(problem, Problem)


def test_byte_order_mark_and_crlf_do_no_harm() -> None:
    assert read(b'\xef\xbb\xbf{"id": "1", "title": "T"}\r\n\r\n') == [Paper("1", "T")]


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        ('{"id": "1", "title": "T"}\n', True),
        ('\ufeff\n  {"title": "T"}\n{', True),
        ('{"abstract": "a line longer than the head', True),
        ('{"items": [{"id": "1", "title"', False),
        ('{"id": "1", "title"\n', False),
        ('[{"id": "1", "title": "T"}]', False),
        ("{", False),
        ("", False),
    ],
)
def test_detect(head: str, ours: bool) -> None:
    assert jsonl.detect(head) is ours


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    read(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
FIELDS = [*sorted(jsonl.FIELDS), "other"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_no_value_raises_and_none_is_lost(record: dict[str, object]) -> None:
    items = read(json.dumps(record).encode())
    assert items
    for item in items:
        if isinstance(item, Paper):
            item_again, *_ = read(to_json(item).encode())
            assert item_again == item


TEXT = st.text(max_size=20).map(clean)
NAME = TEXT.filter(bool)
NAMES = st.lists(NAME, unique=True, max_size=3).map(tuple)
COUNT = st.none() | st.integers(1, 10**6)
LINK = st.just("https://a.org/b")
PAPERS = st.builds(
    Paper,
    id=NAME,
    title=NAME,
    authors=NAMES,
    labs=st.sampled_from([(), ("Hive",), ("Hive", "Comb")]),
    abstract=TEXT,
    venue=TEXT,
    date=st.none() | st.dates().map(dt.date.isoformat),
    url=st.none() | LINK,
    doi=st.none() | st.just("10.5555/bees.1"),
    arxiv=st.none() | st.just("2506.01234"),
    categories=NAMES,
    keywords=NAMES,
    references=NAMES,
    code=st.none() | st.just("") | LINK,
    popularity=st.builds(
        Popularity, COUNT, COUNT, st.none() | st.floats(-1e9, 1e9, width=32)
    ),
    author_count=COUNT,
    authors_cut=st.booleans(),
    date_guessed=st.booleans(),
)


@given(PAPERS)
def test_writing_and_reading_gives_the_same_paper(paper: Paper) -> None:
    line = to_json(paper)
    assert "\n" not in line
    assert read(line.encode()) == [paper]
