"""Earlier lists of suggestions, as they were shown or sent."""

from __future__ import annotations

import json
from collections.abc import Sequence

from readnext.history.schema import translate_errors
from readnext.history.store import History
from readnext.paper import Paper
from readnext.suggestion import Answer, Cited, Reason, Suggestion


def runs_of(history: History, profile: str, day: str) -> list[int]:
    """Return the runs whose lists were sent in the issues of a profile on a day."""
    query = (
        "SELECT run FROM issues WHERE profile = ? AND day = ? "
        "AND state IN ('sending', 'sent') GROUP BY run ORDER BY min(part), run"
    )
    with translate_errors(history.path):
        return [run for (run,) in history.db.execute(query, (profile, day))]


def profiles_of(history: History, day: str) -> list[str]:
    """Return the profiles of which issues were sent on a day."""
    query = (
        "SELECT DISTINCT profile FROM issues WHERE day = ? "
        "AND state IN ('sending', 'sent') ORDER BY profile"
    )
    with translate_errors(history.path):
        return [profile for (profile,) in history.db.execute(query, (day,))]


def answer_of(history: History, runs: Sequence[int]) -> Answer:
    """Return the lists of some runs as one answer, as far as they were stored."""
    query = (
        "SELECT shown.paper, key, score, probability, reasons, ranker, why FROM shown "
        "JOIN runs ON runs.number = shown.run "
        "WHERE run = ? ORDER BY rank"
    )
    with translate_errors(history.path):
        rows = [row for run in runs for row in history.db.execute(query, (run,))]
    papers = history.papers(number for number, *_ in rows)
    known = [(papers[number], *rest) for number, *rest in rows if number in papers]
    suggestions = tuple(
        _suggestion(rank, *row[:5]) for rank, row in enumerate(known, 1)
    )
    ranker, why = rows[0][5:] if rows else ("prior", "")
    return Answer(0, 0, 0, "", 0, len(known), ranker, why, suggestions)


def _suggestion(
    rank: int,
    paper: Paper,
    key: str,
    score: float,
    probability: float | None,
    reasons: str,
) -> Suggestion:
    from readnext.recommend.strength import strength

    match = 0 if probability is None else strength(probability)
    return Suggestion(
        rank, paper, key, score, probability, _reasons(reasons), strength=match
    )


def _reasons(text: str) -> tuple[Reason, ...]:
    """The reasons as they were stored; none if that is damaged."""
    try:
        return tuple(
            Reason(
                one["kind"],
                one["text"],
                one["weight"],
                tuple(one["keys"]),
                tuple(Cited(**cited) for cited in one.get("cited", ())),
            )
            for one in json.loads(text)
        )
    except (ValueError, TypeError, KeyError):
        return ()
