"""The map of a library: what is on it, how it is laid out, and when there is none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from readnext.catalog.store import Catalog
from readnext.paper import Entry, Popularity
from readnext.recommend.suggest import suggest
from readnext.request import Request
from readnext.suggestion import Answer, Map
from readnext.topics.layout import lay_out
from readnext.trending.trending import trending
from tests.ranker.planted import library, of, three_topics

WITH_MAP = Request(9, map=True)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add(three_topics())
        yield catalog


def mapped(answer: Answer) -> Map:
    assert answer.map is not None
    return answer.map


def own(birds: int, soups: int) -> list[Entry]:
    papers = three_topics()
    return library([*of(papers, "birds")[:birds], *of(papers, "soups")[:soups]])


@pytest.mark.slow
def test_a_map_is_made_where_it_is_asked_for(catalog: Catalog) -> None:
    asked = suggest(own(20, 20), catalog, WITH_MAP)
    assert suggest(own(20, 20), catalog, Request(9)) == replace(asked, map=None)
    assert suggest(own(20, 20), catalog, WITH_MAP) == asked


def test_every_work_and_every_suggestion_is_on_it(catalog: Catalog) -> None:
    entries = own(30, 12)
    answer = suggest(entries, catalog, WITH_MAP)
    found = mapped(answer)
    assert (found.works, found.unplaced) == (42, 0)
    assert sorted(s.key for s in found.spots if not s.rank) == sorted(
        entry.key for entry in entries
    )
    titles = {s.rank: s.title for s in found.spots if s.rank}
    assert titles == {s.rank: s.paper.title for s in answer.suggestions}
    counts = Counter((s.topic, bool(s.rank)) for s in found.spots)
    for k, topic in enumerate(found.topics):
        assert (topic.own, topic.suggested) == (counts[k, False], counts[k, True])
    assert [t.own for t in found.topics] == sorted(
        (t.own for t in found.topics), reverse=True
    )
    assert sum(y.own for y in found.years) == 42
    assert sum(y.suggested for y in found.years) == len(answer.suggestions)
    assert all(0 <= s.x <= 1 and 0 <= s.y <= 1 for s in found.spots)


def test_what_is_alike_lies_close_together(catalog: Catalog) -> None:
    """A work's nearest neighbour is of its own topic."""
    entries = own(40, 40)
    found = mapped(suggest(entries, catalog, WITH_MAP))
    birds = {entry.key for entry in entries[:40]}
    works = [s for s in found.spots if not s.rank]
    places = np.array([(s.x, s.y) for s in works])
    kind = np.array([s.key in birds for s in works])
    apart = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert (kind[apart.argmin(axis=1)] == kind).mean() > 0.9


def test_topics_are_named_by_what_tells_them_from_others(catalog: Catalog) -> None:
    found = mapped(suggest(own(40, 40), catalog, WITH_MAP))
    names = [topic.name for topic in found.topics]
    assert len(names) > 1 and all(names) and len(set(names)) == len(names)
    titles = {k: "" for k in range(len(names))}
    for spot in found.spots:
        titles[spot.topic] += f"{spot.title.lower()} . "
    for k, name in enumerate(names):
        assert 1 <= len(terms := name.split(", ")) <= 3
        assert all(set(term.split()) <= set(titles[k].split()) for term in terms)


@pytest.mark.slow
@pytest.mark.parametrize("works", [1, 2, 3, 7, 8])
def test_a_few_works_have_a_map_too(catalog: Catalog, works: int) -> None:
    for n in (0, 1, 9):
        found = mapped(suggest(own(works, 0), catalog, Request(n, map=True)))
        assert len(found.spots) == works + n
        assert all(0 <= s.x <= 1 and 0 <= s.y <= 1 for s in found.spots)


def test_works_without_words_are_counted_and_not_placed(catalog: Catalog) -> None:
    silent = Entry(key="z", type="misc", title="Zzyzx qwxz")
    found = mapped(suggest([*own(5, 5), silent], catalog, WITH_MAP))
    assert (found.works, found.unplaced) == (11, 1)
    assert "z" not in {s.key for s in found.spots}
    assert suggest([silent], catalog, WITH_MAP).map is None
    assert suggest([], catalog, WITH_MAP).map is None


def test_without_a_library_there_is_no_map(tmp_path: Path) -> None:
    paper = replace(three_topics()[0], popularity=Popularity(upvotes=3))
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add([paper])
        assert trending(catalog, WITH_MAP, dt.date(2026, 6, 30)).map is None


def test_of_many_works_evenly_spaced_ones_are_shown(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readnext.topics.map._SHOWN", 10)
    found = mapped(suggest(own(30, 5), catalog, WITH_MAP))
    assert sum(not s.rank for s in found.spots) == 9
    assert sum(topic.own for topic in found.topics) == 35


@pytest.mark.parametrize("rows", [1, 2, 5, 8, 20])
def test_works_that_are_all_the_same_are_in_one_place(rows: int) -> None:
    same = sparse.csr_matrix(np.tile([0.6, 0, 0.8], (rows, 1)).astype(np.float32))
    assert lay_out(same, 0).tolist() == [[0.5, 0.5]] * rows
