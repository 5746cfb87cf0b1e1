"""Opening the catalog that a command works on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from readnext.paper import Paper
from readnext_adapters.cli.problems import note, report
from readnext_adapters.cli.progress import Progress

if TYPE_CHECKING:
    from readnext_adapters.opening.chosen_catalog import OpenCatalog


@contextmanager
def open_catalog(
    path: Path | None, *, strict: bool = False, quiet: bool = False, own: bool = False
) -> Iterator[OpenCatalog]:
    """Open a catalog folder or a source file; by default the user's, or the starter.

    Problems in a file are printed; so are notes on the catalog, unless `quiet`. With
    `own`, the user's catalog is opened even while it is empty, if it has sources.
    Raises CatalogError or InputError if it cannot be used.
    """
    from readnext_adapters.opening.chosen_catalog import open_chosen

    with open_chosen(path, _with_progress, own=own) as chosen:
        report(list(chosen.problems), strict=strict)
        if not quiet:
            _print_notes(chosen.notes)
        yield chosen


def _print_notes(notes: Sequence[str]) -> None:
    """Print the notes on a catalog; several are one line, since each run has them."""
    if len(notes) > 1:
        note(f"{notes[0]}; {len(notes) - 1} more notes: readnext doctor")
    for text in notes if len(notes) == 1 else ():
        note(text)


def _with_progress(papers: Iterable[Paper], path: Path) -> Iterator[Paper]:
    with Progress(f"reading {path.name}", None) as progress:
        yield from progress.over(papers)
