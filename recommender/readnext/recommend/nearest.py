"""Candidates whose texts are nearest to papers, or to a text that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.terms import count_terms
from readnext.features.corpus import Corpus
from readnext.matching.identity import Identity
from readnext.paper import Paper
from readnext.recommend.describer import Describer
from readnext.recommend.scored import Scored
from readnext.recommend.select import Choice
from readnext.request import Filters
from readnext.suggestion import Suggestion


def nearest_papers(
    scored: Scored, papers: Sequence[Paper], most: int, *, owned: bool = False
) -> list[Paper]:
    """Return the candidates whose texts are nearest to those of some papers.

    With `owned`, they are papers of the catalog that the reader has or likes instead.
    Papers that the catalog lacks say nothing.
    """
    corpus = scored.corpus
    own = scored.rows_of([Identity.of(paper) for paper in papers])
    others = scored.joined.profile.owned
    there = others if owned else scored.candidates.rows[scored.kept(Filters())]
    rows = np.setdiff1d(there, own)
    if not len(own) or not len(rows):
        return []
    mean = np.asarray(corpus.text(own).mean(axis=0)).ravel()
    numbers = corpus.columns.numbers[rows[_nearest(corpus, mean, rows, most)]].tolist()
    found = scored.catalog.papers(numbers)
    return [found[number] for number in numbers if number in found]


def nearest_to_text(
    scored: Scored, describer: Describer, text: str, most: int, filters: Filters
) -> tuple[Suggestion, ...]:
    """Return the candidates whose texts are nearest to one that was typed.

    A paragraph alone says little of its field, so cosines are weighted by the square
    root of each candidate's probability. They have the ratings and reasons with which
    they would be suggested.
    """
    corpus = scored.corpus
    everything = np.ones(len(corpus), np.bool_)
    ranking = scored.ranking(filters, (everything,))
    (typed,) = corpus.weights.weigh(count_terms([""], [text])).toarray()
    weights = np.sqrt(ranking.probabilities)
    places = _nearest(corpus, typed, ranking.rows, most, weights)
    nearest = np.isin(np.arange(len(corpus)), ranking.rows[places])
    ranking = scored.ranking(filters, (nearest, everything))
    numbers = corpus.columns.numbers[ranking.rows[places]].tolist()
    papers = scored.catalog.papers(numbers)
    kept = [place for place, n in zip(places, numbers, strict=True) if n in papers]
    found = [papers[number] for number in numbers if number in papers]
    choice = Choice(np.array(kept, np.int64), found, len(ranking.rows), "", 0)
    new = np.zeros(len(ranking.rows), np.bool_)
    return describer.suggestions(ranking, choice, new)


def _nearest(
    corpus: Corpus,
    text: NDArray[np.floating[Any]],
    rows: NDArray[np.int64],
    most: int,
    weights: NDArray[np.float64] | float = 1.0,
) -> NDArray[np.int64]:
    """The places of the rows with the largest weighted cosines, above 0."""
    cosines = [np.zeros(0), *(some @ text for _, some in corpus.texts(rows))]
    likeness = np.concatenate(cosines) * weights
    best = np.argsort(-likeness, kind="stable")[:most]
    return np.asarray(best[likeness[best] > 0], np.int64)
