"""What a command learns from: its libraries, split by their options."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from readnext.paper import Problem
from readnext.request import Selection
from readnext_adapters.cli.draft_option import cited_entries
from readnext_adapters.cli.open_library import read_libraries
from readnext_adapters.cli.problems import note

if TYPE_CHECKING:
    from readnext.library.selection import LibrarySplit


def read_split(
    libraries: Sequence[str],
    selection: Selection,
    draft: Path | None,
    *,
    strict: bool,
    problems: list[Problem] | None = None,
) -> LibrarySplit:
    """Read and split libraries, and print what the reader should know of them.

    Problems in them are appended to a list, too, if one is given. Where no library is
    named, nothing is learned from. Raises InputError if one cannot be read, UserError
    if they have nothing to learn from.
    """
    from readnext.library.selection import (
        LibrarySplit,
        is_suggested,
        split,
        unjudged_notes,
    )

    if not libraries:
        return LibrarySplit()
    entries = read_libraries(libraries, strict=strict, problems=problems)
    for text in unjudged_notes(sum(map(is_suggested, entries))):
        note(text)
    cited = cited_entries(entries, selection, draft, strict=strict)
    return split(entries, selection, cited)
