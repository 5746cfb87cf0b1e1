"""What the reader's Zotero already has of an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from readnext.paper import Entry
from readnext.plurals import counted
from readnext_adapters.cli.open_library import entries_of
from readnext_adapters.cli.problems import note

if TYPE_CHECKING:
    from readnext.suggestion import Answer


def zotero_entries(source: str) -> list[Entry]:
    """Return the entries of a library; problems with single items are ignored."""
    return list(entries_of(source, []))


def lacked(answer: Answer, entries: list[Entry]) -> Answer:
    """Return the answer without papers that are among the entries."""
    from readnext_adapters.exports.missing import lacking

    kept = lacking(entries, (), answer.suggestions)
    if known := len(answer.suggestions) - len(kept):
        note(f"{counted(known, 'paper')} skipped that your Zotero library already has")
    return replace(answer, suggestions=tuple(kept))


def part_in_words(taken: int, count: int) -> str:
    """Return "2 papers", or "1 of 2 papers"."""
    papers = counted(count, "paper")
    return papers if taken == count else f"{taken} of {papers}"
