"""A list covers the reader's topics, as far as it is asked to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.catalog.store import Catalog
from readnext.library.works import works_of
from readnext.paper import Entry
from readnext.ranker.diversity import choose
from readnext.ranker.join import join
from readnext.recommend.suggest import suggest
from readnext.request import Request
from readnext.topics.clusters import Topics
from tests.ranker.planted import library, of, three_topics


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add(three_topics())
        yield catalog


def mixed() -> list[Entry]:
    """A library with one big topic and a smaller one."""
    papers = three_topics()
    return library([*of(papers, "birds")[:50], *of(papers, "soups")[:20]])


def told(catalog: Catalog, diversity: float) -> Counter[str]:
    request = replace(Request(20), diversity=diversity)
    answer = suggest(mixed(), catalog, request)
    scores = [s.score for s in answer.suggestions]
    assert scores == sorted(scores, reverse=True)
    return Counter(s.paper.id.partition("/")[0] for s in answer.suggestions)


def test_a_list_covers_all_topics(catalog: Catalog) -> None:
    plain, usual, diverse = (told(catalog, x) for x in (0, 2, 10))
    assert plain["soups"] < usual["soups"] < diverse["soups"]
    assert diverse["soups"] >= 4  # two sevenths of the library are about 6 of 20
    assert diverse["birds"] >= 13
    assert diverse["stars"] == 0


def test_topics_are_found(catalog: Catalog) -> None:
    profile = join(works_of(mixed()), catalog, catalog.columns()).profile
    corpus = profile.corpus
    topics = Topics.of(profile, 0)
    assert len(topics) >= 2
    assert topics.shares.sum() == pytest.approx(1)
    nearest = topics.nearest(corpus.text(profile.own))
    birds = {int(n) for n, row in zip(nearest, profile.own, strict=True) if row < 120}
    soups = {int(n) for n, row in zip(nearest, profile.own, strict=True) if row >= 240}
    assert not birds & soups


def test_a_library_without_words_has_one_topic(catalog: Catalog) -> None:
    columns = catalog.columns()
    for entries in ([], [Entry("a", title="?")], [Entry("b", title="Quite unheard")]):
        profile = join(works_of(entries), catalog, columns).profile
        topics = Topics.of(profile, 0)
        assert len(topics) == 1
        assert topics.nearest(profile.corpus.text(np.arange(3))).tolist() == [0, 0, 0]


@given(
    st.lists(st.floats(-10, 40, width=32), min_size=1, max_size=60),
    st.integers(1, 70),
    st.floats(0, 5),
    st.integers(0, 99),
)
def test_a_choice_is_n_places_in_order(
    scores: list[float], n: int, strength: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    ordered = -np.sort(-np.array(scores, np.float32))
    shares = rng.dirichlet(np.ones(4))
    topics = rng.integers(0, 4, len(ordered))
    chosen = choose(ordered, topics, shares, n, strength).tolist()
    assert len(chosen) == min(n, len(scores))
    assert chosen == sorted(set(chosen))
    assert 0 in chosen  # the best paper is always on the list
    if strength == 0:
        assert chosen == list(range(len(chosen)))
