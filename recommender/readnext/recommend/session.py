"""One session of suggesting: what command, digest, backtest and library calls share.

The rules that decide a result are here: which entries are learned from, which papers
are never suggested, and which count against others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.evaluation.backtest import Report, protocol_of
from readnext.evaluation.backtest import backtest as run_backtest
from readnext.history.feedback import Experience, experience
from readnext.history.store import History
from readnext.library.selection import LibrarySplit, split
from readnext.library.works import works_of
from readnext.matching.identity import Identity
from readnext.paper import Entry, Paper
from readnext.ranker.join import join
from readnext.ranker.learning import learn, learn_untrained
from readnext.recommend.experiment import interleaved
from readnext.recommend.ranked import Learner, RankedCatalog, rank
from readnext.recommend.reader import Reader
from readnext.request import RankerSetting, Request, Selection
from readnext.suggestion import Answer

Progress = Callable[[int], object]


def _ignored(_: int) -> None:
    """Progress that is not shown."""


class Session(Reader):
    """A reader, made of a library and what is known of them, who asks for answers."""

    __slots__ = ()

    @classmethod
    def of(
        cls,
        library: LibrarySplit,
        known: Experience,
        *,
        liked: Sequence[Entry] = (),
        sent: Sequence[Paper] = (),
    ) -> Session:
        """Return the session of a library, a reader's feedback and further papers.

        `liked` papers were named for this session; `sent` ones were delivered before.
        Raises UserError if there is nothing to learn from.
        """
        learned = (*library.chosen, *known.liked, *liked)
        if not learned:
            raise UserError(
                "every entry is marked as one not to learn from (readnext = {no}); "
                "there is nothing to learn from"
            )
        excluded = (*map(Identity.of, sent), *known.dismissed)
        return cls(learned, library.rest, excluded, known.disliked, known.refused)

    def answer(
        self,
        catalog: Catalog,
        request: Request,
        progress: Progress = lambda _: None,
        learner: Learner = learn,
    ) -> Answer:
        """Rank a catalog and answer a request; see `readnext.recommend.ranked`.

        An experiment of the request has two settings of the ranker answer it.
        """
        if request.experiment is None:
            return self._ranked(catalog, request, progress, learner).answer(request)

        def of(setting: RankerSetting, progress: Progress) -> Answer:
            own = request
            if setting.diversity is not None:
                own = replace(request, diversity=setting.diversity)
            makes = learner if setting.trained else learn_untrained
            return self._ranked(catalog, own, progress, makes).answer(own)

        one = of(request.experiment.a, progress)
        other = of(request.experiment.b, _ignored)
        today = request.today or dt.date.today()
        return interleaved(one, other, request.seed + today.toordinal())

    def _ranked(
        self,
        catalog: Catalog,
        request: Request,
        progress: Progress,
        learner: Learner,
    ) -> RankedCatalog:
        return rank(
            self,
            catalog,
            progress,
            dates=request.filters,
            seed=request.seed,
            learner=learner,
        )


def suggest(
    entries: Iterable[Entry],
    catalog: Catalog,
    request: Request | None = None,
    *,
    selection: Selection | None = None,
    history: History | None = None,
    progress: Progress = lambda _: None,
) -> Answer:
    """Return the papers of a catalog to read next, as `readnext suggest` does.

    Entries that readnext itself suggested and the reader has not judged are ignored;
    refused ones are never suggested and count against similar papers. A `history` adds
    earlier feedback. The same entries, catalog and request give the same answer.
    Raises UserError if there is nothing to learn from.
    """
    library = split(list(entries), selection)
    known = experience(history, library.own, ignored=False)
    return Session.of(library, known).answer(catalog, request or Request(), progress)


@dataclass(frozen=True, slots=True)
class Backtest:
    """The reports of a backtest; none where the library has too few works.

    `usable` works of the library, of which so many are `in_catalog`. `protocol`: what
    was hidden, papers that the "catalog" knows or the "records" of the library.
    """

    usable: int
    in_catalog: int
    protocol: str
    reports: tuple[Report, ...]


def backtest(
    entries: Iterable[Entry],
    catalog: Catalog,
    *,
    selection: Selection | None = None,
    seed: int = 0,
    progress: Progress = lambda _: None,
) -> Backtest:
    """Hide known papers of a library and report how well they are found again.

    `progress` is called `readnext.evaluation.backtest.steps()` times at most. Raises
    UserError if there is nothing to learn from.
    """
    library = split(list(entries), selection)
    works, owned = works_of(library.chosen), works_of(library.rest)
    joined = join(works, catalog, catalog.columns(), owned)
    reports = run_backtest(joined, seed, progress)
    profile = joined.profile
    return Backtest(
        len(profile), len(profile.own), protocol_of(profile), tuple(reports)
    )
