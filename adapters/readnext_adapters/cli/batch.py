"""`readnext batch`: a list for each of many readers, here or on a cluster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from readnext.errors import UserError
from readnext.files import replace_file
from readnext.plurals import counted
from readnext.request import Filters, Request, Selection
from readnext.settings import user_catalog
from readnext_adapters.cli import options, request_options
from readnext_adapters.cli.batch_files import FolderName, absolute, files_of
from readnext_adapters.cli.list_options import parts_of
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.registry_choice import RegistryChoice

if TYPE_CHECKING:
    from readnext_adapters.cluster.reader_list import Order, ReaderList


@click.command()
@click.argument("libraries", nargs=-1, metavar="LIBRARY...")
@click.option(
    "--from",
    "listed",
    type=click.File("r", encoding="utf-8", errors="surrogateescape"),
    metavar="FILE",
    help="Also make lists for the libraries that this file names, one a line, without "
    "lines that begin with #; - for standard input.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    type=FolderName(),
    required=True,
    metavar="DIR/",
    help="Write the lists into this folder, named and arranged as the libraries are; "
    "those that are there are replaced.",
)
@click.option(
    "--catalog",
    "catalog",
    metavar="PATH|URL",
    help="A catalog folder, or where 'readnext catalog publish' wrote one. [default: "
    "your own catalog]",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Make the lists on the workers of this Dask scheduler, e.g. "
    "tcp://node1:8786. [default: one after the other, in this process]",
)
@click.option(
    "--format",
    "form",
    type=RegistryChoice("readnext_adapters.exports:EXPORT_FORMATS"),
    default="json",
    help="Output format. [default: json]",
)
@options.count_option
@request_options.filter_options
@request_options.selection_options
@request_options.threshold_options
@request_options.diversity_option
@options.seed_option
@options.common
def batch(
    libraries: tuple[str, ...],
    listed: TextIO | None,
    folder: Path,
    catalog: str | None,
    scheduler: str | None,
    form: str,
    n: int,
    filters: Filters,
    selection: Selection,
    diversity: float,
    seed: int,
) -> None:
    """Rank a catalog for each of many libraries, one list a reader.

    LIBRARY is a file or a URL; each is another reader's. A list is the one that
    'readnext suggest LIBRARY' makes for somebody without a history or settings. With
    --scheduler, a Dask cluster makes them; workers read libraries and catalog under the
    same names and need the same version of readnext with the extra cluster. A library
    that cannot be used is reported, the others get their lists, and the exit code is 1.

    \b
    Example:
      readnext batch ann.bib bob.bib -o lists/
      readnext batch ann.bib bob.bib -o lists/ --scheduler tcp://node1:8786
    """
    from readnext_adapters.cluster.remote import needs_network

    lines = (line.strip() for line in listed or ())
    named = [*libraries, *(one for one in lines if not one.startswith("#"))]
    files = files_of(list(filter(None, named)), folder, form)
    if scheduler:
        options.need_network(scheduler)
    for url in filter(needs_network, (catalog or "", *files)):
        options.need_network(url)
    today = dt.date.today()
    drawn = form == "html"
    parts = parts_of(None, n, form)
    request = Request(n, filters, seed, diversity, map=drawn, parts=parts, today=today)
    order = _order(catalog, request, selection, form)
    failed = 0
    with Progress("ranking", len(files)) as progress:
        for library, made in progress.over(_lists(files, order, scheduler)):
            failed += not _write(library, made, files[library])
    note(f"{folder}: {counted(len(files) - failed, 'list')} written")
    if failed:
        note(f"{counted(failed, 'list')} could not be made")
        raise click.exceptions.Exit(1)


def _order(
    catalog: str | None, request: Request, selection: Selection, form: str
) -> Order:
    """What all readers are given; of a published catalog, the newest publication."""
    from readnext.catalog.schema import is_catalog
    from readnext_adapters.cluster.fetch import newest
    from readnext_adapters.cluster.reader_list import Order
    from readnext_adapters.cluster.remote import Remote, is_url

    publication, place = "", catalog or str(user_catalog())
    if is_url(place):
        publication = newest(Remote.open(place))
    else:
        place = absolute(place)
        if not is_catalog(Path(place)) and (Path(place) / "manifest.json").is_file():
            publication = newest(Remote.open(place))
    now = dt.datetime.now(dt.UTC)
    return Order(place, publication, request, selection, form, now)


def _lists(
    libraries: Iterable[str], order: Order, scheduler: str | None
) -> Iterator[tuple[str, ReaderList]]:
    """Yield libraries with their lists, as these are ready."""
    from readnext_adapters.cluster.reader_list import ReaderList, make_list

    make = partial(make_list, order=order)
    if scheduler is None:
        yield from ((library, make(library)) for library in libraries)
        return
    from readnext_adapters.cluster.scheduler import run_tasks

    for library, made in run_tasks(scheduler, make, list(libraries), note):
        if isinstance(made, UserError):
            yield library, ReaderList(None, (str(made),))
        else:
            yield library, made


def _write(library: str, made: ReaderList, path: Path) -> bool:
    """Write a list, and print the notes on it; tell whether there is one."""
    for text in made.notes:
        note(text if library in text else f"{library}: {text}")
    if made.text is None:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, made.text)
    return True
