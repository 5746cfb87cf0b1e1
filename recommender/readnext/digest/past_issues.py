"""Lists of suggestions that were shown or sent before, as they were then."""

from __future__ import annotations

import json
from collections.abc import Sequence

from readnext.catalog.serialize import load_paper
from readnext.history.schema import explained
from readnext.history.store import History
from readnext.suggestion import Answer, Reason, Suggestion


def runs_of(history: History, profile: str, day: str) -> list[int]:
    """Return the runs whose lists the issues of a profile brought on a day."""
    query = (
        "SELECT run FROM issues WHERE profile = ? AND day = ? "
        "AND state IN ('sending', 'sent') ORDER BY part"
    )
    with explained(history.path):
        return [run for (run,) in history.db.execute(query, (profile, day))]


def answer_of(history: History, runs: Sequence[int]) -> Answer:
    """Return the lists of some runs as one, as far as they were kept."""
    query = (
        "SELECT record, key, score, probability, reasons, ranker, why FROM shown "
        "JOIN runs ON runs.number = shown.run "
        "JOIN papers ON papers.number = shown.paper WHERE run = ? ORDER BY rank"
    )
    with explained(history.path):
        rows = [row for run in runs for row in history.db.execute(query, (run,))]
    suggestions = tuple(_suggestion(rank, *row[:5]) for rank, row in enumerate(rows, 1))
    ranker, why = rows[0][5:] if rows else ("prior", "")
    return Answer(0, 0, 0, "", 0, len(rows), ranker, why, suggestions)


def _suggestion(
    rank: int,
    record: str,
    key: str,
    score: float,
    probability: float | None,
    reasons: str,
) -> Suggestion:
    told = tuple(
        Reason(one["kind"], one["text"], one["weight"], tuple(one["keys"]))
        for one in json.loads(reasons)
    )
    return Suggestion(rank, load_paper(record), key, score, probability, told)
