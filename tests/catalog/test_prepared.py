"""Papers that were prepared in advance give the same catalog."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

from readnext.catalog.prepared import Prepared, compute
from readnext.catalog.shards import columns_of
from readnext.catalog.store import Catalog
from readnext.paper import Paper

PAPERS = [
    Paper(
        f"a/{n}",
        f"Pond Number {n}: on Ducks",
        authors=("Mia Sand", f"Person {n}"),
        labs=("Pond Lab",) * (n % 2),
        abstract="Ducks are calibrated. " * (n % 3),
        date=f"20{n:02}-05-06",
        venue="Pond",
    )
    for n in range(20)
]
# One paper is a known one with another venue; it is merged.
OTHERS = [replace(PAPERS[3], id="b/3", venue="Journal of Ponds", doi="10.5555/p.3")]
OTHERS += [Paper(f"b/{n}", f"A Survey of Geese, Part {n}") for n in range(5)]


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted((folder / "shards").rglob("*.npy*"))
    }


def test_prepared_features_are_those_of_the_catalog(tmp_path: Path) -> None:
    """Of some other papers, too: these are computed."""
    for name in ("plain", "prepared", "partly"):
        with Catalog.open(tmp_path / name, create=True) as catalog:
            for source, papers in (("a", PAPERS), ("b", OTHERS)):
                known = papers[::2] if name == "partly" else papers
                ahead = pickle.loads(pickle.dumps(Prepared.of(known)))
                prepared = None if name == "plain" else ahead
                catalog.add(papers, source, prepared=prepared)
    plain = files_of(tmp_path / "plain")
    assert len(plain) > 10
    assert files_of(tmp_path / "prepared") == plain
    assert files_of(tmp_path / "partly") == plain


def test_a_paper_that_differs_is_computed() -> None:
    ahead = Prepared.of(PAPERS)
    changed = replace(PAPERS[1], abstract="All about geese.")
    found = ahead.columns_of([PAPERS[2], changed, PAPERS[0]], [7, 8, 9])
    expected = columns_of([PAPERS[2], changed, PAPERS[0]], [7, 8, 9])
    assert found.numbers.tolist() == [7, 8, 9]
    terms, others = found.terms.whole(), expected.terms.whole()
    assert terms.indices.tolist() == others.indices.tolist()
    assert terms.data.tolist() == others.data.tolist()
    assert found.people.names.tolist() == expected.people.names.tolist()


def test_a_paper_that_differs_has_no_facts() -> None:
    ahead = Prepared.of(PAPERS)
    facts = ahead.facts_of(replace(PAPERS[1]))
    assert facts is not None
    assert facts.keys.identity.full_title == PAPERS[1].title
    assert ahead.facts_of(replace(PAPERS[1], venue="Lake")) is None


def test_what_was_prepared_is_used(tmp_path: Path) -> None:
    """Wrong features would be seen."""
    wrong = Prepared(PAPERS, [compute(PAPERS[::-1])])
    for name, prepared in (("right", None), ("wrong", wrong)):
        with Catalog.open(tmp_path / name, create=True) as catalog:
            catalog.add(PAPERS, prepared=prepared)
    assert files_of(tmp_path / "right") != files_of(tmp_path / "wrong")
