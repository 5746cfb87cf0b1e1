"""The files of `readnext catalog add`, read in this process or on a cluster."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import InputError, UserError
from readnext.paper import Paper, Problem
from readnext_adapters.cli.problems import note
from readnext_adapters.parsing.safe_text import visible

if TYPE_CHECKING:
    from readnext.catalog.prepared import Prepared
    from readnext.catalog.store import Catalog
    from readnext_adapters.catalogs.knownlines import KnownLines


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file's papers and problems, its lines, and papers that are prepared."""

    source: str
    items: Iterable[Paper | Problem]
    lines: KnownLines
    prepared: Prepared | None = None

    @property
    def name(self) -> str:
        """The name of the source in the catalog."""
        return name_of(self.source)


def name_of(source: str) -> str:
    """Return the name in the catalog of a file: its full path, which links lead to.

    A path must be UTF-8 to be stored.
    """
    if source == "-":
        return "standard input"
    path = Path(source).resolve()
    # What /dev/fd/63 leads to is another thing each time.
    return visible(str(path if _is_there(path) else Path(source).absolute()))


def _is_there(path: Path) -> bool:
    """Whether there is a file, as far as one may look."""
    try:
        return path.exists()
    except PermissionError:
        return True
    except OSError:  # no file has such a name
        return False


def find_source(
    store: Catalog, file: ReadFile, papers: Iterable[Paper]
) -> tuple[str, Iterable[Paper]]:
    """Return the source that a file is, which gets its path as name, and its papers.

    The file may have been moved: then there is none at the old place, and the first
    papers are those that it had there.
    """
    from readnext.catalog.moved_file import SAMPLE
    from readnext.catalog.source_names import is_path, known_as

    files = {account.name for account in store.accounts() if not account.live}
    known = known_as(file.name, files)
    left: list[str] = []
    if known is None and is_path(file.name):
        left = [one for one in files if is_path(one) and not _is_there(Path(one))]
    if left:
        papers = iter(papers)
        first = list(islice(papers, SAMPLE))
        papers = chain(first, papers)
        if known := store.same_file(first, left):
            note(f"{file.source}: is {known}, which has been moved")
    if known is not None and known != file.name:
        with store.source_log() as log:
            log.rename(known, file.name)
    return file.name, papers


def open_files(
    sources: Sequence[str], as_of: dt.date, form: str | None
) -> list[ReadFile]:
    """Open files, of which the papers are read when they are added.

    Raises InputError if one of them has nothing to read.
    """
    from readnext_adapters.catalogs.knownlines import KnownLines
    from readnext_adapters.opening.catalog import read_source

    lines = [KnownLines() for _ in sources]
    return [
        ReadFile(source, read_source(source, as_of, form, known), known)
        for source, known in zip(sources, lines, strict=True)
    ]


def check_paths(sources: Sequence[str]) -> None:
    """Raise an error unless all sources are files, which workers can read, too."""
    for source in sources:
        if source == "-":
            raise click.UsageError("standard input cannot be read by a cluster")
        if not Path(source).exists():
            raise InputError(f"{source}: No such file or directory")


def read_on_cluster(
    sources: Sequence[str],
    as_of: dt.date,
    form: str | None,
    scheduler: str,
    store: Catalog,
) -> Iterator[ReadFile]:
    """Yield what the workers of a cluster read, in the order of the sources.

    Raises NetworkError if there is no scheduler, InputError if a file cannot be read.
    """
    from readnext.catalog.source_names import known_as
    from readnext_adapters.cli.batch_files import absolute
    from readnext_adapters.cluster.file_records import File, read_file
    from readnext_adapters.cluster.scheduler import run_tasks

    with store.source_log() as log:
        names = [account.name for account in log.accounts()]
        own = [known_as(name_of(source), names) for source in sources]
        known = [array("q", log.known_lines(name) if name else ()) for name in own]
    files = [File(absolute(s), k) for s, k in zip(sources, known, strict=True)]
    read = partial(read_file, as_of=as_of, form=form)
    for file, records in run_tasks(scheduler, read, files, note, in_order=True):
        if isinstance(records, UserError):
            raise InputError(f"{file.path}: {records}")
        yield ReadFile(file.path, records.items, records.lines, records.prepared)
