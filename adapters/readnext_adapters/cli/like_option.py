"""The papers that --like names, instead of a library or in addition to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from readnext.paper import Entry
from readnext_adapters.cli.problems import note

if TYPE_CHECKING:
    from readnext.catalog.store import Catalog
    from readnext.library.liked import Wanted


def wanted_papers(
    texts: Sequence[str], libraries: Sequence[str], *, needs_library: bool
) -> list[Wanted]:
    """Return what the texts name; UsageError if there is nothing to learn from.

    Raises InputError for a text that names no paper.
    """
    if not libraries and not texts:
        raise click.UsageError(
            "name a LIBRARY to learn from, set a default one ('readnext config set "
            "library FILE', or 'readnext init'), or name papers that you like with "
            "--like (a title, an arXiv id or a DOI)"
        )
    if not libraries and needs_library:
        raise click.UsageError(
            "--collection, --tag and --since-added select from a LIBRARY, and "
            "none is named"
        )
    if not texts:
        return []
    from readnext.library.liked import read_wanted

    return [read_wanted(text) for text in texts]


def liked_papers(
    wanted: Sequence[Wanted], catalog: Catalog, library: Sequence[Entry]
) -> tuple[list[Entry], tuple[str, ...]]:
    """Return the papers as entries, and notes on what was found, which are printed."""
    if not wanted:
        return [], ()
    from readnext.library.liked import find_liked
    from readnext_adapters.parsing.safe_text import plain

    liked = find_liked(wanted, catalog, library)
    for one in liked:
        note(plain(one.note))
    return [one.entry for one in liked], tuple(one.note for one in liked)
