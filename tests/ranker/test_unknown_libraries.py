"""Libraries that the catalog does not know: learned from, and by content alone."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from readnext.catalog.store import Catalog
from readnext.evaluation.backtest import OURS, backtest, protocol_of
from readnext.features.matrix import NAMES
from readnext.library.convert import as_entry
from readnext.library.works import works_of
from readnext.matching.identity import Identity
from readnext.paper import Paper
from readnext.ranker.join import Joined, join
from readnext.ranker.ranker import Ranker
from readnext.ranker.trees import FEWEST, training_set
from readnext.recommend.suggest import suggest
from readnext.request import Request
from tests.ranker.planted import library, of, three_topics
from tests.ranker.test_blocks import noise

_COLUMNS = list(range(len(NAMES)))


def joined(catalog: Catalog, papers: list[Paper]) -> Joined:
    """A library of papers as .bib files have them, abstracts as the papers have."""
    entries = [as_entry(replace(p, venue="", labs=()), p.id) for p in papers]
    return join(works_of(entries), catalog, catalog.columns())


@pytest.mark.parametrize("abstracts", [True, False], ids=["whole", "titles"])
@pytest.mark.parametrize("size", [FEWEST - 1, FEWEST])
def test_trees_learn_from_works_that_the_catalog_lacks(
    size: int, abstracts: bool, tmp_path: Path
) -> None:
    papers = three_topics()
    own = of(papers, "birds")[:size]
    shown = own if abstracts else [replace(paper, abstract="") for paper in own]
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add([paper for paper in papers if paper not in own])
        entries = [as_entry(paper, paper.id) for paper in shown]
        answer = suggest(entries, catalog, Request(20, diversity=0))
    assert answer.in_catalog == 0
    assert answer.ranker == ("lightgbm" if size >= FEWEST else "prior")
    birds = [one.paper.id.startswith("birds") for one in answer.suggestions]
    assert sum(birds) >= 18, birds


@pytest.mark.slow
@pytest.mark.parametrize("bare", [0, 150, 300], ids=["whole", "mixed", "titles"])
def test_a_random_library_cannot_be_told_from_the_catalog(
    bare: int, tmp_path: Path
) -> None:
    """Nothing is to be learned from where a record comes from.

    The works are papers drawn from the catalog at random and taken out of it, so that
    whatever tells them from the rest is an artefact.
    """
    rng = random.Random(bare)
    papers = [noise(number, rng) for number in range(1500)]
    own = rng.sample(papers, 300)
    ids = {paper.id for paper in own}
    works = [replace(p, abstract="") if n < bare else p for n, p in enumerate(own)]
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add([paper for paper in papers if paper.id not in ids])
        profile = joined(catalog, works).profile
        data = training_set(profile, 0, lambda _: 0)
    assert not len(profile.own)
    assert data.labels.sum() == len(works)
    seen = np.random.default_rng(0).random(len(data.labels)) < 0.5
    rows = data.rows[:, _COLUMNS]
    model = LogisticRegression(C=0.1).fit(rows[seen], data.labels[seen])
    unseen = model.decision_function(rows[~seen])
    assert 0.4 < roc_auc_score(data.labels[~seen], unseen) < 0.6


@pytest.mark.slow
def test_a_refused_entry_that_the_catalog_lacks_lowers_its_like(
    tmp_path: Path,
) -> None:
    papers = three_topics()
    refused = of(papers, "stars")[100:103]
    own = [*of(papers, "birds")[:12], *of(papers, "stars")[:12]]
    entries = library(refused)
    disliked = {Identity.of(entry): 25.0 for entry in entries}
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add([paper for paper in papers if paper not in refused])
        columns, works = catalog.columns(), works_of(library(own))
        calm = join(works, catalog, columns).profile
        stung = join(
            works,
            catalog,
            columns,
            disliked=disliked,
            refused={Identity.of(e): e for e in entries},
        ).profile
        ids = [paper.id for paper in catalog.all_papers()]
    assert (len(calm.refused), len(stung.refused)) == (0, 3)
    rows = np.setdiff1d(np.arange(len(ids)), calm.owned)
    shares = []
    for profile in (calm, stung):
        scores = Ranker().fit(profile, lambda _: 0).score(rows).scores
        top = rows[np.argsort(-scores, kind="stable")[:40]]
        shares.append(sum(ids[row].startswith("stars") for row in top))
    assert shares[1] < shares[0], shares


@pytest.mark.slow
@pytest.mark.parametrize("bare", [True, False], ids=["titles", "whole"])
def test_a_backtest_needs_no_work_in_the_catalog(bare: bool, tmp_path: Path) -> None:
    rng = random.Random(3)
    papers = [noise(number, rng) for number in range(1000)]
    own = [
        replace(
            paper,
            title=f"{paper.title} plumage",
            abstract="" if bare else f"{paper.abstract} plumage feather nest",
            authors=(*paper.authors, "Cleo Nightingale"),
        )
        for paper in papers[:40]
    ]
    # A few more of the same are in the catalog, and not in the library.
    like = [replace(p, authors=(*p.authors, "Cleo Nightingale")) for p in papers[40:45]]
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add([*like, *papers[45:]])
        found = joined(catalog, own)
        reports = backtest(found, 0)
    assert protocol_of(found.profile) == "records"
    assert [report.mode for report in reports] == ["random", "time"]
    for report in reports:
        ours = report.figures[OURS]
        assert ours.recall50 >= 0.8, report  # by chance it would be 0.05
        assert ours.found == round(ours.recall50 * report.hidden)
