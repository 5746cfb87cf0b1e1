"""What `--draft` selects: the entries of the library that a manuscript cites."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from readnext.errors import InputError, UserError
from readnext.paper import Entry, Problem
from readnext.request import Selection
from readnext_adapters.cli.problems import report, separate


def cited_entries(
    entries: Sequence[Entry], selection: Selection, draft: Path | None, *, strict: bool
) -> list[Entry] | None:
    """Return the entries that a manuscript cites, None where there is no manuscript.

    What else it cites is reported. Raises UserError if it cites none of the entries.
    """
    if draft is None:
        return None
    if selection:
        raise click.UsageError(
            "--draft says what to learn from, so it excludes --collection, --tag and "
            "--since-added"
        )
    from readnext.library.manuscript import cited
    from readnext_adapters.opening.manuscript import read_draft

    problems: list[Problem] = []
    citations = list(separate(read_draft(draft), problems))
    if not citations:
        why = f" ({problems[0].where}: {problems[0].why})" if problems else ""
        raise InputError(f"{draft}: no citation found in it{why}")
    chosen, missing = cited(citations, entries)
    if not any(entry.title for entry in chosen):
        keys = len({citation.key for citation in citations})
        raise UserError(
            f"{draft}: none of the {keys} keys that it cites is in the library, e.g. "
            f"{citations[0].key}; was it written with another library?"
        )
    report(problems + missing, strict=strict)
    return chosen
