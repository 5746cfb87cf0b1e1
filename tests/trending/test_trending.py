"""The list of what is well received, from a real catalog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.paper import Paper, Popularity
from readnext.request import Filters, Request
from readnext.suggestion import Answer
from readnext.trending.append import with_trending
from readnext.trending.trending import trending

TODAY = dt.date(2024, 7, 1)
Ask = Callable[..., Answer]


def pond(name: str, date: str | None, upvotes: int | None = None) -> Paper:
    popularity = Popularity(upvotes=upvotes)
    return Paper(
        name, f"Ducks of {name}", ("Mia Sand",), date=date, popularity=popularity
    )


PAPERS = (
    *(pond(f"june{n}", f"2024-06-{n:02}", n) for n in range(1, 21)),
    *(pond(f"may{n}", f"2024-05-{n:02}", 100 + n) for n in range(1, 11)),
    pond("star", "2024-06-05", 500),
    pond("undated", None, 900),
)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    def answer(papers: Sequence[Paper], n: int = 5, **filters: object) -> Answer:
        with Catalog.open(tmp_path / "c", create=True) as catalog:
            catalog.add(papers)
            asked = replace(Filters(), **filters)  # type: ignore[arg-type]
            return trending(catalog, Request(n, asked), TODAY)

    return answer


def ids(answer: Answer) -> list[str]:
    return [s.paper.id for s in answer.suggestions]


def test_the_best_received_of_the_last_days_come_first(ask: Ask) -> None:
    answer = ask(PAPERS)
    assert ids(answer) == ["star", "june20", "june19", "june18", "june17"]
    assert (answer.entries, answer.usable, answer.in_catalog) == (0, 0, 0)
    assert answer.candidates == 21
    assert answer.papers == len(PAPERS)
    assert answer.ranker == "prior"
    assert answer.why.endswith("the odds halve every 10 days before 2024-06-20")
    assert all(s.probability is None and s.reasons for s in answer.suggestions)
    scores = [s.score for s in answer.suggestions]
    assert scores == sorted(scores, reverse=True)
    assert answer.suggestions[0].key == "sand2024ducks"


def test_reasons_sum_to_the_score_where_nothing_speaks_against(ask: Ask) -> None:
    for suggestion in ask(PAPERS).suggestions:
        total = sum(reason.weight for reason in suggestion.reasons)
        assert total == pytest.approx(suggestion.score, abs=1e-5)


def test_the_same_question_has_the_same_answer(ask: Ask) -> None:
    assert ask(PAPERS, 30) == ask(PAPERS, 30)


def test_where_papers_are_few_it_looks_further_back(ask: Ask) -> None:
    answer = ask(PAPERS, 22)
    assert "fewer than 22 papers to rank, so the last 60 days are" in answer.notes[-1]
    assert "may10" in ids(answer) and "undated" not in ids(answer)
    answer = ask(PAPERS, 40)
    assert "all papers are ranked" in answer.notes[-1]
    assert set(ids(answer)) == {paper.id for paper in PAPERS}


def test_one_paper_alone_is_not_called_fewer_than_one(ask: Ask) -> None:
    answer = ask([pond("new", "2024-06-20", 1), *PAPERS[20:30]], 1, exclude=("new",))
    assert "have no paper to rank, so the last 60 days" in answer.notes[-1]


def test_words_that_are_excluded_make_it_look_further_back_too(ask: Ask) -> None:
    answer = ask(PAPERS, 15, exclude=tuple(f"june{n}" for n in range(1, 11)))
    assert len(answer.suggestions) == 15
    assert any("the last 60 days" in note for note in answer.notes)


def test_since_is_kept_to(ask: Ask) -> None:
    answer = ask(PAPERS, 20, since="2024-06-15")
    assert len(answer.suggestions) == 6
    assert not [note for note in answer.notes if "looked at" in note]


def test_filters(ask: Ask) -> None:
    papers = [
        pond("plain", "2024-06-10", 1),
        replace(pond("code", "2024-06-01", 1), code=""),
        replace(pond("lab", "2024-06-02", 1), labs=("Pond Lab",)),
        replace(pond("field", "2024-06-03", 1), categories=("cs.LG",)),
        replace(pond("venue", "2024-06-04", 1), venue="PondConf"),
        replace(pond("author", "2024-06-05", 1), authors=("Noah Field",)),
    ]
    for name, value in (
        ("has_code", True),
        ("labs", ("pond lab",)),
        ("categories", ("cs.*",)),
        ("venues", ("pondconf",)),
        ("authors", ("N. Field",)),
    ):
        (found,) = ask(papers, **{name: value}).suggestions
        assert (
            found.paper.id
            == {
                **{"has_code": "code", "labs": "lab", "categories": "field"},
                **{"venues": "venue", "authors": "author"},
            }[name]
        )


def test_withdrawn_papers_are_left_out(ask: Ask) -> None:
    papers = [pond("a", "2024-06-10", 1), pond("b", "2024-06-11", 1)]
    papers[1] = replace(papers[1], withdrawn=True)
    assert ids(ask(papers)) == ["a"]


def test_of_equals_the_newest_comes_first_then_the_first(ask: Ask) -> None:
    papers = [pond("b", None, 1), pond("a", None, 1)]
    answer = ask(papers)
    assert ids(answer) == ["b", "a"]
    assert answer.notes == (
        "no paper in the catalog has a date, so age is not considered",
    )
    assert "odds" not in answer.why


@pytest.mark.parametrize(
    "papers",
    [
        [pond("a", "2024-06-10"), pond("b", None)],
        [replace(pond("a", "2024-06-10"), code="", labs=("Pond Lab",))],
        # What is known of papers of another time says nothing of these.
        [
            *(pond(f"june{n}", f"2024-06-{n:02}") for n in range(1, 6)),
            pond("old", "2019-01-01", 900),
        ],
    ],
)
def test_nothing_is_ranked_by_nothing(ask: Ask, papers: list[Paper]) -> None:
    with pytest.raises(UserError, match=r"nothing to rank by; .*update hf:daily"):
        ask(papers)


def test_papers_of_a_lab_whose_papers_are_well_received_are_ranked(ask: Ask) -> None:
    ours = ("Pond Lab",)
    known = [replace(paper, labs=ours) for paper in PAPERS[20:30]]
    new = replace(pond("new", "2024-06-30"), labs=ours)
    (found,) = ask([*PAPERS[:20], *known, new], 1, since="2024-06-25").suggestions
    assert found.paper.id == "new" and found.reasons[0].kind in ("lab", "recency")


def test_a_digest_says_that_no_reception_is_known(tmp_path: Path) -> None:
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add([pond("a", "2024-06-10")])
        mine = Answer(1, 1, 0, "c", 1, 1, "prior", "", ())
        answer = with_trending(mine, catalog, 2, [], [], TODAY)
    assert answer.suggestions == ()
    assert "No paper could be added for its reception" in answer.notes[0]


def test_notes_on_dates(ask: Ask) -> None:
    papers = [pond("old", "2023-01-01", 1), pond("next", "2099-01-01", 1)]
    answer = ask(papers, 1)
    assert ids(answer) == ["old"]
    assert answer.notes == (
        "1 paper is dated after tomorrow; these dates are ignored",
        "the newest paper is of 2023-01-01, and age is counted from there",
    )
    assert ask(papers, 2).suggestions[1].paper.id == "next"


def test_nothing_fits(ask: Ask) -> None:
    answer = ask(PAPERS, labs=("Nobody's",))
    assert (answer.candidates, answer.suggestions) == (0, ())
    assert ask(PAPERS, since="2025").suggestions == ()
    assert ask(PAPERS, until="1990").suggestions == ()
