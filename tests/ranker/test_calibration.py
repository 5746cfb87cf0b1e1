"""Probabilities: one curve for all readers, rising with the score."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.catalog.store import Catalog
from readnext.paper import Paper
from readnext.ranker.calibration import Calibration, common
from readnext.recommend.suggest import suggest
from readnext.request import Filters, Request
from tests.ranker.planted import library, of, three_topics


def test_the_curve_is_that_of_its_numbers() -> None:
    scores = np.array([0, 1, 2], np.float32)
    chance = Calibration(-2.0, 1.0).probabilities(scores)
    assert chance == pytest.approx([0.1192, 0.2689, 0.5], abs=1e-4)


def test_most_papers_of_a_catalog_are_unlikely() -> None:
    curve = common()
    assert curve.slope > 0
    usual, best = curve.probabilities(np.array([0, 8], np.float32))
    assert usual < 0.05 < best


@given(st.lists(st.floats(-50, 50, width=32), min_size=1, max_size=50))
def test_probabilities_rise_with_the_score(scores: list[float]) -> None:
    chance = common().probabilities(np.sort(np.array(scores, np.float32)))
    assert ((chance >= 0) & (chance <= 1)).all()
    assert (np.diff(chance) >= 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
@pytest.mark.parametrize("size", [16, 30])
def test_a_paper_is_as_likely_whichever_dates_are_asked_for(
    size: int, known: bool, tmp_path: Path
) -> None:
    papers = three_topics()
    own = of(papers, "birds")[:size]
    if not known:
        papers = [paper for paper in papers if paper not in own]
    # A few papers of the last month, as of a catalog that is kept up to date.
    new = [replace(paper, date="2025-03-01") for paper in papers[-3::-20]]
    dated = {paper.id: paper for paper in new}
    papers = [dated.get(paper.id, paper) for paper in papers]
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add(papers)
        whole = _chances(catalog, own, None)
        for since in ("2020", "2023", "2025-02"):
            part = _chances(catalog, own, since)
            assert 0 < len(part) < len(whole)
            for paper, chance in part.items():
                assert 0.5 < chance / whole[paper] < 2, (since, paper)


def _chances(catalog: Catalog, own: list[Paper], since: str | None) -> dict[str, float]:
    request = Request(n=500, diversity=0, filters=Filters(since=since))
    answer = suggest(library(own), catalog, request)
    return {one.paper.id: one.probability or 0.0 for one in answer.suggestions}
