"""Names under which papers cite each other, also across sources."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from readnext.catalog.shards import NameLists
from readnext.catalog.store import Catalog
from readnext.matching.citations import link_key, links_of, names_for
from readnext.paper import Entry, Paper


@pytest.mark.parametrize(
    "written",
    ["W2963", " W2963 ", "openalex:W2963", "https://openalex.org/W2963"],
)
def test_a_work_of_openalex_has_one_name(written: str) -> None:
    assert link_key(written) == "id:W2963"


@pytest.mark.parametrize("other", ["w2963", "W2963x", "W", "openalex:A2963", "xW2963"])
def test_what_only_looks_like_a_work(other: str) -> None:
    assert link_key(other) == f"id:{other}"


def test_a_merged_paper_is_cited_under_the_ids_of_all_sources(tmp_path: Path) -> None:
    from_arxiv = Paper("2401.00007", "On Ducks", arxiv="2401.00007")
    from_openalex = Paper("openalex:W7", "On Ducks", arxiv="2401.00007")
    citing = Paper("openalex:W9", "Geese, a Survey", references=("W7",))
    with Catalog.open(tmp_path / "catalog", create=True) as catalog:
        catalog.add([from_arxiv, from_openalex, citing])
        cited, survey = catalog.all_papers()
        columns = catalog.columns()
    assert (cited.id, cited.aliases) == ("2401.00007", ("openalex:W7",))
    assert "id:W7" in set(names_for(cited)) & set(links_of(survey))
    # So do the features that the ranker sees.
    first, second = (set(names) for names in rows(columns.links))
    assert first & second


def rows(lists: NameLists) -> list[list[int]]:
    starts = lists.starts.tolist()
    names = lists.names.tolist()
    return [names[a:b] for a, b in pairwise(starts)]


def test_an_entry_has_no_id_of_a_source() -> None:
    entry = Entry("W7", title="On Ducks", doi="10.5555/ducks")
    assert list(names_for(entry)) == ["doi:10.5555/ducks"]
