"""Text as counts of hashed terms, held against scikit-learn's own way to the words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import (
    ENGLISH_STOP_WORDS,
    CountVectorizer,
    strip_accents_unicode,
)

from readnext.catalog.terms import BUCKETS, count_terms, terms_of
from readnext.catalog.words import LONGEST, _english_stop_words

_CHARACTER = "[\u3040-\u30ff\u3400-\u9fff]"


def _plain(text: str) -> str:
    bare: str = strip_accents_unicode(text.lower()).lower()
    return re.sub(_CHARACTER, r" \g<0> ", bare)


# Terms by the book: slow, and of no code of ours.
terms: Callable[[str], list[str]] = CountVectorizer(
    ngram_range=(1, 2),
    stop_words="english",
    preprocessor=_plain,
    token_pattern=rf"(?=\w){_CHARACTER}|\b\w\w+\b",
).build_analyzer()


def row(title: str, abstract: str = "") -> dict[int, int]:
    counts = count_terms([title], [abstract])
    assert counts.shape == (1, BUCKETS)
    assert (np.diff(counts.indices) > 0).all()
    return dict(zip(counts.indices.tolist(), counts.data.tolist(), strict=True))


def column(term: str) -> int:
    (found,) = [column for column, name in terms_of(term).items() if name == term]
    return found


alphabet = st.one_of(
    st.sampled_from("aAbB zZ19__-.\n\t éÉßøıİŒﬁ½ℂσΣς αΑ猫かカ–—“”’\u0301\u00a0\u200b"),
    st.characters(exclude_categories=["Cs"]),
)
texts = st.one_of(
    st.text(alphabet, max_size=60),
    st.lists(
        st.sampled_from(
            "the duck and of geese Deep deep ä x naïve 猫犬 1 22 α-rays".split()
        )
    ).map(" ".join),
)


@given(texts, texts)
@example("Über die Enten", "The 猫 and the σ-algebra: ½ of ﬁne Σ, naïve_2 ℂ")
@example("a", "")
@example("ナカ・グロ", "゠")
def test_terms_are_those_of_scikit_learn(title: str, abstract: str) -> None:
    wanted = Counter(map(column, terms(title) * 2 + terms(abstract)))
    assert row(title, abstract) == {c: min(n, 255) for c, n in wanted.items()}
    assert set(terms_of(title).values()) <= set(terms(title))


def test_columns_are_the_same_on_every_machine() -> None:
    # A catalog may be read where it was not written.
    assert terms_of("Deep learning of ducks, 猫") == {
        110629: "deep",
        1017243: "learning",
        5825: "ducks",
        671533: "猫",
        1600594: "deep learning",
        1692327: "learning ducks",
        1364820: "ducks 猫",
    }


def test_a_title_counts_twice_and_pairs_do_not_leave_it() -> None:
    found = row("Wild ducks", "Ducks fly")
    named = {name: found.get(column(name), 0) for name in terms("wild ducks fly")}
    assert named == {"wild": 2, "ducks": 3, "fly": 1, "wild ducks": 2, "ducks fly": 1}
    assert "ducks ducks" not in {terms_of("wild ducks ducks fly").get(c) for c in found}


def test_counts_end_at_255() -> None:
    assert row("", "duck " * 300) == {column("duck"): 255, column("duck duck"): 255}


def test_a_text_is_read_to_a_bound() -> None:
    ducks = "duck " * (LONGEST // 5)
    assert row("", ducks + "goose goose") == row("", ducks)


@pytest.mark.slow
@given(st.lists(st.tuples(texts, texts), max_size=5), st.integers(0, 300))
def test_papers_do_not_change_each_other(
    papers: list[tuple[str, str]], others: int
) -> None:
    papers += [(f"Duck {n}", f"geese {'and swans ' * n}") for n in range(others)]
    counts = count_terms(*map(list, zip(*papers, strict=True))) if papers else None
    if counts is None:
        assert count_terms([], []).shape == (0, BUCKETS)
        return
    assert counts.dtype == np.uint8
    for place, (title, abstract) in enumerate(papers):
        alone = count_terms([title], [abstract])
        assert dict(counts[place].todok()) == dict(alone.todok())


def test_letters_without_accents_are_theirs() -> None:
    assert unicodedata.normalize("NFD", "naïve") != "naïve"
    assert row("naïve Ænten") == row(unicodedata.normalize("NFD", "Naïve Ænten"))


def test_the_stop_words_are_those_of_scikit_learn() -> None:
    assert _english_stop_words() == ENGLISH_STOP_WORDS
