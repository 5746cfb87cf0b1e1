"""Of a catalog that is too large, the newest papers are ranked, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from readnext.catalog.store import Catalog
from readnext.paper import Gone
from readnext.recommend.suggest import suggest
from readnext.request import Filters, Request
from tests.ranker.planted import library, of, three_topics

# One paper a day, of all topics in turn; the reader's are the oldest.
PAPERS = [
    replace(paper, date=f"20{10 + n // 28:02d}-01-{n % 28 + 1:02d}")
    for n, paper in enumerate(sorted(three_topics(), key=lambda p: p.id.split("/")[1]))
]
MINE = of(PAPERS, "birds")[:15]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as opened:
        opened.add(PAPERS, batch=100)
        # One is restated in a later shard, one taken back.
        opened.add([replace(PAPERS[200], venue="Moor Days"), Gone(PAPERS[-1].id)])
        yield opened


@pytest.mark.slow
def test_the_newest_are_ranked_and_the_readers_own_are_known(catalog: Catalog) -> None:
    whole = suggest(library(MINE), catalog, Request(n=500))
    assert whole.notes == () and whole.in_catalog == 15
    assert whole.papers == len(PAPERS) - 1
    part = suggest(library(MINE), catalog, Request(n=500), most=100)
    assert (part.in_catalog, part.papers) == (15, len(PAPERS) - 1)
    assert "the newest 100 were ranked" in part.notes[0]
    ids = [one.paper.id for one in part.suggestions]
    newest = [paper.id for paper in PAPERS[-101:-1]]
    own = {paper.id for paper in MINE}
    assert sorted(ids) == sorted(set(newest) - own)
    birds = [place for place, id_ in enumerate(ids) if id_.startswith("birds")]
    assert sum(birds) / len(birds) < len(ids) / 3


def test_older_ones_are_ranked_if_asked_for(catalog: Catalog) -> None:
    request = Request(n=500, filters=Filters(until="2012"))
    part = suggest(library(MINE), catalog, request, most=50)
    dates = [one.paper.date or "" for one in part.suggestions]
    assert len(dates) >= 35 and max(dates) < "2013" and min(dates) > "2010-02"
