"""Opening the catalog that a command works on."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readnext.paper import Problem
from readnext.settings import starter_file, user_catalog
from readnext_adapters.cli.problems import note, report, separate
from readnext_adapters.cli.progress import Progress

if TYPE_CHECKING:
    from readnext.catalog.store import Catalog


@dataclass(frozen=True, slots=True)
class Opened:
    """A catalog, what to call it, and the notes that its choice gave rise to."""

    catalog: Catalog
    label: str
    notes: tuple[str, ...] = ()


@contextmanager
def opened(
    path: Path | None, *, strict: bool = False, quiet: bool = False, own: bool = False
) -> Iterator[Opened]:
    """Open a catalog folder or a source file; by default the user's, or the starter.

    What the reader should know of it is printed, unless `quiet`. With `own`, the
    user's is taken also while it is empty, if sources are noted in it. Raises
    CatalogError or InputError if it cannot be used.
    """
    from readnext.catalog.schema import is_catalog
    from readnext.catalog.store import Catalog

    if path is not None and path.exists() and not path.is_dir():
        with _on_the_fly(path, strict=strict) as catalog:
            yield Opened(catalog, str(path))
        return
    folder = path or user_catalog()
    if path is not None or is_catalog(folder):
        with Catalog.open(folder) as catalog:
            noted = own and bool(catalog.accounts())
            if path is not None or len(catalog) or noted:
                notes = _late(catalog)
                for text in () if quiet else notes:
                    note(text)
                yield Opened(catalog, str(folder), notes)
                return
    with _on_the_fly(starter_file(), strict=False) as catalog:
        text = (
            f"your own catalog is empty, so the starter catalog of {len(catalog)} "
            "papers is used; 'readnext catalog sources mylib.bib' proposes where to "
            "fetch papers of your own, 'readnext catalog add FILE' takes yours"
        )
        if not quiet:
            note(text)
        yield Opened(catalog, "starter", (text,))


def _late(catalog: Catalog) -> tuple[str, ...]:
    """What to say of sources that have not been heard of for longer than usual."""
    from readnext.catalog.source_log import lateness

    return lateness(catalog.accounts(), dt.datetime.now(dt.UTC))


@contextmanager
def _on_the_fly(path: Path, *, strict: bool) -> Iterator[Catalog]:
    """A catalog made of a source file, gone afterwards."""
    from readnext.catalog.store import Catalog
    from readnext_adapters.opening.catalog import read_source

    problems: list[Problem] = []
    with (
        tempfile.TemporaryDirectory(prefix="readnext-") as folder,
        Catalog.open(Path(folder) / "catalog", create=True) as catalog,
    ):
        papers = separate(read_source(str(path), dt.date.today()), problems)
        with Progress(f"reading {path.name}", None) as progress:
            added = catalog.add(progress.over(papers), path.name)
        report(problems + added.problems, strict=strict)
        yield catalog
