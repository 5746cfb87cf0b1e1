"""A work that sources name by different ids is one work that is cited."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from readnext.catalog.merge import merge_all
from readnext.catalog.shards import NameLists, columns_of
from readnext.catalog.store import Catalog
from readnext.features.citations import link_table
from readnext.features.people import NameTable
from readnext.matching.citations import names_for
from readnext.paper import Entry, Paper, Popularity

CITED = Paper("openalex:W7", "On Ducks", doi="10.5555/ducks", arxiv="2401.00007")


def table(*papers: Paper) -> NameTable:
    return link_table(columns_of(papers, range(len(papers))))


def shared(found: NameTable) -> list[list[int]]:
    """How many links each two papers share."""
    return [list(map(int, row)) for row in (found.rows @ found.rows.T).toarray()]


def test_a_reference_counts_once_whatever_ids_name_it() -> None:
    both = Paper("p/1", "Geese", references=("W7", "10.5555/ducks", "2401.00007"))
    other = Paper("p/2", "Swans", references=("https://openalex.org/W7",))
    assert shared(table(CITED, both, other)) == [[1, 1, 1], [1, 2, 1], [1, 1, 2]]


def test_papers_that_cite_a_work_by_different_ids_cite_the_same() -> None:
    one = Paper("p/1", "Geese", references=("W7",))
    two = Paper("p/2", "Swans", references=("10.5555/DUCKS",))
    assert shared(table(CITED, one, two))[1][2] == 1
    assert shared(table(one, two))[0][1] == 0  # without the work, none can tell


def test_an_entry_of_the_library_is_found_by_any_of_its_ids() -> None:
    citing = Paper("p/1", "Geese", references=("W7",))
    found = table(CITED, citing)
    entry = Entry("ducks", title="On Ducks", doi="10.5555/ducks", arxiv="2401.00007")
    row = found.lookup(NameLists.of([names_for(entry)]))
    assert (found.rows @ row.T).toarray().ravel().tolist() == [1, 1]
    row = found.without(np.array([0])).lookup(NameLists.of([names_for(entry)]))
    assert row.sum() == 1


def test_papers_that_share_an_id_by_mistake_are_not_lost() -> None:
    first = Paper("p/1", "Ducks", doi="10.5555/a", arxiv="2401.00001")
    second = Paper("p/2", "Geese", doi="10.5555/a", arxiv="2401.00002")
    citing = Paper("p/3", "Swans", references=("10.5555/a", "2401.00002", "p/1"))
    found = table(first, second, citing)
    assert found.rows.shape[0] == 3
    assert found.rows.max() == 1


def test_the_list_of_a_catalog_without_citations_is_as_stored() -> None:
    columns = columns_of([CITED, Paper("p/1", "Geese")], [1, 2])
    assert columns.own_links.tolist() == [3, 1]
    assert link_table(columns).columns is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("W7", "https://openalex.org/W7"),
        ("10.5555/ducks", "https://doi.org/10.5555/DUCKS"),
        ("2401.00007", "10.48550/arXiv.2401.00007"),
    ],
)
def test_merged_references_are_each_once(first: str, second: str) -> None:
    one = Paper("p/1", "Geese", references=(first, "W1"))
    two = Paper("p/2", "Geese", references=("W2", second))
    assert merge_all([one, two]).references == (first, "W1", "W2")
    silent = Paper("p/3", "Geese")
    assert merge_all([silent, two]).references == two.references
    assert merge_all([silent, silent]).references == ()


def test_the_counts_of_citations_are_stored(tmp_path: Path) -> None:
    with Catalog.open(tmp_path / "catalog", create=True) as catalog:
        catalog.add([Paper("p/1", "Geese", popularity=Popularity(citations=12))])
        catalog.add([CITED])
        columns = catalog.columns()
    assert columns.citations.tolist()[0] == 12
    assert columns.own_links.tolist() == [1, 3]


def test_a_wrong_number_of_own_names_reaches_into_no_other_paper() -> None:
    citing = Paper("p/1", "Geese", references=("W7",))
    columns = columns_of([CITED, citing, Paper("p/2", "Swans")], [1, 2, 3])
    for wrong in ([99, 99, 99], [-5, -1, 0]):
        changed = replace(columns, own_links=np.array(wrong, np.int32))
        assert link_table(changed).rows.shape[0] == 3
