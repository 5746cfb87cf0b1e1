"""Which papers the filters on venues and categories keep, by names and by columns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from readnext.catalog.filters import allowed, passes_all
from readnext.catalog.store import Catalog
from readnext.paper import Paper
from readnext.request import Filters

PAPERS = [
    Paper("nips", "Moss", venue="nips", categories=("cs.LG", "stat.ML")),
    Paper("long", "Peat", venue="Advances in Neural Information Processing Systems 30"),
    Paper("prl", "Reed", venue="phys rev lett", categories=("LG",)),
    Paper("pra", "Sedge", venue="Physical Review A", categories=("physics.optics",)),
    Paper("cell", "Rush", venue="Cell", categories=("q-bio.CB",)),
    Paper("cells", "Alder", venue="Cells"),
    Paper("icml20", "Ash", venue="ICML 2020", categories=("cs.CL",)),
    Paper("none", "Elm"),
]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    folder = tmp_path_factory.mktemp("filters") / "catalog"
    with Catalog.open(folder, create=True) as opened:
        opened.add(PAPERS)
        yield opened


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(venues=("NeurIPS",)), "nips long"),
        (Filters(venues=("neural information processing",)), "long"),
        (Filters(venues=("Neural Information Processing Systems",)), "nips long"),
        (Filters(venues=("Physical Review Letters",)), "prl"),
        (Filters(venues=("Physical Review",)), "pra"),
        (Filters(venues=("Cell", "icml")), "cell icml20"),
        (Filters(venues=("International Conf. on Machine Learning",)), "icml20"),
        (Filters(venues=("ICML 2019",)), ""),
        (Filters(categories=("LG",)), "nips prl"),
        (Filters(categories=("cs.*",)), "nips icml20"),
        (Filters(categories=("stat.LG", "cs")), ""),
        (Filters(categories=("OPT*",)), "pra"),
    ],
    ids=str,
)
def test_venues_and_categories(catalog: Catalog, filters: Filters, kept: str) -> None:
    assert " ".join(p.id for p in PAPERS if passes_all(p, filters)) == kept
    passed = allowed(catalog.columns(), catalog, filters)
    assert passed.sum() == len(kept.split())
