"""Scoring in stages gives the list that scoring every paper in full gives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from readnext.catalog.store import Catalog
from readnext.library.works import works_of
from readnext.ranker import candidates
from readnext.ranker.candidates import Candidates
from readnext.ranker.join import join
from readnext.ranker.ranker import Ranker, Ranking
from tests.ranker.planted import library, of, three_topics

PAPERS = three_topics()


@pytest.fixture(scope="module")
def ranker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ranker]:
    with Catalog.open(tmp_path_factory.mktemp("c") / "c", create=True) as catalog:
        catalog.add(PAPERS, batch=100)
        own = library(of(PAPERS, "birds")[:20])
        profile = join(works_of(own), catalog, catalog.columns()).profile
        yield Ranker().fit(profile, lambda _: 0)


@pytest.fixture(params=[10_000, 150])
def staged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Sizes at which the catalog is large; how many abstracts are read."""
    monkeypatch.setattr(candidates, "SHORTLIST", 60)
    monkeypatch.setattr(candidates, "_PER_PAPER", 6)
    monkeypatch.setattr(candidates, "MANY", request.param)
    monkeypatch.setattr(candidates, "READ", request.param)
    return int(request.param)


def order(ranking: Ranking) -> list[int]:
    rows: list[int] = ranking.rows[np.argsort(-ranking.scores, kind="stable")].tolist()
    return rows


def every(ranker: Ranker) -> NDArray[np.bool_]:
    return np.ones(len(ranker.profile_.corpus), np.bool_)


@pytest.mark.usefixtures("staged")
def test_the_first_papers_are_those_of_full_scores(ranker: Ranker) -> None:
    rows = np.arange(len(PAPERS))
    whole = ranker.score(rows)
    found = Candidates(ranker, rows).prepare().ranking(every(ranker), n=12)
    assert order(found)[:30] == order(whole)[:30]
    assert found.rows.tolist() == rows.tolist()
    best = np.array(order(whole)[:30])
    assert np.array_equal(found.scores[best], whole.scores[best])
    assert np.array_equal(found.probabilities[best], whole.probabilities[best])


@pytest.mark.usefixtures("staged")
def test_each_group_has_its_best_in_full(ranker: Ranker) -> None:
    rows = np.arange(len(PAPERS))
    stars = rows // 120 == 1
    kept = rows % 2 == 0
    whole = ranker.score(rows).take(kept)
    found = Candidates(ranker, rows).ranking(kept, [stars, ~stars])
    for part in (stars, ~stars):
        mine = part[found.rows]
        one, other = found.take(mine), whole.take(mine)
        assert order(one)[:20] == order(other)[:20]
        best = np.isin(one.rows, order(one)[:20])
        assert np.array_equal(one.scores[best], other.scores[best])


@pytest.mark.usefixtures("staged")
def test_a_longer_list_has_more_in_full(ranker: Ranker) -> None:
    rows = np.arange(len(PAPERS))
    found = Candidates(ranker, rows).ranking(every(ranker), n=60)
    assert order(found) == order(ranker.score(rows))


@pytest.mark.usefixtures("staged")
def test_what_was_asked_before_changes_nothing(ranker: Ranker) -> None:
    rows = np.arange(len(PAPERS))
    asked = Candidates(ranker, rows).prepare()
    fresh = Candidates(ranker, rows).ranking(every(ranker))
    asked.ranking(rows % 3 == 0)
    asked.ranking(every(ranker), [rows < 100, rows >= 100])
    again = asked.ranking(every(ranker))
    assert np.array_equal(again.scores, fresh.scores)
    assert np.array_equal(again.probabilities, fresh.probabilities)
    assert np.array_equal(
        asked.with_ranker(ranker).ranking(every(ranker)).scores, fresh.scores
    )


def test_few_candidates_are_all_scored_in_full(ranker: Ranker) -> None:
    rows = np.arange(len(PAPERS))
    found = Candidates(ranker, rows).ranking(every(ranker))
    assert np.array_equal(found.scores, ranker.score(rows).scores)


def test_estimates_rise_with_scores(ranker: Ranker) -> None:
    rows = np.arange(len(PAPERS))
    rows = np.setdiff1d(rows, ranker.profile_.owned)
    scores = ranker.score(rows).scores
    for titles in (False, True):
        estimates = ranker.estimate(rows, titles=titles).scores
        assert np.corrcoef(estimates, scores)[0, 1] > 0.9
        assert abs(float(estimates.mean() - scores.mean())) < 0.2


@pytest.mark.parametrize("titles", [False, True])
def test_estimates_are_the_same_in_parts_on_all_cores(
    ranker: Ranker, monkeypatch: pytest.MonkeyPatch, titles: bool
) -> None:
    rows = np.arange(len(PAPERS))
    whole = ranker.estimate(rows, titles=titles)
    monkeypatch.setattr("readnext.ranker.ranker._TOGETHER", 7)
    parts = ranker.estimate(rows, titles=titles)
    assert np.array_equal(whole.scores, parts.scores)
    assert np.array_equal(whole.probabilities, parts.probabilities)
