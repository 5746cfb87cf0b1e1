"""What is said of the papers on a list: keys, figures, reasons, topics, and the map."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.store import Catalog
from readnext.library.citekeys import library_keys
from readnext.library.citing import cited_work
from readnext.library.works import Work
from readnext.paper import Paper
from readnext.ranker.evidence import Evidence
from readnext.ranker.join import Joined
from readnext.ranker.ranker import Ranker, Ranking
from readnext.ranker.reasons import Explainer
from readnext.recommend.reader import Reader
from readnext.recommend.select import Choice
from readnext.recommend.strength import FEWEST, strengths
from readnext.suggestion import Cited, Map, Suggestion, Topic
from readnext.topics.clusters import Topics
from readnext.topics.labels import name_topics
from readnext.topics.map import make_map


class Describer:
    """Describes papers of a catalog to one reader.

    `usable` works of the reader are learned from; `works` are all of theirs.
    """

    def __init__(
        self,
        reader: Reader,
        catalog: Catalog,
        joined: Joined,
        ranker: Ranker,
        usable: int,
        works: Sequence[Work],
    ) -> None:
        self._reader = reader
        self._catalog = catalog
        self._joined = joined
        self._ranker = ranker
        self._usable = usable
        self._works = works

    def reading(self, catalog: Catalog) -> Describer:
        """Return this with another connection to the same catalog."""
        found = copy(self)
        found._catalog = catalog
        return found

    def suggestions(
        self,
        ranking: Ranking,
        choice: Choice,
        new: NDArray[np.bool_],
        explain: bool = False,
    ) -> tuple[Suggestion, ...]:
        """Return the chosen papers with their keys, figures and reasons.

        `new` tells which papers of the ranking are; with `explain`, what each feature
        adds to the scores is said, too.
        """
        library = [*self._reader.learned, *self._reader.owned]
        keys = library_keys(choice.papers, library)
        explainer = Explainer(self._ranker, self._evidence, self.names)
        places = choice.places
        reasons = explainer.explain(ranking, places, choice.papers)
        parts = explainer.contributions(ranking, places) if explain else None
        chances = ranking.probabilities[places].astype(float).round(6).tolist()
        steps = strengths(ranking.probabilities[places]).tolist()
        known = self._usable >= FEWEST
        return tuple(
            Suggestion(
                rank=i + 1,
                paper=paper,
                key=key,
                score=round(float(ranking.scores[places[i]]), 6),
                probability=chances[i] if known else None,
                reasons=reasons[i],
                contributions=parts[i] if parts else (),
                part="new" if new[places[i]] else "missed",
                strength=steps[i],
            )
            for i, (paper, key) in enumerate(zip(choice.papers, keys, strict=True))
        )

    def with_topics(
        self, suggestions: tuple[Suggestion, ...], rows: NDArray[np.int64]
    ) -> tuple[Suggestion, ...]:
        """Return suggestions, rows of the corpus, each with its topic."""
        works = self._joined.works
        if not len(works):
            return suggestions
        found, names = self.topics, list[Topic | None]([None])
        if len(found) > 1:
            names[:] = name_topics(found, self._evidence, works)
        nearest = found.nearest(self._joined.profile.corpus.text(rows)).tolist()
        return tuple(
            replace(one, topic=names[place])
            for one, place in zip(suggestions, nearest, strict=True)
        )

    def map(self, rows: NDArray[np.int64], choice: Choice, seed: int) -> Map | None:
        """Return the map of the library and of a list, rows of the corpus."""
        joined, papers = self._joined, choice.papers
        return make_map(joined, self._evidence, rows, papers, seed, lambda: self.topics)

    @cached_property
    def topics(self) -> Topics:
        """The topics of the reader's works."""
        return Topics.of(self._joined.profile, self._ranker.seed)

    @cached_property
    def names(self) -> dict[str, Cited]:
        """How each work is cited, by its key."""
        return {work.key: cited_work(work) for work in self._works}

    @cached_property
    def _evidence(self) -> Evidence:
        """The names on each work, as the library and the catalog write them."""
        profile = self._joined.profile
        numbers = profile.corpus.columns.numbers[profile.own].tolist()
        papers = self._catalog.papers(numbers)
        unknown = Paper("", "")
        known = [papers.get(number, unknown) for number in numbers]
        known += [unknown] * (len(self._joined.works) - len(known))
        return Evidence.of(profile, self._joined.works, known)
