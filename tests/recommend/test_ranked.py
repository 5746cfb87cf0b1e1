"""A ranked catalog: any request, new verdicts, and what explains one paper."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.library.convert import as_entry
from readnext.library.selection import split
from readnext.matching.identity import Identity
from readnext.paper import Entry, Paper
from readnext.recommend.ranked import RankedCatalog, rank
from readnext.recommend.reader import Reader
from readnext.recommend.suggest import suggest
from readnext.request import Filters, Parts, Request
from readnext_adapters.opening.library import read_library
from tests.conftest import FIXTURES

LIBRARY = FIXTURES / "libraries" / "generalization.bib"


@pytest.fixture(scope="module")
def catalog(papers_of_today: Path) -> Iterator[Catalog]:
    with Catalog.open(papers_of_today) as found:
        yield found


@pytest.fixture(scope="module")
def reader() -> Reader:
    found = read_library(str(LIBRARY), lambda _: None, {})
    return Reader(split([one for one in found if isinstance(one, Entry)]).chosen)


@pytest.fixture(scope="module")
def ranked(reader: Reader, catalog: Catalog) -> RankedCatalog:
    return rank(reader, catalog)


@pytest.mark.slow
@pytest.mark.parametrize(
    "request_",
    [
        Request(7),
        Request(9, parts=Parts.of(9), diversity=2),
        Request(5, Filters(authors=("Nakkiran",)), explain=True),
        Request(5, Filters(since="2020", until="2023", exclude=("kernel",))),
        Request(3, map=True, topics=True),
    ],
    ids=["plain", "parts", "author", "dates", "map"],
)
def test_one_ranking_answers_any_request_as_ranking_for_it_does(
    ranked: RankedCatalog, reader: Reader, catalog: Catalog, request_: Request
) -> None:
    assert ranked.answer(request_) == suggest(reader.learned, catalog, request_)


def liked(reader: Reader, paper: Paper) -> Reader:
    entry = dataclasses.replace(as_entry(paper, "test"), key="liked")
    return dataclasses.replace(reader, learned=(*reader.learned, entry))


def test_a_like_raises_papers_like_it(ranked: RankedCatalog, reader: Reader) -> None:
    request = Request(100, diversity=0, per_author=0)
    whole = ranked.answer(request).suggestions
    one, near = next(
        (one, other)
        for one in whole[20:]
        for other in whole[one.rank + 5 :]
        if set(one.paper.authors) & set(other.paper.authors)
    )
    after = ranked.adjusted(liked(reader, one.paper)).answer(request).suggestions
    ranks = {other.paper.id: other.rank for other in after}
    assert one.paper.id not in ranks
    assert ranks[near.paper.id] < near.rank - 1


def test_a_like_that_the_catalog_lacks_is_learned_from(
    ranked: RankedCatalog, reader: Reader
) -> None:
    paper = Paper("else", "Kernels of ducks", ("Ada Duck",), abstract="Kernels " * 30)
    after = ranked.adjusted(liked(reader, paper)).answer(Request(20))
    assert after.usable == ranked.answer(Request(20)).usable + 1
    assert after.suggestions != ranked.answer(Request(20)).suggestions


def test_a_dismissed_paper_goes_and_comes_back(
    ranked: RankedCatalog, reader: Reader
) -> None:
    request = Request(20)
    before = ranked.answer(request)
    identity = Identity.of(before.suggestions[0].paper)
    refusing = dataclasses.replace(
        reader, excluded=(identity,), disliked={identity: 100.0}
    )
    without = ranked.adjusted(refusing)
    assert before.suggestions[0].paper.id not in [
        one.paper.id for one in without.answer(request).suggestions
    ]
    assert without.answer(request).excluded == 1
    assert without.adjusted(reader).answer(request) == before


def test_a_paper_is_explained_as_it_is_suggested(ranked: RankedCatalog) -> None:
    third = ranked.answer(Request(10, diversity=0, per_author=0)).suggestions[2]
    found = ranked.explain(third.paper)
    assert found is not None
    assert (found.rank, found.score, found.strength) == (3, third.score, third.strength)
    assert abs(sum(v for _, v in found.contributions) - found.score) < 1e-3


def test_owned_and_unknown_papers_are_not_explained(
    ranked: RankedCatalog, reader: Reader, catalog: Catalog
) -> None:
    owned = {entry.title for entry in reader.learned}
    paper = next(one for one in catalog.all_papers() if one.title in owned)
    assert ranked.explain(paper) is None
    assert ranked.explain(Paper("x", "Not in any catalog of ours")) is None
