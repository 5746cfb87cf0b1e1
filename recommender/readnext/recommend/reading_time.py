"""A list that can be read in a given time, by how many pages papers have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from readnext.plurals import counted
from readnext.request import Parts, Request
from readnext.suggestion import Answer, Suggestion, numbered

# A page of about 500 words, at the 180 words a minute of careful reading.
MINUTES_PER_PAGE = 3
USUAL_PAGES = 12  # where no paper of the list states its length
_MORE = 5  # times n papers are looked at


def longer(request: Request) -> Request:
    """Return a request for enough papers to choose from by their lengths."""
    parts = request.parts
    if parts is not None:
        sizes = (parts.new * _MORE, parts.archive * _MORE)
        parts = Parts(*sizes, parts.fill, parts.since, parts.after)
    return replace(request, n=request.n * _MORE, parts=parts)


def within(answer: Answer, minutes: int, n: int) -> Answer:
    """Return the first papers of an answer that can be read in some minutes.

    A paper that does not fit into what is left is skipped, and the next one tried; n
    papers are chosen at most. A paper of unknown length counts as the median of the
    others.
    """
    known = [one.paper.pages for one in answer.suggestions if one.paper.pages]
    usual = round(median(known)) if known else USUAL_PAGES
    chosen: list[Suggestion] = []
    pages = 0
    for one in answer.suggestions:
        more = pages + (one.paper.pages or usual)
        if len(chosen) < n and more * MINUTES_PER_PAGE <= minutes:
            chosen.append(one)
            pages = more
    return replace(
        answer,
        suggestions=numbered(chosen),
        notes=(*answer.notes, *([_note(chosen, pages, usual)] if chosen else [])),
        empty_reason=answer.empty_reason or ("" if chosen else _none(minutes, answer)),
    )


def _note(chosen: Sequence[Suggestion], pages: int, usual: int) -> str:
    """How long the list takes, and how that was estimated."""
    many = counted(len(chosen), "paper")
    said = (
        f"{many} of {pages} pages, about {pages * MINUTES_PER_PAGE} minutes at "
        f"{MINUTES_PER_PAGE} minutes a page"
    )
    if unknown := sum(not one.paper.pages for one in chosen):
        said += f"; {unknown} of unknown length, counted as {usual} pages each"
    return said


def _none(minutes: int, answer: Answer) -> str:
    known = [one.paper.pages for one in answer.suggestions if one.paper.pages]
    pages = min(known, default=USUAL_PAGES)
    time = "1 minute" if minutes == 1 else f"{minutes} minutes"
    said = f"no paper can be read in {time}: "
    if known:
        said += f"the shortest has {pages} pages and takes"
    else:
        said += (
            f"the length of none is known, and each counts as {pages} pages, which take"
        )
    return f"{said} {pages * MINUTES_PER_PAGE}"
