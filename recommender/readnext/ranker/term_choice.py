"""Which terms of a paper are named as a reason: phrases that tell it from others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from scipy import sparse

from readnext.catalog.phrases import is_filler, phrase_of
from readnext.catalog.terms import terms_of
from readnext.features.corpus import Corpus
from readnext.features.linear import LinearModel
from readnext.paper import Paper

_TERMS = 3  # terms named
_LOOKED_AT = 60  # terms of a paper that are considered, by weight
# A term that more of the catalog's papers have says little: of words, and of phrases.
_COMMON_WORD, _COMMON_PHRASE = 0.02, 0.05
_BOUND = 0.6  # of the papers with a word have it beside its neighbour
_SMALL = 400  # papers of a catalog, under which shares are taken of so many


class TermChoice:
    """Chooses the terms of one list after the other paper; none is named too often."""

    def __init__(self, corpus: Corpus, linear: LinearModel, most: int) -> None:
        """`most` is how many papers of the list may be given the same term."""
        self._corpus = corpus
        self._linear = linear
        self._most = most
        self._named = Counter[str]()

    def choose(self, paper: Paper, text: sparse.csr_matrix) -> list[str]:
        """Return the phrases that add most to the linear margin, none in another.

        `text` is its row. A word of the abstract alone is named only if there is
        nothing else.
        """
        chosen: list[str] = []
        spare: list[str] = []
        for phrase in self._telling(paper, text):
            if len(chosen) == _TERMS:
                break
            if self._named[phrase] < self._most and not _overlaps(phrase, chosen):
                (spare if _is_weak(phrase, paper.title) else chosen).append(phrase)
        chosen = chosen or spare[:1]
        self._named.update(chosen)
        return chosen

    def _telling(self, paper: Paper, found: sparse.csr_matrix) -> Iterator[str]:
        """Yield the phrases of a paper that say something, the weightiest first."""
        names = terms_of(f"{paper.title} . {paper.abstract}")
        added = found.data * self._linear.terms[found.indices]
        for place in np.argsort(-added, kind="stable")[:_LOOKED_AT]:
            column = int(found.indices[place])
            term = names.get(column)
            if added[place] <= 0:
                return
            if term and not is_filler(term) and not self._is_common(term, column):
                yield phrase_of(term, paper.abstract, paper.title, self._binds)

    def _binds(self, first: str, second: str, word: str) -> bool:
        """Whether most papers that have a word have it beside its neighbour."""
        stem = second.removesuffix("s")
        columns = {
            term: column
            for form in (stem, f"{stem}s")
            for column, term in _terms_of_pair(first, form).items()
        }
        frequency = self._corpus.weights.frequency
        pairs = [column for term, column in columns.items() if " " in term]
        alone = columns.get(word)
        if alone is None or not pairs:
            return False
        return int(frequency[pairs].sum()) >= _BOUND * int(frequency[alone]) > 0

    def _is_common(self, term: str, column: int) -> bool:
        """Whether many papers of the catalog have a term."""
        limit = _COMMON_PHRASE if " " in term else _COMMON_WORD
        papers = max(self._corpus.weights.papers, _SMALL)
        return int(self._corpus.weights.frequency[column]) > limit * papers


@lru_cache(maxsize=2**12)
def _terms_of_pair(first: str, second: str) -> dict[int, str]:
    """The terms of two words by column; the papers of a list share many pairs."""
    return terms_of(f"{first} {second}")


def _is_weak(phrase: str, title: str) -> bool:
    """Whether a phrase is a plain word, no name or acronym, that the title lacks."""
    return phrase.isalpha() and phrase.islower() and phrase not in title.lower()


def _overlaps(phrase: str, chosen: list[str]) -> bool:
    """Whether a phrase is empty or shares a word with one that is chosen."""
    words = set(phrase.lower().replace("-", " ").split())
    return not words or any(
        words & set(other.lower().replace("-", " ").split()) for other in chosen
    )
