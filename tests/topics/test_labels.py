"""Topics have names: words that tell them apart, and keys of works amid them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from readnext.catalog.store import Catalog
from readnext.matching.identity import Identity
from readnext.paper import Entry, Paper
from readnext.recommend.suggest import suggest
from readnext.request import Filters, Request

SUBJECTS = {
    "ducks": ("mallard", "teal", "pochard", "wigeon", "eider", "garganey"),
    "peat": ("sphagnum", "sundew", "heather", "moor", "bog", "mire"),
}
PLACES = "Ahlen Brake Celle Damme Emden Fehmarn Goslar Husum Iburg Jever Kiel Lohne"


def papers(subject: str, count: int) -> list[Paper]:
    words = SUBJECTS[subject]
    found = []
    for number in range(count):
        place = f"{PLACES.split()[number % 12]} {number}"
        title = f"Of {subject} and {words[number % 6]} near {place}"
        text = " ".join(f"{words[(number + i) % 6]} {subject}" for i in range(6))
        paper = Paper(f"{subject}{number}", title, abstract=text, date="2024")
        found.append(paper)
    return found


def entries(found: list[Paper]) -> list[Entry]:
    return [
        Entry(paper.id, title=paper.title, abstract=paper.abstract, date="2024")
        for paper in found
    ]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("catalog")
    with Catalog.open(folder, create=True) as store:
        store.add([*papers("ducks", 40), *papers("peat", 40)])
        yield store


@pytest.fixture(scope="module")
def library() -> list[Entry]:
    return entries(papers("ducks", 12) + papers("peat", 12))


def test_a_topic_is_named_by_its_words_and_works(
    catalog: Catalog, library: list[Entry]
) -> None:
    answer = suggest(library, catalog, Request(10, topics=True))
    topics = {one.topic for one in answer.suggestions}
    assert len(topics) > 1
    for one in answer.suggestions:
        subject = one.paper.id.rstrip("0123456789")
        assert one.topic and one.topic.words
        assert set(" ".join(one.topic.words).split()) <= {subject, *SUBJECTS[subject]}
        assert all(key.startswith(subject) for key in one.topic.keys)


def test_they_are_made_only_where_they_are_asked_for(
    catalog: Catalog, library: list[Entry]
) -> None:
    plain = suggest(library, catalog, Request(10))
    named = suggest(library, catalog, Request(10, topics=True))
    assert {one.topic for one in plain.suggestions} == {None}
    without = tuple(replace(one, topic=None) for one in named.suggestions)
    assert replace(named, suggestions=without) == plain


def test_one_topic_needs_no_name(catalog: Catalog) -> None:
    few = suggest(entries(papers("ducks", 3)), catalog, Request(5, topics=True))
    assert {one.topic for one in few.suggestions} == {None}


def test_what_is_unwanted_is_not_suggested(
    catalog: Catalog, library: list[Entry]
) -> None:
    first = suggest(library, catalog, Request(10))
    sent = [one.paper for one in first.suggestions]
    foreign = Identity.of(Paper("x", "Something that no catalog has"))
    excluded = [*map(Identity.of, sent), foreign, Identity.of(papers("ducks", 1)[0])]
    second = suggest(library, catalog, Request(100), excluded=excluded)
    found = {one.paper.id for one in second.suggestions}
    assert not found & {paper.id for paper in sent}
    assert (second.owned, second.excluded) == (24, 10)
    assert len(found) == second.candidates == 80 - 24 - 10


def test_what_is_below_the_threshold_is_counted(
    catalog: Catalog, library: list[Entry]
) -> None:
    least = Filters(min_probability=0.5)
    answer = suggest(library, catalog, Request(10, least))
    assert answer.candidates + answer.below_threshold == 80 - 24


def test_papers_are_counted_since_one(catalog: Catalog, tmp_path: Path) -> None:
    with Catalog.open(tmp_path / "c", create=True) as store:
        assert (store.newest(), store.count_since(0)) == (0, 0)
        store.add(papers("ducks", 5))
        newest = store.newest()
        assert store.count_since(0) == 5
        store.add(papers("ducks", 8))
        assert (store.count_since(newest), store.count_since(store.newest())) == (3, 0)
