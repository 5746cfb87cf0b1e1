"""Terms of papers: words and pairs have columns of their own, titles a table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from readnext.catalog.store import Catalog
from readnext.catalog.terms import BUCKETS, WORDS, count_terms, terms_of
from readnext.features.term_weights import TermWeights
from readnext.paper import Paper


def test_words_and_pairs_have_columns_of_their_own() -> None:
    named = terms_of("Nesting terns defend colonies")
    for column, term in named.items():
        assert (column >= WORDS) == (" " in term), term
    assert sum(column < WORDS for column in named) == 4
    assert sum(column >= WORDS for column in named) == 3


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_text_has_columns_within_the_table(titles: list[str]) -> None:
    rows = count_terms(titles, [""] * len(titles))
    assert rows.shape == (len(titles), BUCKETS)
    assert (rows.indices < BUCKETS).all() and (rows.indices >= 0).all()
    for place, title in enumerate(titles):
        assert set(rows[place].indices) == set(terms_of(title))


def test_a_catalog_keeps_the_terms_of_titles(tmp_path: Path) -> None:
    papers = [
        Paper("a", "Nesting terns", abstract="Colonies of terns on gravel islands."),
        Paper("b", "Gravel islands"),
        Paper("c", "", abstract="No title at all."),
    ]
    with Catalog.open(tmp_path / "c", create=True) as catalog:
        catalog.add(papers, batch=2)
        columns = catalog.columns()
    titles, terms = columns.titles.whole(), columns.terms.whole()
    alone = count_terms([paper.title for paper in papers], [""] * len(papers))
    assert np.array_equal(titles.indices, alone.indices)
    assert np.array_equal(titles.data, alone.data)
    whole = count_terms([p.title for p in papers], [p.abstract for p in papers])
    assert np.array_equal(terms.indices, whole.indices)
    assert np.array_equal(terms.data, whole.data)
    assert np.diff(titles.indptr)[2] == 0


def test_a_term_of_more_than_half_of_all_papers_says_nothing() -> None:
    usual, half, rare = 7, 8, 9
    terms = np.array([usual] * 6 + [half] * 5 + [rare])
    counted = np.bincount(terms, minlength=BUCKETS)
    weights = TermWeights(counted, 10, np.zeros(0, np.int32)).idf
    assert weights[usual] == 0
    assert 0 < weights[half] < weights[rare]
