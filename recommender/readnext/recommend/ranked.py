"""A catalog ranked for one reader: it answers any request, and follows new verdicts.

Learning and scoring take seconds; choosing from the scores does not. A verdict changes
a small part of what was learned, so that `RankedCatalog.adjusted` fits the linear model
again and scores only the best papers; the trees and all other scores stay as they are
until the next `rank`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from readnext.catalog.filters import allowed, in_dates
from readnext.catalog.narrowest_filter import why_none_fits
from readnext.catalog.newest import Cut
from readnext.catalog.shards import Columns
from readnext.catalog.store import Catalog
from readnext.features.profile import Profile
from readnext.library.works import LIKED, Work
from readnext.matching.identity import Identity
from readnext.paper import Paper
from readnext.ranker.candidates import Candidates
from readnext.ranker.join import Joined, join
from readnext.ranker.learning import learn, learn_linear
from readnext.ranker.model import Model
from readnext.ranker.ranker import Ranker, Ranking
from readnext.recommend.answer_notes import (
    NO_FIT,
    RETRACTION_NOTES,
    find_retracted,
    near_notes,
    retraction_notes,
    size_notes,
)
from readnext.recommend.describer import Describer
from readnext.recommend.fit import fits as is_of_field
from readnext.recommend.library_news import LibraryNews, library_news
from readnext.recommend.nearest import nearest_papers, nearest_to_text
from readnext.recommend.newness import Newness, newness
from readnext.recommend.own_papers import Me, find_me, own_note
from readnext.recommend.reader import Reader
from readnext.recommend.scored import Scored
from readnext.recommend.select import Choice, choose_papers
from readnext.recommend.strength import strengths
from readnext.recommend.watched import WatchList, find_watched
from readnext.recommend.why_empty import with_empty_reason
from readnext.request import Filters, Request
from readnext.suggestion import Answer, Suggestion

MOST = 4_000_000  # papers ranked; a million take 0.9 GB

# Makes a model of a profile: with a seed, and a call after each step.
Learner = Callable[[Profile, int, Callable[[int], object]], Model]


def rank(
    reader: Reader,
    catalog: Catalog,
    progress: Callable[[int], object] = lambda _: None,
    *,
    dates: Filters | None = None,
    seed: int = 0,
    learner: Learner = learn,
    most: int = MOST,
) -> RankedCatalog:
    """Learn a model of a reader and score the papers of a catalog in some `dates`.

    `progress` is called `ranker.STEPS` times at most. `learner` makes the model of a
    profile. Of a catalog of more than `most` papers, the newest are ranked. The same
    reader, catalog and seed give the same ranking.
    """
    works, others = reader.works, reader.owned_works
    dates, papers = dates or Filters(), len(catalog)
    columns = catalog.columns(
        _cut([*works, *others], catalog, dates, most) if papers > most else None
    )
    joined = join(works, catalog, columns, others, reader.disliked, reader.refused)
    model = learner(joined.profile, seed, progress)
    ranker = Ranker(seed).use(joined.profile, model)
    rows = np.flatnonzero(in_dates(joined.profile.corpus.columns.date, dates))
    candidates = Candidates(ranker, rows).prepare()
    progress(1)
    notes = size_notes(papers, columns, most)
    return RankedCatalog(reader, catalog, joined, ranker, candidates, notes)


class RankedCatalog:
    """The papers of a catalog with their scores for a reader; `rank` makes one.

    It uses the catalog, which must stay open.
    """

    def __init__(
        self,
        reader: Reader,
        catalog: Catalog,
        joined: Joined,
        ranker: Ranker,
        candidates: Candidates,
        notes: tuple[str, ...],
    ) -> None:
        self.reader = reader
        self._scored = Scored.of(catalog, joined, candidates, reader.excluded)
        self._ranker = ranker
        self._notes = notes
        self._works = reader.works
        self._all_works = [*reader.works, *reader.owned_works]
        self._own_works = [work for work in self._all_works if not work.is_liked]
        self._describer = Describer(
            reader, catalog, joined, ranker, len(self._works), self._all_works
        )

    @property
    def columns(self) -> Columns:
        """The features of the papers that were ranked."""
        return self._scored.corpus.columns

    def adjusted(self, reader: Reader) -> RankedCatalog:
        """Return the ranking for the same reader after a few more verdicts.

        The linear model is fitted again, and the best papers are scored with it.
        """
        catalog, corpus = self._scored.catalog, self._scored.corpus
        joined = join(
            reader.works,
            catalog,
            corpus.columns,
            reader.owned_works,
            reader.disliked,
            reader.refused,
            known=corpus,
        )
        model = learn_linear(self._ranker.model_, joined.profile, self._ranker.seed)
        ranker = Ranker(self._ranker.seed).use(joined.profile, model)
        candidates = self._scored.candidates.with_ranker(ranker)
        return RankedCatalog(reader, catalog, joined, ranker, candidates, self._notes)

    def reading(self, catalog: Catalog) -> RankedCatalog:
        """Return the ranking with another connection to the same catalog.

        Another thread can answer by it while this one is adjusted.
        """
        found = copy(self)
        found._scored = replace(self._scored, catalog=catalog)
        found._describer = self._describer.reading(catalog)
        return found

    def answer(self, request: Request) -> Answer:
        """Return the papers that a request asks for, with their reasons."""
        catalog, profile = self._scored.catalog, self._scored.joined.profile
        columns, filters = self.columns, request.filters
        wants_own = request.own_papers or filters.authors
        me = Me() if wants_own else find_me(request.me, self._works)
        describe, works = self._describer, self._all_works
        own, names = self._own_works, describe.names
        listed = WatchList.of(request.watch, columns, catalog, own, names)
        ranking, fitting, fresh = self._fitting(request, listed.maybe)
        new = fresh.new[ranking.rows]
        fits = new & fitting
        watched = find_watched(
            listed, ranking, fits, columns, catalog, filters, works, me
        )
        choice = self._choice(
            ranking, fitting, request, new, me, watched.places
        ).with_more(watched.places, watched.papers)
        suggestions = describe.suggestions(ranking, choice, new, request.explain)
        rows = ranking.rows[choice.places]
        if request.topics:
            suggestions = describe.with_topics(suggestions, rows)
        retracted = find_retracted(works, catalog, request.reported)
        news = self._library_news(request)
        answer = Answer(
            entries=sum(entry.where != LIKED for entry in self.reader.learned),
            usable=_not_liked(self._works),
            in_catalog=_not_liked(self._scored.joined.works[: len(profile.own)]),
            catalog=str(catalog.folder),
            papers=len(catalog),
            candidates=choice.candidates,
            ranker=self._ranker.model_.kind,
            why=self._ranker.model_.why,
            suggestions=watched.mark(suggestions),
            notes=(
                *retraction_notes(retracted),
                *news.notes,
                *self._notes,
                *near_notes(choice.near_owned),
                *([own_note(me, choice.own)] if choice.own else ()),
                *watched.notes,
                *(() if self.fits else [NO_FIT]),
            ),
            empty_reason=choice.empty_reason
            or ("" if suggestions else why_none_fits(columns, catalog, filters)),
            owned=len(profile.owned),
            excluded=len(self._scored.barred),
            below_threshold=choice.below_threshold,
            map=describe.map(rows, choice, request.seed) if request.map else None,
            fits=self.fits,
            new_since=fresh.since,
            in_parts=request.parts is not None,
            reported=(
                *(work.entry.title for work in retracted[:RETRACTION_NOTES]),
                *news.reported,
            ),
        )
        left = choice.own + len(choice.near_owned)
        return with_empty_reason(answer, request, new=int(fits.sum()), own=left)

    def _library_news(self, request: Request) -> LibraryNews:
        if not request.library_news:
            return LibraryNews()
        return library_news(self._own_works, self._scored.catalog, request.reported)

    def ordered(self, request: Request) -> Iterator[tuple[Paper, bool, int]]:
        """Yield the papers that a request asks for, if they are new, their strengths.

        It is the list of `answer` without reasons, which take longer, and without what
        is watched.
        """
        ranking, fitting, fresh = self._fitting(request)
        new = fresh.new[ranking.rows]
        me = Me() if request.own_papers else find_me(request.me, self._works)
        none = np.zeros(0, np.int64)
        choice = self._choice(ranking, fitting, request, new, me, none)
        steps = strengths(ranking.probabilities[choice.places]).tolist()
        are_new = new[choice.places].tolist()
        yield from zip(choice.papers, are_new, steps, strict=True)

    def _choice(
        self,
        ranking: Ranking,
        fitting: NDArray[np.bool_],
        request: Request,
        new: NDArray[np.bool_],
        me: Me,
        taken: NDArray[np.int64],
    ) -> Choice:
        return choose_papers(
            ranking,
            fitting,
            self._scored.joined.profile,
            self._scored.catalog,
            request,
            lambda: self._describer.topics,
            self._all_works,
            new,
            me,
            taken,
        )

    def explain(self, paper: Paper) -> Suggestion | None:
        """Return a paper of the catalog as it would be suggested.

        Its rank is that among all candidates, and it says what each feature adds to the
        score. None for a paper that is not ranked, or that the reader has.
        """
        rows = self._scored.rows_of([Identity.of(paper)])
        wanted = np.isin(np.arange(len(self.columns)), rows)
        ranking = self._scored.ranking(Filters(), (wanted, ~wanted))
        places = np.flatnonzero(wanted[ranking.rows])[:1]
        if not len(places):
            return None
        choice = Choice(places, [paper], 1, "", 0)
        new = np.zeros(len(ranking.rows), np.bool_)
        (found,) = self._describer.suggestions(ranking, choice, new, explain=True)
        better = int((ranking.scores > ranking.scores[places[0]]).sum())
        return replace(found, rank=better + 1, part="")

    def near(
        self, papers: Sequence[Paper], most: int, *, owned: bool = False
    ) -> list[Paper]:
        """Return the candidates nearest to some papers, see `nearest_papers`."""
        return nearest_papers(self._scored, papers, most, owned=owned)

    def near_text(
        self, text: str, most: int, filters: Filters | None = None
    ) -> tuple[Suggestion, ...]:
        """Return the candidates nearest to a text, see `nearest_to_text`."""
        wanted = filters or Filters()
        return nearest_to_text(self._scored, self._describer, text, most, wanted)

    def _fitting(
        self, request: Request, watched: NDArray[np.bool_] | None = None
    ) -> tuple[Ranking, NDArray[np.bool_], Newness]:
        """The candidates in the dates of a request, which fit it, and which are new.

        The best of each part of its list have exact scores; `watched` papers are one.
        """
        columns = self.columns
        today = request.today or dt.date.today()
        fresh = newness(columns, self._scored.catalog.arrivals(), request.parts, today)
        fitting = allowed(columns, self._scored.catalog, request.filters)
        parts = [fitting & fresh.new, fitting & ~fresh.new]
        parts += [] if watched is None else [fitting & watched]
        ranking = self._scored.ranking(request.filters, parts, request.size)
        return ranking, fitting[ranking.rows], fresh

    @cached_property
    def fits(self) -> bool:
        """Whether the catalog is of the field of the reader."""
        return is_of_field(self._scored.joined.profile)


def _not_liked(works: Sequence[Work]) -> int:
    """How many works are of the library, not only liked."""
    return sum(not work.is_liked for work in works)


def _cut(works: Sequence[Work], catalog: Catalog, dates: Filters, most: int) -> Cut:
    """The newest papers in some dates, and those that the reader has."""
    known = catalog.find([i for work in works for i in work.identities])
    return Cut(
        most,
        lambda date: in_dates(date, dates),
        {number for some in known for number in some},
    )
