"""The papers of a catalog whose titles are similar to one that was typed."""

from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.shards import Columns
from readnext.catalog.store import Catalog
from readnext.catalog.terms import BUCKETS, count_terms
from readnext.matching.title_variants import (
    name_variant,
    spelling_variant,
    subtitle_variant,
)
from readnext.matching.title_words import content_words
from readnext.matching.titles import Title, read_title, title_key
from readnext.paper import Paper

_COMPARED = 1000  # papers whose titles are compared
_DISTINCTIVE = 3  # words of a title that mean something, which identify it


def near_titles(title: str, catalog: Catalog) -> list[Paper]:
    """Return the papers whose title is a form of the one that was typed, nearest first.

    Such a form has typing errors, or lacks the subtitle, the name before the title or
    the title's end.
    """
    columns = catalog.columns()
    numbers = columns.numbers[_alike(title, columns)].tolist()
    papers = catalog.papers(numbers)
    found = (papers[number] for number in numbers if number in papers)
    near = [paper for paper in found if is_near(title, paper.title)]
    return sorted(near, key=lambda paper: -likeness(title, paper.title))


def likeliest_titles(title: str, catalog: Catalog, most: int = 20) -> list[str]:
    """Return the titles that share most of their words with one that was typed."""
    columns = catalog.columns()
    numbers = columns.numbers[_alike(title, columns)[:most]].tolist()
    return [paper.title for paper in catalog.papers(numbers).values()]


def titles_with(words: str, catalog: Catalog) -> list[Paper]:
    """Return the papers that have these words in a row in their titles.

    Words that do not identify a title are in none.
    """
    if len(content_words(read_title(words).words)) < _DISTINCTIVE:
        return []
    columns = catalog.columns()
    papers = catalog.papers(columns.numbers[_alike(words, columns)].tolist())
    return [one for one in papers.values() if has_stretch(words, one.title)]


def search_papers(
    words: str, catalog: Catalog, most: int = 20, columns: Columns | None = None
) -> list[Paper]:
    """Return papers that share rare words with a text, the best matches first.

    Those whose titles have all of its words come before the others. `columns` are those
    of the catalog, if they are known.
    """
    columns = columns or catalog.columns()
    numbers = columns.numbers[_alike(words, columns)].tolist()
    papers = catalog.papers(numbers)
    found = [papers[number] for number in numbers if number in papers]
    wanted = set(read_title(words).words)
    whole = [paper for paper in found if wanted <= set(read_title(paper.title).words)]
    first = set(map(id, whole))
    return [*whole, *(one for one in found if id(one) not in first)][:most]


def has_stretch(typed: str, title: str) -> bool:
    """Tell whether a title has the words that were typed, two at least, in a row.

    >>> has_stretch("is all you", "Attention Is All You Need")
    True
    >>> has_stretch("all you nee", "Attention Is All You Need")
    False
    """
    words, whole = read_title(typed).words, read_title(title).words
    length = len(words)
    places = range(len(whole) - length + 1)
    return length > 1 and any(whole[n : n + length] == words for n in places)


def is_near(typed: str, title: str) -> bool:
    """Tell whether a title is what was typed, with errors or incompletely.

    >>> is_near("Atention is all you need", "Attention Is All You Need")
    True
    >>> is_near("Attention is all you need", "Attention Is Not All You Need")
    False
    >>> is_near("Deep double descent", "Deep Double Descent: Where Bigger Models Hurt")
    True
    """
    one, other = read_title(typed), read_title(title)
    return (
        spelling_variant(one, other)
        or (len(one.words) < len(other.words) and subtitle_variant(one, other))
        or name_variant(one, other)
        or _begins(one, other)
    )


def _begins(one: Title, other: Title) -> bool:
    """Whether a title begins with another that is long enough to identify it."""
    begins = other.words[: len(one.words)] == one.words
    return begins and len(content_words(one.words)) >= _DISTINCTIVE


def likeness(one: str, other: str) -> float:
    """Return how alike two titles are, letter by letter, from 0 to 1."""
    return SequenceMatcher(None, title_key(one), title_key(other)).ratio()


def _alike(title: str, columns: Columns) -> NDArray[np.int64]:
    """Rows of the papers that have most of a title's terms, rare ones above all."""
    wanted = count_terms([title], [""]).indices
    sought = np.zeros(BUCKETS, np.bool_)
    sought[wanted] = True
    found = [np.zeros((3, 0), np.int64)]
    for block, counts in columns.terms.blocks():
        places = np.flatnonzero(sought[counts.indices])
        owners = block[np.searchsorted(counts.indptr, places, "right") - 1]
        found.append(np.array([owners, counts.indices[places], counts.data[places]]))
    rows, terms, counted = np.concatenate(found, axis=1)
    rarity = np.log1p(
        len(columns) / np.maximum(np.bincount(terms, minlength=BUCKETS), 1)
    )
    weights = rarity[terms] * np.log1p(counted)
    shared = np.bincount(rows, weights=weights, minlength=len(columns))
    order = np.argsort(-shared, kind="stable")[:_COMPARED]
    return np.asarray(order[shared[order] > 0], np.int64)
