"""Names of a reader's topics: their distinctive words, and citation keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.phrases import is_filler
from readnext.catalog.terms import terms_of
from readnext.library.works import Work
from readnext.ranker.evidence import Evidence
from readnext.suggestion import Topic
from readnext.topics.clusters import Topics
from readnext.topics.title_phrases import title_phrases

_WORDS = 3
_KEYS = 2
_HEART = 12  # works nearest to a topic's centre, whose words may name it


def name_topics(
    topics: Topics, evidence: Evidence, works: Sequence[Work]
) -> list[Topic]:
    """Return a name for each topic: phrases of its titles, else words of its works.

    They occur more in this topic than in the others; `works` are in the order of the
    evidence.
    """
    cosines = (evidence.text @ topics.centres.T).toarray()
    nearest = cosines.argmax(axis=1)
    usual = sparse.csr_matrix(topics.centres.mean(axis=0))
    titles = [
        [works[i].entry.title for i in np.flatnonzero(nearest == topic).tolist()]
        for topic in range(len(topics))
    ]
    return [
        _named(
            sparse.csr_matrix(topics.centres[topic] - usual),
            _heart(cosines[:, topic], nearest == topic),
            evidence.keys,
            works,
            phrases,
        )
        for topic, phrases in enumerate(title_phrases(titles))
    ]


def _heart(cosines: NDArray[np.float32], inside: NDArray[np.bool_]) -> list[int]:
    """The works of a topic that are nearest to its centre, nearest first."""
    order = np.argsort(np.where(inside, -cosines, np.inf), kind="stable")
    return [int(i) for i in order[: min(_HEART, int(inside.sum()))]]


def _named(
    telling: sparse.csr_matrix,
    heart: Sequence[int],
    keys: Sequence[str],
    works: Sequence[Work],
    phrases: Sequence[str],
) -> Topic:
    """The name of a topic, and the keys of works at its heart."""
    known: dict[int, str] = {}
    for place in heart:
        entry = works[place].entry
        known |= terms_of(f"{entry.title} . {entry.abstract}")
    order = np.argsort(-telling.data, kind="stable")
    found = (known.get(int(telling.indices[i])) for i in order if telling.data[i] > 0)
    words = tuple(_distinct([*phrases, *(t for t in found if t and not is_filler(t))]))
    return Topic(words, tuple(keys[i] for i in heart[:_KEYS]))


def _distinct(terms: Iterable[str]) -> list[str]:
    """The first terms of which no two share a word."""
    chosen: list[str] = []
    used: set[str] = set()
    for term in terms:
        if len(chosen) == _WORDS:
            break
        words = {word.rstrip("s") for word in re.findall(r"\w+", term.lower())}
        if words and not words & used:
            chosen.append(term)
            used |= words
    return chosen
