"""Why a list is empty although no filter or threshold alone explains it."""

from __future__ import annotations

from dataclasses import replace

from readnext.plurals import counted
from readnext.request import Request
from readnext.suggestion import Answer

_ADD = (
    "add papers to the catalog: 'readnext catalog sources LIBRARY --add' chooses "
    "sources of your field, and 'readnext catalog update' fetches what they have"
)


def with_empty_reason(
    answer: Answer, request: Request, *, new: int, own: int
) -> Answer:
    """Return an answer that says why its list is empty, if it is and does not say.

    So many candidates are `new`, and so many were left out as the reader's `own`.
    """
    if answer.suggestions or answer.empty_reason:
        return answer
    if answer.candidates:
        why = f"Nothing to suggest: {_none_of(answer, request, new, own)}."
    else:
        why = _where_all_went(answer)
    return replace(answer, empty_reason=why)


def _where_all_went(answer: Answer) -> str:
    """Where the papers of a catalog without candidates are, and what to do."""
    if not answer.papers:
        return f"Nothing to suggest: the catalog has no papers; {_ADD}."
    rest = answer.owned + answer.excluded + answer.below_threshold
    counts = (
        (answer.owned, "in your library or liked"),
        (answer.excluded, "dismissed or sent before"),
        (answer.below_threshold, "below your threshold"),
        (
            max(answer.papers - rest, 0),
            "left out by your filters or not papers to read (corrections and the like)",
        ),
    )
    gone = [f"{count:,} {what}" for count, what in counts if count]
    of = counted(answer.papers, "paper")
    return f"Nothing to suggest of {of} in the catalog: {', '.join(gone)}; {_ADD}."


def _none_of(answer: Answer, request: Request, new: int, own: int) -> str:
    """Why none of the candidates is listed."""
    many, parts = answer.candidates, request.parts
    fit = "1 paper fits" if many == 1 else f"{many:,} papers fit"
    if parts and not parts.archive and not new:
        return f"{fit}, but none is new (since {answer.new_since})"
    if parts and not parts.new and new >= many:
        return f"{fit}, but all are new (since {answer.new_since}), not older"
    one = "it" if many == 1 else "them"
    if own:
        return f"{fit}, but you wrote {one} or may have {one}, as the notes say"
    if request.filters.exclude:
        words = " or ".join(f'"{word}"' for word in request.filters.exclude)
        return f"{fit} but for the filter exclude {words}"
    return f"{fit}, but none is a paper to read (corrections and the like)"
