"""The reasons for a paper on the trending list, in words."""

from __future__ import annotations

import numpy as np

from readnext.catalog.shards import hash_name
from readnext.matching.names import lab_key
from readnext.paper import Paper
from readnext.suggestion import Reason
from readnext.trending.days import day_of
from readnext.trending.percentile import Standing
from readnext.trending.score import LabRecord, Reception
from readnext.trending.window import Period

_FEWEST = 10  # minimum of peers for naming a share
_ANY = "any other paper"


def trend_reasons(
    paper: Paper,
    row: int,
    points: dict[str, float],
    reception: Reception,
    period: Period | None,
) -> tuple[Reason, ...]:
    """Return the reasons for a paper, the strongest first; at least one.

    `points` is what each part adds to its score; age is counted from the period's end.
    """
    said, standings = paper.popularity, reception.standings
    worded = {}
    for name, number in (("upvotes", said.upvotes), ("comments", said.comments)):
        if number:
            noun = name if number != 1 else name[:-1]
            compared = _compared("more", standings[name], row, paper)
            worded[name] = f"{number:,} {noun}{compared}"
    if said.score is not None:
        compared = _compared("higher", standings["score"], row, paper)
        worded["score"] = f"score {said.score:g}{compared}"
    worded["code"] = "code published"
    worded["lab"] = _lab(paper, row, reception.labs)
    worded["recency"] = _age(paper, period)
    reasons = [
        Reason(_kind(name), text, round(points[name], 6))
        for name, text in worded.items()
        if text and points[name] > 0
    ]
    if not reasons:
        text = worded["recency"] or "nothing is known of its reception"
        reasons = [Reason("recency", text, round(points["recency"], 6))]
    return tuple(sorted(reasons, key=lambda reason: -reason.weight))


def _kind(name: str) -> str:
    return "popularity" if name in ("upvotes", "comments", "score") else name


def _compared(word: str, standing: Standing, row: int, paper: Paper) -> str:
    """A figure compared with its peers', if there are enough of them."""
    when = {0: "", 4: "of that year"}.get(len(paper.date or ""), "of that month")
    for places, whose in ((standing.near, when), (standing.far, "in the catalog")):
        below, others = int(places.below[row]), int(places.others[row])
        if whose and others >= _FEWEST and 2 * below >= others:
            # Rounded down, so that it is never overstated.
            share = f"{100 * below // others} % of the papers"
            return f", {word} than {share if below < others else _ANY} {whose}"
    return ""


def _lab(paper: Paper, row: int, record: LabRecord) -> str:
    """The lab that adds most to a paper's score, with its record."""
    span = slice(record.starts[row], record.starts[row + 1])
    points = record.points[span]
    if not len(points):
        return ""
    best = int(np.argmax(points))
    hash_ = int(record.labs[span][best])
    lab = next((n for n in paper.labs if hash_name(lab_key(n)) == hash_), "")
    rated, well = int(record.rated[span][best]), int(record.well[span][best])
    papers = "paper" if rated == 1 else "papers"
    was = "was" if well == 1 else "were"
    text = f"from {lab}: {well} of its {rated} other rated {papers} {was} well received"
    return text if lab else ""


def _age(paper: Paper, period: Period | None) -> str:
    """The date of a paper, and how long before the newest day that was."""
    if not paper.date or period is None:
        return ""
    guessed = " (its year is guessed)" if paper.date_guessed else ""
    if len(paper.date) < len("2025-09-25"):
        return f"of {paper.date}{guessed}"
    days = int(period.last - day_of(paper.date))
    if days <= 0:
        return f"of {paper.date}, the newest day{guessed}" if days == 0 else ""
    return f"of {paper.date}, {days} day{'s' * (days > 1)} before the newest{guessed}"
