"""Text as counts of hashed terms, and the weights that terms get from a catalog.

A term is a word or a pair of neighbouring words, hashed to one of `BUCKETS` columns
(Weinberger et al., 2009, feature hashing), so that a catalog can grow without a
vocabulary. Of Chinese and Japanese, which write no spaces, a term is a character or a
pair of them. Weights are made when a catalog is read, from the document frequencies of
the whole catalog: they are never stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.features.rows import to_unit_length

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import HashingVectorizer

BUCKETS = 2**20
_TITLE_WEIGHT = 2  # a title counts as if it were written twice
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff"  # kana and Chinese characters
_CHARACTER = re.compile(f"[{_UNSPACED}]")
_WORD = rf"(?u)[{_UNSPACED}]|\b\w\w+\b"


def _plain(text: str) -> str:
    """Lower case without accents; characters that are words stand by themselves."""
    if text.isascii():
        return text.lower()
    from sklearn.feature_extraction.text import strip_accents_unicode

    return str(_CHARACTER.sub(r" \g<0> ", strip_accents_unicode(text.lower())))


@cache
def _vectorizer() -> HashingVectorizer:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        ngram_range=(1, 2),
        n_features=BUCKETS,
        alternate_sign=False,
        norm=None,
        stop_words="english",
        preprocessor=_plain,
        token_pattern=_WORD,
        dtype=np.float32,
    )


def count_terms(titles: Iterable[str], abstracts: Iterable[str]) -> sparse.csr_matrix:
    """Return the term counts of papers, float32 of shape (papers, BUCKETS).

    A term of the title counts twice.
    """
    titles, abstracts = list(titles), list(abstracts)
    if not titles:  # scikit-learn refuses what is empty
        return sparse.csr_matrix(np.zeros((0, BUCKETS), np.float32))
    vectorizer = _vectorizer()
    counts = vectorizer.transform(titles) * _TITLE_WEIGHT
    counts += vectorizer.transform(abstracts)
    result = sparse.csr_matrix(counts)
    result.sort_indices()
    return result


def terms_of(text: str) -> dict[int, str]:
    """Return the terms of a text by column, to name what a column stands for."""
    from sklearn.utils import murmurhash3_32

    words = dict.fromkeys(_vectorizer().build_analyzer()(text))
    return {abs(murmurhash3_32(word, seed=0)) % BUCKETS: word for word in words}


class TermWeights:
    """The weight of each term in a catalog: tf-idf with sublinear counts.

    Terms in fewer than `rare` papers or in more than a tenth of a large catalog
    say nothing and get weight 0. Formula: (1 + ln tf) * (ln((1 + N) / (1 + df)) + 1),
    rows scaled to length 1 (Manning et al., 2008, 6.4).
    """

    def __init__(self, columns: NDArray[np.int32], papers: int) -> None:
        frequency = np.bincount(columns, minlength=BUCKETS)
        rare = 5 if papers >= 20_000 else 2 if papers >= 1_000 else 1
        common = papers * 0.1 if papers >= 1_000 else papers * 0.5
        known = (frequency >= rare) & (frequency <= max(common, rare))
        idf = np.log((1 + papers) / (1 + frequency)) + 1
        self.idf = np.where(known, idf, 0).astype(np.float32)
        self.share = (frequency / max(papers, 1)).astype(np.float32)
        self._tf = np.r_[0, 1 + np.log(np.arange(1, 256))].astype(np.float32)

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return tf-idf rows of length 1 for rows of counts (1 to 255)."""
        data = self._tf[np.minimum(counts.data, 255).astype(np.uint8)]
        data *= self.idf[counts.indices]
        data = to_unit_length(data, counts.indptr)
        return sparse.csr_matrix(
            (data, counts.indices, counts.indptr), shape=counts.shape, copy=False
        )
