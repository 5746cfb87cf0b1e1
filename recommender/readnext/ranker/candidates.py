"""Candidates of a ranking: all with estimated scores, the best of them with exact ones.

All features and the trees are worth their time for the papers that can come onto a
list. Which these are, a part of the features tells, and which of very many are worth
reading the abstract of, titles and people do (Matveeva et al., 2006, "High accuracy
retrieval with multiple nested ranker").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from readnext.ranker.ranker import Ranker, Ranking

SHORTLIST = 5_000  # papers of a list or a part of it that are scored exactly, at least
MANY = 100_000  # candidates of which not all abstracts are read
READ = 40_000  # papers of each part whose abstracts are, then
_PER_PAPER = 20  # papers scored exactly for each on the list, at least

_Mask = NDArray[np.bool_]
_Scorer = Callable[[NDArray[np.int64]], Ranking]


class Candidates:
    """Rows of a corpus, scored as far as a list needs it.

    Few candidates are scored exactly. Of more, exact scores replace the estimates of
    the best papers of each list; of very many, better estimates do so before.
    """

    def __init__(
        self, ranker: Ranker, rows: NDArray[np.int64], before: Candidates | None = None
    ) -> None:
        """Score the rows for a list; `before`, a ranker estimated that hardly differs.

        Its estimates are used again.
        """
        self.rows = rows
        self._exact = _Stage(rows, ranker.score)
        self._estimated = _Stage(rows, ranker.estimate)
        self._titles = _Stage(rows, lambda some: ranker.estimate(some, titles=True))
        if before is not None:
            self._estimated, self._titles = before._estimated, before._titles

    def prepare(self) -> Self:
        """Score what every list needs."""
        everything = np.arange(len(self.rows))
        few, many = len(self.rows) <= 2 * SHORTLIST, len(self.rows) > MANY
        stage = self._exact if few else self._titles if many else self._estimated
        stage.of(everything)
        return self

    def with_ranker(self, ranker: Ranker) -> Candidates:
        """Return the same candidates for a ranker that differs a little."""
        return Candidates(ranker, self.rows, self)

    def ranking(self, kept: _Mask, groups: Sequence[_Mask] = (), n: int = 0) -> Ranking:
        """Return the ranking of the candidates that are `kept`.

        The best of each of some `groups`, or of all that are kept, have exact scores:
        so many that a list of n papers can be chosen from them. No paper whose score is
        estimated stands above one of these.
        """
        everything = np.arange(len(self.rows))
        if len(everything) <= 2 * SHORTLIST:
            return self._exact.of(everything).take(kept)
        most = max(SHORTLIST, _PER_PAPER * n)
        parts = [np.flatnonzero(kept & group) for group in groups or [kept]]
        if len(everything) > MANY:
            parts = [self._titles.best(part, max(READ, 2 * most)) for part in parts]
            found = self._titles.of(everything)
            found = _improved(found, self._estimated, np.unique(np.concatenate(parts)))
        else:
            found = self._estimated.of(everything)
        best = [self._estimated.best(part, most) for part in parts]
        found = _improved(found, self._exact, np.unique(np.concatenate(best)))
        return found.take(kept)


@dataclass(slots=True)
class _Stage:
    """One way of scoring, and the scores that it gave."""

    rows: NDArray[np.int64]
    score: _Scorer
    _found: Ranking | None = None
    _known: _Mask | None = None

    def of(self, places: NDArray[np.int64]) -> Ranking:
        """Return the scores of some candidates, by their places."""
        if self._known is None or self._found is None:
            self._known = np.zeros(len(self.rows), np.bool_)
            self._found = Ranking.none(self.rows)
        new = places[~self._known[places]]
        if len(new):
            self._found.replace(new, self.score(self.rows[new]))
            self._known[new] = True
        return self._found.take(places)

    def best(self, places: NDArray[np.int64], most: int) -> NDArray[np.int64]:
        """Return the places with the highest scores, all if they are no more."""
        if len(places) <= most:
            return places
        scores = self.of(places).scores
        best = places[np.argpartition(-scores, most)[:most]]
        return np.sort(best)  # papers in order are read faster


def _improved(found: Ranking, stage: _Stage, places: NDArray[np.int64]) -> Ranking:
    """A ranking with the scores of a better stage, which no other is above."""
    found.replace(places, stage.of(places))
    better = np.zeros(len(found.rows), np.bool_)
    better[places] = True
    return found.capped(better)
