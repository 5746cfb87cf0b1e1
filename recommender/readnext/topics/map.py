"""The map of a library: its topics and years, and the position of suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.paper import Paper
from readnext.ranker.evidence import Evidence
from readnext.ranker.join import Joined
from readnext.suggestion import Area, Map, Spot, Year
from readnext.topics.clusters import Topics
from readnext.topics.labels import name_topics
from readnext.topics.layout import lay_out

_SHOWN = 600  # maximum of works on a map

# The texts of a spot: title, key and rank.
_Item = tuple[str, str, int]


def make_map(
    joined: Joined,
    evidence: Evidence,
    rows: NDArray[np.int64],
    papers: Sequence[Paper],
    seed: int,
    topics: Callable[[], Topics],
) -> Map | None:
    """Return the map of a library and of suggested papers, which have those rows.

    None if no work of the library has comparable text.
    """
    profile = joined.profile
    parts = [profile.works.text, profile.corpus.text(rows)]
    text = sparse.csr_matrix(sparse.vstack(parts))
    text.eliminate_zeros()  # the weight of terms not in the catalog
    items = list(_items(joined, papers))
    told = np.flatnonzero(np.diff(text.indptr))
    text, items = sparse.csr_matrix(text[told]), [items[i] for i in told]
    own = np.array([not rank for _, _, rank in items], np.bool_)
    if not own.any():
        return None
    known = topics()
    nearest = known.nearest(text)
    legend, topic = _legend(_names(known, joined, evidence), nearest, own)
    shown = _shown(own)
    places = lay_out(sparse.csr_matrix(text[shown]), seed).tolist()
    return Map(
        works=len(joined.works),
        unplaced=len(joined.works) + len(papers) - len(told),
        spots=tuple(
            Spot(x, y, int(topic[i]), *items[i])
            for i, (x, y) in zip(shown.tolist(), places, strict=True)
        ),
        topics=legend,
        years=tuple(_years(profile.years.tolist(), papers)),
    )


def _names(topics: Topics, joined: Joined, evidence: Evidence) -> list[str]:
    """The distinctive words of each topic; none if there is only one."""
    if len(topics) < 2:
        return [""] * len(topics)
    return [", ".join(t.words) for t in name_topics(topics, evidence, joined.works)]


def _items(joined: Joined, papers: Sequence[Paper]) -> Iterator[_Item]:
    """Yield a spot for each work and each suggestion."""
    yield from ((work.entry.title, work.key, 0) for work in joined.works)
    yield from ((paper.title, "", rank) for rank, paper in enumerate(papers, 1))


def _legend(
    names: Sequence[str], nearest: NDArray[np.int64], own: NDArray[np.bool_]
) -> tuple[tuple[Area, ...], NDArray[np.int64]]:
    """The non-empty topics, largest first, and each row's index among them."""
    counts = np.zeros((len(names), 2), np.int64)
    np.add.at(counts, (nearest, (~own).astype(np.int64)), 1)
    order = np.lexsort((-counts[:, 1], -counts[:, 0]))
    order = order[counts[order].any(axis=1)]
    place = np.zeros(len(names), np.int64)
    place[order] = np.arange(len(order))
    legend = tuple(Area(names[k], *counts[k].tolist()) for k in order)
    return legend, place[nearest]


def _shown(own: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The rows on the map: evenly spaced ones of many works, and all suggestions."""
    works = np.flatnonzero(own)
    spaced = works[:: -(-len(works) // _SHOWN)]
    return np.concatenate([spaced, np.flatnonzero(~own)])


def _years(own: Sequence[int], papers: Sequence[Paper]) -> Iterator[Year]:
    """Yield the years of works and papers, 0 first if some are unknown."""
    counts = Counter(own), Counter(paper.year or 0 for paper in papers)
    for year in sorted(set(chain(*counts))):
        yield Year(year, counts[0][year], counts[1][year])
