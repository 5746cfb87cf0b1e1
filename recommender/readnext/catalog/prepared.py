"""Features of papers that another process computed before the papers are added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Self

import numpy as np

from readnext.catalog.shards import Columns, columns_of
from readnext.paper import Paper


class PreparedFeatures:
    """The features of papers as one source states them."""

    def __init__(self, papers: Sequence[Paper], columns: Columns) -> None:
        self._papers = papers
        self._columns = columns
        self._rows = {paper.id: row for row, paper in enumerate(papers)}

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> Self:
        """Compute the features of papers."""
        return cls(papers, columns_of(papers, range(len(papers))))

    def columns_of(self, papers: Sequence[Paper], numbers: Sequence[int]) -> Columns:
        """Return the features of some papers; those of others are computed.

        Others are also the papers that an earlier source stated differently, which are
        now merged.
        """
        rows = [self._row(paper) for paper in papers]
        here = [place for place, row in enumerate(rows) if row is not None]
        there = [place for place, row in enumerate(rows) if row is None]
        found = np.array([row for row in rows if row is not None], np.int64)
        others = columns_of([papers[place] for place in there], there)
        order = np.argsort(np.array([*here, *there], np.int64))
        joined = Columns.join([self._columns.take(found), others]).take(order)
        return replace(joined, numbers=np.array(numbers, np.int64))

    def _row(self, paper: Paper) -> int | None:
        row = self._rows.get(paper.id)
        return row if row is not None and self._papers[row] == paper else None


_prepared: ContextVar[PreparedFeatures | None] = ContextVar("prepared", default=None)


@contextmanager
def using(prepared: PreparedFeatures | None) -> Iterator[None]:
    """Use prepared features for the papers that are added in this block."""
    token = _prepared.set(prepared)
    try:
        yield
    finally:
        _prepared.reset(token)


def features_of(papers: Sequence[Paper], numbers: Sequence[int]) -> Columns:
    """Return the features of papers, prepared ones if there are any."""
    prepared = _prepared.get()
    make = columns_of if prepared is None else prepared.columns_of
    return make(papers, numbers)
