"""Text as counts of hashed terms.

A term is a word or a pair of neighbouring words, hashed to one of `BUCKETS` columns,
words to the first half of them and pairs to the second
(Weinberger et al., 2009, feature hashing), so that a catalog can grow without a
vocabulary. Of Chinese and Japanese, which write no spaces, a term is a character or a
pair of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.words import (
    Hashes,
    hash_each,
    hash_pairs,
    hash_words,
    is_stop_word,
    words_of_text,
)

_BITS = 21
BUCKETS = 2**_BITS
WORDS = BUCKETS // 2  # columns of single words; those of pairs follow

# Papers and letters counted at once: few enough for the processor's cache, and for
# keys of 32 bits.
_TOGETHER, _LETTERS = 128, 2**18


def count_terms(titles: Iterable[str], abstracts: Iterable[str]) -> sparse.csr_matrix:
    """Return the term counts of papers, uint8 of shape (papers, BUCKETS).

    A term of the title counts twice. Counts above 255 are 255.
    """
    columns = [np.zeros(0, np.int32)]
    counts = [np.zeros(0, np.uint8)]
    sizes = [np.zeros(1, np.int64)]
    for some in _groups(zip(titles, abstracts, strict=True)):
        keys, found = np.unique(_keys(some), return_counts=True)
        columns.append((keys & np.uint32(BUCKETS - 1)).astype(np.int32))
        counts.append(np.minimum(found, 255).astype(np.uint8))
        sizes.append(np.bincount(keys >> np.uint32(_BITS), minlength=len(some) // 2))
    starts = np.cumsum(np.concatenate(sizes))
    result = sparse.csr_matrix(
        (np.concatenate(counts), np.concatenate(columns), starts),
        shape=(len(starts) - 1, BUCKETS),
        copy=False,
    )
    result.has_sorted_indices = True
    return result


def terms_of(text: str) -> dict[int, str]:
    """Return the terms of a text by column, to name what a column stands for."""
    words = words_of_text(text)
    hashes = hash_each(words)
    kept = np.flatnonzero(~is_stop_word(hashes))
    words = [words[place] for place in kept]
    pairs = [f"{one} {next_}" for one, next_ in pairwise(words)]
    columns = _columns(hashes[kept]), _pair_columns(hash_pairs(hashes[kept]))
    return dict(zip(np.concatenate(columns).tolist(), words + pairs, strict=True))


def _groups(papers: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The texts of papers, title and abstract in turn, some papers at a time."""
    some: list[str] = []
    letters = 0
    for texts in papers:
        some += texts
        letters += sum(map(len, texts))
        if len(some) == 2 * _TOGETHER or letters > _LETTERS:
            yield some
            some, letters = [], 0
    if some:
        yield some


def _keys(texts: list[str]) -> NDArray[np.uint32]:
    """Paper and column of every term of some papers, as often as it counts.

    The texts are the title and the abstract of each paper in turn.
    """
    hashes, places = hash_words(texts)
    paired = places[:-1] == places[1:]
    columns = np.concatenate(
        (_columns(hashes), _pair_columns(hash_pairs(hashes)[paired]))
    )
    places = np.concatenate((places, places[:-1][paired]))
    keys = (places >> 1).astype(np.uint32) << np.uint32(_BITS) | columns
    return np.concatenate((keys, keys[places & 1 == 0]))


def _columns(hashes: Hashes) -> NDArray[np.uint32]:
    return (hashes >> np.uint64(65 - _BITS)).astype(np.uint32)


def _pair_columns(hashes: Hashes) -> NDArray[np.uint32]:
    return _columns(hashes) + np.uint32(WORDS)
