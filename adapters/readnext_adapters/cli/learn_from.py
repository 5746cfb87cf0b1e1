"""The library of the user's own, divided into what to learn from and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readnext.paper import Entry
from readnext.request import Selection
from readnext_adapters.cli.draft_option import chosen_from
from readnext_adapters.cli.open_library import besides
from readnext_adapters.cli.problems import note


@dataclass(frozen=True, slots=True)
class Own:
    """The entries of the user's own, those `chosen` to learn from, and the others.

    None of the others is suggested; those that the user refused are among them.
    """

    entries: tuple[Entry, ...] = ()
    chosen: tuple[Entry, ...] = ()
    besides: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


def divided(
    entries: Sequence[Entry],
    selection: Selection,
    draft: Path | None,
    *,
    strict: bool,
    quiet: bool = False,
) -> Own:
    """Divide the entries of all libraries; raise UserError if none is to learn from.

    What readnext wrote and nobody judged is none of them, so that the next run does
    not take its own suggestions for the user's choice; what a draft cites, is.
    """
    from readnext.history.feedback import is_refused, is_suggested

    own = [entry for entry in entries if not is_suggested(entry)]
    notes = _notes(len(entries) - len(own))
    for text in () if quiet else notes:
        note(text)
    asked = chosen_from(entries if draft else own, selection, draft, strict=strict)
    chosen = [entry for entry in asked if not is_refused(entry)]
    own += besides(chosen, own)
    return Own(tuple(own), tuple(chosen), tuple(besides(own, chosen)), notes)


def _notes(suggested: int) -> tuple[str, ...]:
    if not suggested:
        return ()
    are = "entry is a suggestion" if suggested == 1 else "entries are suggestions"
    return (
        f"{suggested} {are} of readnext's that you have not judged, and left aside; a "
        "field readnext = {yes} or readnext = {no} judges",
    )
