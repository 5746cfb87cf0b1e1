"""Ranks what the reader owns and has not read, by what was read.

The unread entries are rows of their own beside those of the catalog, so that the same
ranker scores and explains them. What was read last counts as added last. Where the days
of addition and of reading are known, the order follows the reader's habit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from readnext.catalog.filters import passes_all
from readnext.catalog.shards import Columns, columns_of
from readnext.catalog.store import Catalog
from readnext.errors import UserError
from readnext.features.profile import Profile
from readnext.library.citing import cited_work
from readnext.library.convert import as_paper
from readnext.library.reading import by_reading
from readnext.library.weights import day_of
from readnext.library.works import Work, works_of
from readnext.paper import Entry, Paper
from readnext.ranker.evidence import Evidence
from readnext.ranker.join import Joined, join
from readnext.ranker.learning import learn
from readnext.ranker.ranker import Ranker
from readnext.ranker.reasons import Explainer
from readnext.recommend.reading_habit import Diary, habit_scores
from readnext.request import Request
from readnext.suggestion import UNREAD, Answer, Suggestion

_LOWEST_PRIORITY = 9  # of a work without one
_BY_HABIT = "sorted by what you read next so far, by the days of your library"
_NOTHING_CLOSE = "nothing that you have read is close to it"
_NONE_LEFT = "no unread entry of your library passes the filters"


def rank_unread(
    entries: Sequence[Entry],
    catalog: Catalog,
    request: Request,
    progress: Callable[[int], object] = lambda _: None,
    *,
    queue: Sequence[Entry] | None = None,
) -> Answer:
    """Return the reader's own unread entries, the ones to read next first.

    Works of a higher priority come first. With a `queue`, only such entries are ranked.
    `progress` is called `ranker.STEPS` times at most. The same entries, catalog and
    request give the same answer. Raises UserError where the library has no signs of
    reading.
    """
    reading = by_reading(entries)
    wanted = {id(entry) for entry in (reading.unread if queue is None else queue)}
    read = works_of([_by_last_reading(entry) for entry in reading.read])
    unread = works_of(entry for entry in reading.unread if id(entry) in wanted)
    papers = _papers(unread, catalog)
    kept = [n for n, paper in enumerate(papers) if passes_all(paper, request.filters)]
    unread, papers = [unread[n] for n in kept], [papers[n] for n in kept]
    if not unread:
        raise UserError(_NONE_LEFT)
    joined, rows = _joined(read, unread, papers, catalog)
    model = learn(joined.profile, request.seed, progress)
    ranker = Ranker(request.seed).use(joined.profile, model)
    ranking = ranker.score(rows)
    progress(1)
    least = request.filters.min_score
    habits = _habits(joined, rows, unread, reading.read)
    order = _order(unread, ranking.scores, habits)
    if least is not None:
        order = order[ranking.scores[order] >= least]
    order = order[: request.n]
    chosen = [papers[n] for n in order.tolist()]
    names = {work.key: cited_work(work) for work in read}
    evidence = _evidence(joined, catalog)
    explainer = Explainer(ranker, evidence, names, _NOTHING_CLOSE)
    reasons = explainer.explain(ranking, order, chosen)
    parts = explainer.contributions(ranking, order) if request.explain else None
    return Answer(
        entries=len(entries),
        usable=len(read) + len(unread),
        in_catalog=len(joined.profile.own),
        catalog=str(catalog.folder),
        papers=len(catalog),
        candidates=len(unread),
        ranker=model.kind,
        why=model.why,
        notes=() if habits is None else (_BY_HABIT,),
        suggestions=tuple(
            Suggestion(
                rank=rank,
                paper=paper,
                key=unread[place].keys[0],
                score=round(float(ranking.scores[place]), 6),
                probability=None,
                reasons=found,
                contributions=parts[rank - 1] if parts else (),
                part=UNREAD,
            )
            for rank, (place, paper, found) in enumerate(
                zip(order.tolist(), chosen, reasons, strict=True), 1
            )
        ),
    )


def _by_last_reading(entry: Entry) -> Entry:
    """An entry whose day of addition is that of its last reading, if that is known."""
    return replace(entry, added=entry.last_read or entry.added)


def _papers(works: Sequence[Work], catalog: Catalog) -> list[Paper]:
    """The works as papers: the catalog's where it has them, else of the entry."""
    found = iter(catalog.find([i for work in works for i in work.identities]))
    numbers = [
        min((n for _ in work.identities for n in next(found)), default=-1)
        for work in works
    ]
    known = catalog.papers([n for n in numbers if n >= 0])
    return [
        known.get(number) or as_paper(work.entry)
        for work, number in zip(works, numbers, strict=True)
    ]


def _joined(
    read: Sequence[Work],
    unread: Sequence[Work],
    papers: Sequence[Paper],
    catalog: Catalog,
) -> tuple[Joined, NDArray[np.int64]]:
    """The library joined with the catalog and the unread works, and their rows."""
    columns = catalog.columns()
    first = int(columns.numbers.max(initial=0)) + 1
    own = columns_of(papers, range(first, first + len(papers)))
    joined = join(read, catalog, Columns.join([columns, own]), unread)
    profile: Profile = joined.profile
    rows = profile.corpus.rows_of(own.numbers)
    # What waits to be read says nothing against papers like it.
    owned = np.union1d(profile.owned, rows)
    return Joined(replace(profile, owned=owned), joined.works), rows


def _habits(
    joined: Joined,
    rows: NDArray[np.int64],
    unread: Sequence[Work],
    read: Sequence[Entry],
) -> NDArray[np.float64] | None:
    """How likely each unread work is the next to be read, None where days are few."""
    profile, works = joined.profile, [*joined.works, *unread]
    # Those that were read have the day of reading in place of that of addition.
    added = {entry.key: entry.added for entry in read}
    days = [day_of(added.get(work.key, work.entry.added)) for work in works]
    opened = [day_of(work.entry.last_read) for work in joined.works]
    diary = Diary(
        sparse.csr_matrix(
            sparse.vstack([profile.works.text, profile.corpus.text(rows)])
        ),
        np.array(days, np.float64),
        np.array([*opened, *(np.nan for _ in unread)], np.float64),
        np.arange(len(works)) < len(joined.works),
    )
    found = habit_scores(diary)
    return None if found is None else found[len(joined.works) :]


def _order(
    works: Sequence[Work],
    scores: NDArray[np.float32],
    habits: NDArray[np.float64] | None,
) -> NDArray[np.int64]:
    """The places of works by priority, then by the reader's habit, then by score."""
    priorities = [work.entry.priority or _LOWEST_PRIORITY for work in works]
    habits = np.zeros(len(works)) if habits is None else habits
    return np.lexsort((-scores, -habits, np.array(priorities)))


def _evidence(joined: Joined, catalog: Catalog) -> Evidence:
    """The names on each work that was read, as library and catalog write them."""
    profile = joined.profile
    numbers = profile.corpus.columns.numbers[profile.own].tolist()
    papers = catalog.papers(numbers)
    unknown = Paper("", "")
    known = [papers.get(number, unknown) for number in numbers]
    known += [unknown] * (len(joined.works) - len(known))
    return Evidence.of(profile, joined.works, known)
