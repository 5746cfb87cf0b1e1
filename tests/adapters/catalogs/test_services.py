"""Saved answers of Hugging Face, OpenAlex and Semantic Scholar."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.paper import Paper, Popularity, Problem
from readnext_adapters.catalogs import CATALOG_FORMATS, hfpapers, openalex, s2
from readnext_adapters.catalogs.invertedindex import rebuild

SERVICES = {"hfpapers": hfpapers, "openalex": openalex, "s2": s2}
FIXTURES = Path(__file__).parents[3] / "fixtures" / "catalogs"
CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
AS_OF = dt.date(2026, 4, 30)

Json: TypeAlias = Any
Items = list[Paper | Problem]
Papers = Callable[[Iterable[Paper | Problem]], list[Paper]]
Problems = Callable[[Iterable[Paper | Problem]], list[tuple[str, str]]]


def read(kind: str, data: bytes) -> Items:
    return list(CATALOG_FORMATS[kind].read(io.BytesIO(data), "page", AS_OF))


def read_value(kind: str, value: object) -> Items:
    return read(kind, json.dumps(value).encode())


def fixture_of(kind: str) -> Json:
    return json.loads((FIXTURES / f"{kind}.json").read_bytes())


def test_hugging_face(papers: Papers, problems: Problems) -> None:
    items = read_value("hfpapers", fixture_of("hfpapers"))
    ducks, geese = papers(items)
    assert ducks == Paper(
        id="hf:2605.00011",
        title="Ducks That Reason",
        authors=("Mia Sand", "Noah Field"),
        labs=("Pond Lab",),
        abstract="Ducks reason about ponds.",
        date="2026-05-03",
        url="https://huggingface.co/papers/2605.00011",
        arxiv="2605.00011",
        keywords=("ducks", "reasoning"),
        code="https://github.com/example/ducks",
        popularity=Popularity(upvotes=42, comments=3),
    )
    assert (geese.title, geese.abstract) == ("A Survey of Geese", "Geese are surveyed.")
    assert (geese.labs, geese.date) == (("lakes",), "2026-05-04")
    assert geese.popularity == Popularity(comments=0)
    wrong, untitled, nothing = problems(items)
    assert wrong[0] == "page:item 2"
    for what in ("upvotes", "authors", "githubRepo"):
        assert f"{what} left out: not " in wrong[1]
    assert untitled == ("page:item 3", "a paper without title is left out")
    assert nothing == ("page:item 4", "null, not one of the papers")


def test_a_paper_of_hugging_face_alone(papers: Papers) -> None:
    alone = fixture_of("hfpapers")[0]["paper"]
    data = json.dumps(alone)
    assert hfpapers.detect(data)
    (paper,) = papers(read("hfpapers", data.encode()))
    assert (paper.id, paper.popularity.upvotes) == ("hf:2605.00011", 42)


def test_openalex(papers: Papers, problems: Problems) -> None:
    items = read_value("openalex", fixture_of("openalex"))
    ducks, swans = papers(items)
    assert ducks == Paper(
        id="openalex:W101",
        title="On Ducks & Ponds",
        authors=("Mia Sand", "Noah Field"),
        labs=("University of Ponds", "Lake Institute, Northtown"),
        abstract="Ducks watch other Ducks swim.",
        venue="Journal of Ponds",
        date="2026-05-02",
        url="https://doi.org/10.5555/ducks.1",
        doi="10.5555/ducks.1",
        arxiv="2605.00101",
        categories=("Environmental Science", "Ecology"),
        keywords=("Pond Ecology", "Bird Song", "Duck"),
        references=("W7", "W8"),
    )
    assert (swans.withdrawn, swans.venue, swans.date) == (True, "", "2025")
    assert (swans.categories, swans.abstract) == (("Biology",), "Swans are white")
    index, untitled, person, number = problems(items)
    assert index == (
        "page:item 2",
        "abstract: 3 words left out: without a place of their own; "
        "abstract with gaps: 7 words are missing",
    )
    assert untitled == ("page:item 3", "a work without title is left out")
    assert person[1] == "https://openalex.org/A55 is not a work; left out"
    assert number == ("page:item 5", "a number, not one of the works")


def test_a_list_of_openalex_cuts_author_lists_off(papers: Papers) -> None:
    work = {"id": "https://openalex.org/W1", "title": "T"}
    author = {"author": {"display_name": "A B"}}
    for number, cut in ((99, False), (100, True)):
        (paper,) = papers(
            read_value("openalex", work | {"authorships": [author] * number})
        )
        assert (len(paper.authors), paper.authors_cut) == (number, cut)


def test_a_file_of_openalex_s_snapshot(papers: Papers, problems: Problems) -> None:
    """A work a line, as long as it may be."""
    works = fixture_of("openalex")["results"][:2]
    works[0]["filler"] = "x" * 70_000
    lines = [json.dumps(work).encode() for work in works]
    data = b"\n".join([lines[0], b'{"id": "cut', lines[1], b""])
    assert openalex.detect(data[:65536].decode())
    assert not CATALOG_FORMATS["jsonl"].detect(data[:65536].decode())
    assert not CATALOG_FORMATS["jsonl"].detect(lines[1].decode())
    items = read("openalex", data)
    assert [p.id for p in papers(items)] == ["openalex:W101", "openalex:W102"]
    (where, _), *_ = problems(items)
    assert where.startswith("page:2")


def test_semantic_scholar(papers: Papers, problems: Problems) -> None:
    items = read_value("s2", fixture_of("s2"))
    ducks, nothing, titled = papers(items)
    assert ducks == Paper(
        id="s2:aa11",
        title="On Ducks & Ponds",
        authors=("Mia Sand", "Noah Field"),
        labs=("University of Ponds",),
        venue="Journal of Ponds",
        date="2026-05-02",
        url="https://www.semanticscholar.org/paper/aa11",
        doi="10.5555/ducks.1",
        arxiv="2605.00101",
        categories=("Biology", "Environmental Science"),
        references=("2401.00007", "10.5555/geese.2", "s2:dd44"),
        popularity=Popularity(citations=4),
    )
    assert nothing == Paper(
        "s2:ee55",
        "Nothing Else is Known",
        url="https://www.semanticscholar.org/paper/ee55",
    )
    assert titled.title == "Known by its Title Alone"
    assert [why for _, why in problems(items)] == [
        "a paper without title is left out",
        "an author, not a paper; left out",
        "a snippet of a paper, not the paper; left out",
        "null, not one of the papers",
    ]


@pytest.mark.parametrize(
    ("kind", "answer", "says"),
    [
        ("s2", {"error": "Paper with id 0 not found"}, "Paper with id 0 not found"),
        ("s2", {"total": 0, "offset": 0}, "a list without any papers"),
        ("openalex", {"error": "Invalid", "message": "no such filter"}, "such filter"),
        ("openalex", {"meta": {"per_page": 1}, "results": []}, "without any works"),
    ],
)
def test_answers_without_papers(kind: str, answer: object, says: str) -> None:
    assert SERVICES[kind].detect(json.dumps(answer))
    (problem,) = read_value(kind, answer)
    assert isinstance(problem, Problem)
    assert says in problem.why


@pytest.mark.parametrize("kind", SERVICES)
@pytest.mark.parametrize("answer", [{}, {"a": 1}, 5, "text", {"data": 1, "results": 2}])
def test_other_json_is_one_problem(kind: str, answer: object) -> None:
    (problem,) = read_value(kind, answer)
    assert isinstance(problem, Problem)


@pytest.mark.parametrize("kind", SERVICES)
def test_a_broken_answer_gives_what_is_whole(kind: str, papers: Papers) -> None:
    data = (FIXTURES / f"{kind}.json").read_bytes()
    whole = papers(read(kind, data))
    cut = data[: data.rindex(whole[1].title.encode())]
    items = read(kind, cut)
    assert papers(items)[:1] == whole[:1]
    assert any("damaged or cut off" in p.why for p in items if isinstance(p, Problem))


# The abstract's index.


@pytest.mark.parametrize(
    ("index", "text", "told"),
    [
        (None, "", 0),
        ({}, "", 0),
        ([], "", 1),
        ("Ducks", "", 1),
        ({"a": [10**400], "b": [0]}, "b", 1),
        ({"a": [10**9], "b": [0]}, "b a", 1),
        ({"a": [-1], "b": [0]}, "b", 1),
        ({"a": {"0": 1}, "b": 0, "c": None}, "b", 1),
        ({"a": [0], "b": [0]}, "a", 1),
        ({"a": [1.0], "b": [False], "c": [0]}, "c", 1),
        ({"Summary:": [0], "we": [1], "show": [2]}, "we show", 0),
        ({"Abstract": [0], "algebra": [1]}, "Abstract algebra", 0),
        ({"Abstract-level": [0], "ducks": [1]}, "Abstract-level ducks", 0),
        ({"<jats:p>Ducks": [0], "swim.</jats:p>": [1]}, "Ducks swim.", 0),
    ],
)
def test_an_index_of_words(index: object, text: str, told: int) -> None:
    complaints: list[str] = []
    assert rebuild(index, complaints) == text
    assert len(complaints) == told


def test_a_few_missing_words_are_not_worth_a_word() -> None:
    index = {f"w{n}": [n] for n in range(50) if n != 7}
    complaints: list[str] = []
    assert rebuild(index, complaints).count(" ") == 48
    assert complaints == []


def test_a_word_that_stands_everywhere_costs_no_memory() -> None:
    complaints: list[str] = []
    text = rebuild({"x" * 50_000: list(range(100_000))}, complaints)
    assert len(text) <= 200_000
    assert complaints == ["abstract cut off after 3 words"]


# Nothing raises.

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
ODD: tuple[object, ...] = (None, True, 0, -1, 1e308, "", "x", [], {}, [None], {"a": 1})


def spots(value: Json) -> Iterator[tuple[Json, Json]]:
    """Every place in a value: what holds it, and its name or number there."""
    named = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in named:
        yield value, key
        if isinstance(inner, dict | list):
            yield from spots(inner)


@pytest.mark.parametrize("kind", SERVICES)
def test_any_value_in_any_place(kind: str) -> None:
    whole = fixture_of(kind)
    for number in range(len(list(spots(whole)))):
        for odd in ODD:
            changed = copy.deepcopy(whole)
            holder, key = list(spots(changed))[number]
            holder[key] = odd
            assert read_value(kind, changed)


@pytest.mark.parametrize("kind", SERVICES)
@given(data=st.data())
def test_mutated_answers_raise_nothing(kind: str, data: st.DataObject) -> None:
    whole = fixture_of(kind)
    for _ in range(data.draw(st.integers(1, 3))):
        places = list(spots(whole))
        holder, key = places[data.draw(st.integers(0, len(places) - 1))]
        holder[key] = data.draw(VALUES)
    items = read_value(kind, whole)
    assert items
    for paper in items:
        assert not isinstance(paper, Paper) or (paper.id and paper.title)


@pytest.mark.parametrize("kind", SERVICES)
@given(st.binary())
def test_no_bytes_raise(kind: str, data: bytes) -> None:
    read(kind, data)
    SERVICES[kind].detect(data.decode(errors="replace"))


@pytest.mark.parametrize("kind", SERVICES)
def test_damaged_files_raise_nothing(kind: str) -> None:
    chance = random.Random(kind)
    whole = (FIXTURES / f"{kind}.json").read_bytes()
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            place = chance.randrange(len(data))
            data[place : place + chance.randint(0, 9)] = chance.randbytes(2)
        assert read(kind, bytes(data))


@pytest.mark.parametrize("kind", SERVICES)
def test_nesting_without_end_is_a_problem(kind: str) -> None:
    (problem, *_) = read(kind, b'[{"paper": ' + b"[" * 100_000)
    assert isinstance(problem, Problem)


# Real answers, where they are.


def corpus(kind: str) -> list[Path]:
    if not (CORPORA / kind).is_dir():
        pytest.skip(f"no real answers in {CORPORA / kind}")
    return sorted((CORPORA / kind).glob("*.json"))


def listed(answer: Json) -> list[Json]:
    """The records of an answer; what is no list of them is one itself."""
    if isinstance(answer, list):
        return answer
    found = answer.get("data", answer.get("recommendedPapers"))
    return found if isinstance(found, list) else [answer]


@pytest.mark.parametrize("kind", SERVICES)
def test_every_paper_of_real_answers_is_read(kind: str, papers: Papers) -> None:
    for path in corpus(kind):
        text = path.read_text(encoding="utf-8")
        known = [name for name, f in CATALOG_FORMATS.items() if f.detect(text)]
        assert known == [kind]
        items = read(kind, text.encode())
        records = listed(json.loads(text))
        titled = [r for r in records if title_of(r)]
        assert len(papers(items)) == len(titled), path.name
        assert len(items) >= len(records), path.name


def title_of(record: Json) -> str | None:
    """The title of what is a paper."""
    if not isinstance(record, dict) or "authorId" in record or "snippet" in record:
        return None
    for wrapper in ("paper", "citedPaper", "citingPaper"):
        record = record.get(wrapper) or record
    title: str | None = record.get("title")
    return title or ("?" if "upvotes" in record else None)


def test_real_works_are_what_zotero_s_users_expect(papers: Papers) -> None:
    for path in corpus("openalex"):
        expected = CORPORA / "expected" / f"openalex__{path.name}.json"
        (known,) = json.loads(expected.read_bytes())
        (work,) = papers(read("openalex", path.read_bytes()))
        assert work.title.casefold() == known["title"].casefold()
        assert work.date is not None and work.date.startswith(known["year"])
        assert known["doi"] in (work.doi, None)
        assert len(work.authors) == len(known["authors"])
        assert work.abstract or path.name.endswith("03.json")


def test_what_openalex_says_of_reception_and_full_text(papers: Papers) -> None:
    work = {
        "id": "https://openalex.org/W1",
        "display_name": "On Ducks",
        "type": "article",
        "cited_by_count": 7,
        "best_oa_location": {"pdf_url": "https://example.org/ducks.pdf"},
        "open_access": {"oa_url": "https://example.org/ducks"},
    }
    other = work | {"id": "https://openalex.org/W2", "type": "erratum"}
    other |= {"best_oa_location": None}
    paper, notice = papers(read_value("openalex", {"results": [work, other]}))
    assert (paper.popularity.citations, paper.notice) == (7, False)
    assert paper.pdf == "https://example.org/ducks.pdf"
    assert (notice.notice, notice.pdf) == (True, "https://example.org/ducks")


@pytest.mark.parametrize(
    ("kinds", "notice"),
    [
        (["Editorial"], True),
        (["News"], True),
        (["JournalArticle", "Editorial"], False),
        (["JournalArticle"], False),
        ([], False),
        (None, False),
    ],
)
def test_kinds_of_semantic_scholar(
    papers: Papers, kinds: list[str] | None, notice: bool
) -> None:
    item: dict[str, object] = {"paperId": "aa", "title": "On Ducks"}
    item |= {"publicationTypes": kinds}
    item |= {"openAccessPdf": {"url": "https://example.org/d.pdf"}}
    (paper,) = papers(read_value("s2", {"data": [item]}))
    assert (paper.notice, paper.pdf) == (notice, "https://example.org/d.pdf")


def test_headings_and_copyright_lines_are_no_abstract(papers: Papers) -> None:
    words = "ABSTRACT: Ducks swim. © 2026 Pond Press. All rights reserved.".split()
    index = {word: [place] for place, word in enumerate(words)}
    work = {
        "id": "https://openalex.org/W1",
        "display_name": "On Ducks",
        "abstract_inverted_index": index,
    }
    (paper,) = papers(read_value("openalex", {"results": [work]}))
    assert paper.abstract == "Ducks swim."
    item = {"paperId": "aa", "title": "On Ducks", "abstract": " ".join(words)}
    (other,) = papers(read_value("s2", {"data": [item]}))
    assert other.abstract == "Ducks swim."
