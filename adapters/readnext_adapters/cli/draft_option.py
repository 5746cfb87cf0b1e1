"""What to learn from: a selection of the library, or what a manuscript cites of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from readnext.errors import InputError, UserError
from readnext.paper import Entry, Problem
from readnext.request import Selection
from readnext_adapters.cli.open_library import selected
from readnext_adapters.cli.problems import report, separate


def chosen_from(
    entries: Sequence[Entry], selection: Selection, draft: Path | None, *, strict: bool
) -> list[Entry]:
    """Return the entries to learn from; raise UserError if there are none."""
    if draft is None:
        return selected(entries, selection)
    if selection:
        raise click.UsageError(
            "--draft says what to learn from, so --collection, --tag and --since-added "
            "cannot"
        )
    return _cited(entries, draft, strict=strict)


def _cited(entries: Sequence[Entry], draft: Path, *, strict: bool) -> list[Entry]:
    """The entries that a manuscript cites; what it cites besides is reported."""
    from readnext.library.manuscript import cited
    from readnext_adapters.opening.manuscript import read_draft

    problems: list[Problem] = []
    citations = list(separate(read_draft(draft), problems))
    if not citations:
        why = f" ({problems[0].where}: {problems[0].why})" if problems else ""
        raise InputError(f"{draft}: no citation was found in it{why}")
    chosen, missing = cited(citations, entries)
    if not any(entry.title for entry in chosen):
        keys = len({citation.key for citation in citations})
        raise UserError(
            f"{draft}: none of the {keys} keys that it cites is in the library, as "
            f"{citations[0].key}; is this the library that it was written with?"
        )
    report(problems + missing, strict=strict)
    return chosen
