"""The list of one reader as a task: a library by name in, the list as text out.

What a task gets is small and holds no data: a worker that is lost takes nothing with
it, and another one reads library and catalog again.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from readnext import __version__
from readnext.catalog.loaded import keeping_columns
from readnext.catalog.source_log import lateness
from readnext.catalog.store import Catalog
from readnext.errors import CatalogError, UserError
from readnext.paper import Entry, Problem
from readnext.plurals import counted
from readnext.request import Request, Selection
from readnext.settings import cache_folder
from readnext_adapters.cluster.fetch import fetch
from readnext_adapters.cluster.remote import Remote, is_url
from readnext_adapters.exports import EXPORT_FORMATS
from readnext_adapters.opening.library import read_library

if TYPE_CHECKING:
    from readnext.catalog.shards import Columns
    from readnext.suggestion import Answer

_WIDTH = 80  # columns of a table
# The catalog that a process used last, for all its threads.
_kept: dict[str, Columns] = {}


@dataclass(frozen=True, slots=True)
class Order:
    """What all readers of a run are given: the same catalog, request and time.

    `catalog`: a folder, or the folder or URL of a `publication`, which is then the
    digest of its manifest. `form`: the name of an export format. `at`: when the run
    began. `version`: that of readnext, which all computers must have.
    """

    catalog: str
    publication: str
    request: Request
    selection: Selection
    form: str
    at: dt.datetime
    version: str = __version__


@dataclass(frozen=True, slots=True)
class ReaderList:
    """The list for a library, None if there is none; `notes` say why, and what else."""

    text: str | None
    notes: tuple[str, ...] = ()


def make_list(library: str, order: Order) -> ReaderList:
    """Return the list for a library, a file or a URL.

    A library that cannot be used has no list. Raises CatalogError if the catalog cannot
    be used, and UserError if this is another version of readnext.
    """
    from threadpoolctl import threadpool_limits

    if order.version != __version__:
        raise UserError(
            f"a worker has readnext {__version__} and this computer {order.version}; "
            "install the same version on all of them"
        )
    with threadpool_limits(1), keeping_columns(_kept), _opened(order) as catalog:
        try:
            answer, notes = _answer(library, catalog, order)
        except CatalogError:
            raise
        except UserError as error:
            return ReaderList(None, (_in_one_line(error),))
        return ReaderList(EXPORT_FORMATS[order.form].render(answer, _WIDTH), notes)


@contextmanager
def _opened(order: Order) -> Iterator[Catalog]:
    """The catalog of an order; a publication is fetched first."""
    if not order.publication:
        with _open_filled(Path(order.catalog), order.catalog) as catalog:
            yield catalog
        return
    remote = Remote.open(order.catalog)
    folder = fetch(remote, order.publication, cache_folder() / "published")
    try:
        with _open_filled(folder, order.catalog) as catalog:
            yield catalog
    except CatalogError as error:
        raise CatalogError(
            f"{error}; this is a copy of {order.catalog}: delete it, and it is fetched "
            "again"
        ) from error


@contextmanager
def _open_filled(folder: Path, label: str) -> Iterator[Catalog]:
    with Catalog.open(folder) as catalog:
        if not len(catalog):
            raise UserError(f"{label}: no papers in that catalog")
        yield catalog


def _answer(
    library: str, catalog: Catalog, order: Order
) -> tuple[Answer, tuple[str, ...]]:
    """The answer for a library, as `readnext suggest` gives it, and notes on both."""
    from readnext.history.feedback import experience
    from readnext.library.selection import split
    from readnext.recommend.session import Session

    entries, problems = _read(library)
    read = split(entries, order.selection)
    known = experience(None, read.own, ignored=False)
    answer = Session.of(read, known).answer(catalog, order.request)
    late = lateness(catalog.accounts(), order.at)
    notes = (*late, *answer.notes, *read.notes)
    made = replace(answer, catalog=order.catalog, notes=notes, at=order.at)
    return made, (*problems, *answer.notes)


def _read(library: str) -> tuple[list[Entry], tuple[str, ...]]:
    """The entries of a library, and a note on the problems in it."""
    with _local(library) as path:
        # A copy has another name each time.
        kept = None if is_url(library) else cache_folder()
        found = list(read_library(path, cache=kept))
    problems = [one for one in found if isinstance(one, Problem)]
    entries = [one for one in found if not isinstance(one, Problem)]
    if not problems:
        return entries, ()
    count = counted(len(problems), "problem")
    return entries, (f"{count}: readnext library check {library}",)


@contextmanager
def _local(library: str) -> Iterator[str]:
    """The path of a library; one at a URL is copied to this computer meanwhile."""
    if not is_url(library):
        yield library
        return
    folder, _, name = library.rpartition("/")
    with tempfile.TemporaryDirectory(prefix="readnext-") as made:
        path = Path(made) / name
        try:
            Remote.open(folder).fetch(name, path)
        except CatalogError as error:  # it is that of the library
            raise UserError(str(error)) from error
        try:
            yield str(path)
        except UserError as error:
            raise UserError(str(error).replace(str(path), library)) from error


def _in_one_line(error: UserError) -> str:
    return " ".join(str(error).split())
