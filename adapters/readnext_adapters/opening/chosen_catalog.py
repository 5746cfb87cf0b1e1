"""Opens the requested catalog: a folder, a file, or by default the user's own.

While the user's own catalog is empty, the starter catalog takes its place.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from readnext.catalog.schema import is_catalog
from readnext.catalog.source_log import lateness
from readnext.catalog.store import Catalog
from readnext.errors import CatalogError
from readnext.paper import Paper, Problem
from readnext.plurals import counted
from readnext.settings import starter_file, user_catalog, user_settings
from readnext_adapters.opening.catalog import read_source

Papers = Iterable[Paper]
STARTER = "starter"
_FETCH = "'readnext catalog update' fetches the papers of your sources"
_SET_UP = (
    "'readnext init' sets up sources of your field, 'readnext catalog sources "
    "mylib.bib' proposes some, 'readnext catalog add FILE' adds files"
)


@dataclass(frozen=True, slots=True)
class OpenCatalog:
    """A catalog, its displayed name, and notes about its choice.

    `problems` were found in the file it was made from.
    """

    catalog: Catalog
    label: str
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@contextmanager
def open_chosen(
    path: Path | None,
    watch: Callable[[Papers, Path], Papers] = lambda papers, _: papers,
    *,
    own: bool = False,
) -> Iterator[OpenCatalog]:
    """Open a catalog folder or a source file; None is the user's own, or the starter.

    `watch` passes on the papers of a file, e.g. to show progress. With `own`, the
    user's catalog is opened even while it is empty, if it has sources. Raises
    CatalogError or InputError if it cannot be used, or if the settings name a catalog
    that is not there.
    """
    if path is None:
        path = _file_of_settings()
    if path is not None and path.exists() and not path.is_dir():
        with _temporary(path, str(path), watch) as made:
            yield made
        return
    folder, waiting = path or user_catalog(), False
    if path is not None or is_catalog(folder):
        with Catalog.open(folder) as catalog:
            if path is not None or len(catalog) or (own and catalog.accounts()):
                notes = lateness(catalog.accounts(), dt.datetime.now(dt.UTC))
                yield OpenCatalog(catalog, str(folder), notes)
                return
            waiting = any(account.live for account in catalog.accounts())
    with _temporary(starter_file(), STARTER, watch) as made:
        note = (
            "your own catalog is empty, so the starter catalog of "
            f"{counted(len(made.catalog), 'paper')} on machine learning is used; "
            f"{_FETCH if waiting else _SET_UP}"
        )
        yield OpenCatalog(made.catalog, made.label, (note,))


def there_or_starter(path: Path | None) -> Path | None:
    """Return what to open where a catalog may not be there yet: it, or the starter."""
    chosen = path or user_catalog()
    return path if chosen.is_file() or is_catalog(chosen) else starter_file()


def _file_of_settings() -> Path | None:
    """The file that the settings name as catalog; None if it is a folder.

    Raises CatalogError if they name a catalog that is not there: the starter catalog
    would hide a misspelled path, or a disk that is not connected.
    """
    settings = user_settings()
    chosen = settings.catalog
    if chosen is None or is_catalog(chosen):
        return None
    if chosen.is_file():
        return chosen
    where = settings.source.place("catalog")
    raise CatalogError(
        f"{where}: catalog: there is no catalog in {chosen}; "
        "correct the path, connect its disk, or create it: readnext catalog update"
    )


@contextmanager
def _temporary(
    path: Path, label: str, watch: Callable[[Papers, Path], Papers]
) -> Iterator[OpenCatalog]:
    """A catalog made from a file, deleted afterwards."""
    problems: list[Problem] = []

    def papers() -> Iterator[Paper]:
        for item in read_source(str(path), dt.date.today()):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                yield item

    with (
        tempfile.TemporaryDirectory(prefix="readnext-") as folder,
        Catalog.open(Path(folder) / "catalog", create=True) as catalog,
    ):
        added = catalog.add(watch(papers(), path), path.name)
        yield OpenCatalog(catalog, label, (), (*problems, *added.problems))
