"""Planted libraries, whose right answer is known."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from readnext.catalog.store import Catalog
from readnext.features.matrix import NAMES, Measures
from readnext.library.works import works_of
from readnext.paper import Author, Entry, Paper, Popularity
from readnext.ranker.join import join
from readnext.ranker.ranker import Ranker
from readnext.recommend.suggest import suggest
from readnext.request import Filters, Request
from readnext.suggestion import Answer
from tests.ranker.planted import library, of, paper, three_topics


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return three_topics()


Fill = Callable[[Sequence[Paper]], Catalog]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    def add(papers: Sequence[Paper]) -> Catalog:
        catalog = Catalog.open(tmp_path / "catalog", create=True)
        catalog.add(papers)
        return catalog

    return add


def topics(answer: Answer) -> list[str]:
    return [s.paper.id.partition("/")[0] for s in answer.suggestions]


@pytest.mark.parametrize("size", [3, 8, 40], ids=lambda n: f"{n} entries")
def test_the_topic_of_the_library_comes_first(
    papers: list[Paper], fill: Fill, size: int
) -> None:
    answer = suggest(library(of(papers, "stars")[:size]), fill(papers), Request(20))
    # With 3 entries, their years say nearly as much as their few words.
    assert topics(answer).count("stars") >= (18 if size == 3 else 20)
    assert answer.ranker == ("lightgbm" if size >= 15 else "prior")
    assert answer.in_catalog == size


def test_a_library_that_the_catalog_does_not_know(
    papers: list[Paper], fill: Fill
) -> None:
    rng = random.Random(2)
    unknown = [paper("soups", 900 + n, rng) for n in range(20)]
    answer = suggest(library(unknown), fill(papers), Request(15))
    assert answer.in_catalog == 0
    assert answer.ranker == "lightgbm"
    assert topics(answer) == ["soups"] * 15


def test_owned_papers_are_never_suggested(papers: list[Paper], fill: Fill) -> None:
    own = of(papers, "birds")[:30]
    dirty = [
        replace(e, title=f"{{{e.title.upper()}}}.", key=f"k{n}")
        for n, e in enumerate(library(own))
    ]
    answer = suggest(dirty, fill(papers), Request(1000))
    assert len(answer.suggestions) == answer.candidates == len(papers) - 30
    assert not {s.paper.id for s in answer.suggestions} & {p.id for p in own}


def test_a_known_author_lifts_a_paper(papers: list[Paper], fill: Fill) -> None:
    twin = replace(papers[100], id="twin", title="wing song nest twin")
    known = replace(twin, id="known", title="wing song nest known")
    known = replace(known, authors=("Cleo Nightingale",))
    own = library(of(papers, "birds")[:5])
    nightingale = Author("Nightingale", "C.")
    own[0] = replace(own[0], authors=(nightingale,))
    own.append(Entry("extra", title="quite other words", authors=(nightingale,)))
    answer = suggest(own, fill([*papers, twin, known]), Request(400))
    rank = {s.paper.id: s.rank for s in answer.suggestions}
    assert rank["known"] < rank["twin"]
    reason = next(
        reason
        for s in answer.suggestions
        if s.paper.id == "known"
        for reason in s.reasons
        if reason.kind == "authors"
    )
    assert reason.text == "by Cleo Nightingale (2 in your library)"
    assert set(reason.keys) == {"birds/0", "extra"}


def test_trees_learn_what_the_prior_does_not_know(
    papers: list[Paper], fill: Fill
) -> None:
    """Among stars, this reader only takes what is popular: the trees see it."""
    rng = random.Random(3)
    stars = [
        replace(p, popularity=Popularity(upvotes=rng.choice([0, 200])))
        for p in of(papers, "stars")
    ]
    popular = [p for p in stars if p.popularity.upvotes]
    catalog = fill([*stars, *of(papers, "birds"), *of(papers, "soups")])
    answer = suggest(library(popular[:40]), catalog, Request(15))
    assert answer.ranker == "lightgbm"
    shares = [bool(s.paper.popularity.upvotes) for s in answer.suggestions]
    assert sum(shares) >= 13
    # What nearly all of the list have is no reason for one of them.
    reasons = [r.kind for s in answer.suggestions for r in s.reasons]
    assert "popularity" not in reasons


def test_the_same_question_has_the_same_answer(papers: list[Paper], fill: Fill) -> None:
    catalog = fill(papers)
    own = library(of(papers, "birds")[:30])
    first = suggest(own, catalog, Request(30, seed=4))
    assert suggest(own, catalog, Request(30, seed=4)) == first


def test_contributions_sum_to_the_score(papers: list[Paper], fill: Fill) -> None:
    catalog = fill(papers)
    own = library(of(papers, "birds")[:30])
    profile = join(works_of(own), catalog, catalog.columns()).profile
    ranker = Ranker().fit(profile, lambda _: 0)
    ranking = ranker.score(np.arange(50, 150))
    parts = ranker.contributions(ranker.scaled(ranking.rows))
    assert parts.shape == (100, len(NAMES))
    rest = ranking.scores - parts.sum(axis=1)
    assert np.allclose(rest, rest[0], atol=1e-4)


def test_a_held_out_paper_is_not_known_by_itself(
    papers: list[Paper], fill: Fill
) -> None:
    """Out of fold: no feature of a paper may come from its own membership."""
    from readnext.features.linear import LinearModel
    from readnext.features.matrix import features

    catalog = fill(papers)
    columns = catalog.columns()
    own = of(papers, "birds")[:30]
    whole = join(works_of(library(own)), catalog, columns).profile
    part = whole.take(np.arange(len(whole)) > 0)
    never = join(works_of(library(own[1:])), catalog, columns).profile
    negatives = np.arange(200, 300)
    row = whole.own[:1]
    tables = [
        features(
            profile, Measures.of(profile, LinearModel.fit(profile, negatives)), row
        )
        for profile in (part, never)
    ]
    assert np.allclose(tables[0], tables[1])


def test_filters_do_not_change_scores(papers: list[Paper], fill: Fill) -> None:
    catalog = fill(papers)
    own = library(of(papers, "birds")[:20])
    whole = suggest(own, catalog, Request(1000))
    scores = {s.paper.id: s.score for s in whole.suggestions}
    venue = suggest(own, catalog, Request(1000, Filters(venues=("conf 2",))))
    assert 0 < len(venue.suggestions) < len(whole.suggestions)
    assert {s.paper.venue for s in venue.suggestions} == {"Conf 2"}
    assert all(scores[s.paper.id] == s.score for s in venue.suggestions)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(since="2020"), lambda p: p.year >= 2020),
        (Filters(until="2018-01"), lambda p: p.year <= 2018),
        (Filters(authors=("Ann Birds7",)), lambda p: p.id == "birds/7"),
        (Filters(authors=("stars9",)), lambda p: p.id == "stars/9"),
        (Filters(labs=("lab 3",)), lambda p: p.labs == ("Lab 3",)),
        (Filters(exclude=("wing",)), lambda p: "wing" not in p.title + p.abstract),
        (Filters(categories=("cs.*",)), lambda p: False),
        (Filters(has_code=True), lambda p: False),
        (Filters(min_score=1.0), None),
    ],
    ids=lambda value: repr(value) if isinstance(value, Filters) else "",
)
def test_filters(
    papers: list[Paper],
    fill: Fill,
    filters: Filters,
    passes: Callable[[Paper], bool] | None,
) -> None:
    own = of(papers, "soups")[:5]
    answer = suggest(library(own), fill(papers), Request(1000, filters))
    found = {s.paper.id for s in answer.suggestions}
    if passes is None:
        assert min(s.score for s in answer.suggestions) >= 1.0
    else:
        expected = {p.id for p in papers if passes(p)} - {p.id for p in own}
        assert found == expected


def test_an_author_is_found_as_written_and_no_namesake(fill: Fill) -> None:
    names = [
        "Yoshua Bengio",
        "Y. Bengio",
        "Yann Bengio",
        "Samy Bengio",
        "Yóshua Bengio",
    ]
    catalog = fill([Paper(n, f"Work {i} alone", (n,)) for i, n in enumerate(names)])

    def found(author: str) -> set[str]:
        request = Request(9, Filters(authors=(author,)))
        answer = suggest([Entry("a", title="Ducks")], catalog, request)
        return {s.paper.id for s in answer.suggestions}

    assert found("Yoshua Bengio") == {names[0], names[1], names[4]}
    assert found("y. bengio") == {*names} - {"Samy Bengio"}
    assert found("Bengio") == {*names}


def test_a_namesake_is_no_reason(fill: Fill, papers: list[Paper]) -> None:
    yi, yan = Author("Wu", "Yi"), Author("Wu", "Yan")
    catalog = fill([*papers, Paper("x", "wing song plumage", ("Yi Wu",))])
    own = library(of(papers, "birds")[:5])
    own = [replace(entry, authors=(yan,)) for entry in own]

    def said() -> list[str]:
        answer = suggest(own, catalog, Request(400))
        x = next(s for s in answer.suggestions if s.paper.id == "x")
        return [r.text for r in x.reasons if r.kind == "authors"]

    assert said() == []
    own = [*own, Entry("mine", title="leek soup and noodles", authors=(yi,))]
    assert said() == ["by Yi Wu (1 in your library)"]


def test_an_empty_catalog_has_nothing_to_suggest(fill: Fill) -> None:
    answer = suggest([Entry("a", title="Ducks")], fill([]), Request())
    assert answer.suggestions == ()


def test_one_paper_in_the_catalog(papers: list[Paper], fill: Fill) -> None:
    answer = suggest([Entry("a", title="wing song")], fill(papers[:1]), Request())
    assert len(answer.suggestions) == 1
    assert answer.suggestions[0].reasons
