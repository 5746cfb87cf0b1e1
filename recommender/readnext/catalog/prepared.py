"""Facts and features of papers that were computed before the papers are added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple, Self

import numpy as np

from readnext.catalog.facts import Facts, facts_of
from readnext.catalog.shards import Columns, columns_of, hash_person
from readnext.paper import Paper


class Computed(NamedTuple):
    """What `compute` returns of some papers, in their order.

    `people` are the hashes of their authors, see `hash_person`.
    """

    facts: Sequence[Facts]
    columns: Columns
    people: Mapping[str, tuple[int, ...]]


def compute(papers: Sequence[Paper]) -> Computed:
    """Compute what adding some papers needs, as one source states them."""
    people = dict.fromkeys(chain.from_iterable(paper.authors for paper in papers))
    return Computed(
        list(map(facts_of, papers)),
        columns_of(papers, range(len(papers))),
        {name: hash_person(name) for name in people},
    )


class Prepared:
    """Papers as one source states them, with what was computed of them."""

    def __init__(self, papers: Sequence[Paper], parts: Sequence[Computed]) -> None:
        self._papers = papers
        self._facts = list(chain.from_iterable(part.facts for part in parts))
        self._columns = Columns.join([part.columns for part in parts])
        self.people = {k: v for part in parts for k, v in part.people.items()}
        self._rows = {paper.id: row for row, paper in enumerate(papers)}

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> Self:
        """Prepare papers."""
        return cls(papers, [compute(papers)])

    def facts_of(self, paper: Paper) -> Facts | None:
        """Return the facts of a paper, None if it is not as it was prepared."""
        row = self._row(paper)
        return None if row is None else self._facts[row]

    def columns_of(self, papers: Sequence[Paper], numbers: Sequence[int]) -> Columns:
        """Return the features of some papers; those of others are computed.

        Others are also the papers that an earlier source stated differently, which are
        now merged.
        """
        rows = [self._row(paper) for paper in papers]
        here = [place for place, row in enumerate(rows) if row is not None]
        there = [place for place, row in enumerate(rows) if row is None]
        found = np.array([row for row in rows if row is not None], np.int64)
        joined = self._columns.take(found)
        if there:
            others = columns_of([papers[place] for place in there], there)
            order = np.argsort(np.array([*here, *there], np.int64))
            joined = Columns.join([joined, others]).take(order)
        return replace(joined, numbers=np.array(numbers, np.int64))

    def _row(self, paper: Paper) -> int | None:
        row = self._rows.get(paper.id)
        if row is None:
            return None
        known = self._papers[row]
        return row if known is paper or known == paper else None
