"""`readnext catalog add`: papers from files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import InputError
from readnext.paper import Problem
from readnext.plurals import counted
from readnext.settings import user_catalog
from readnext_adapters.cli import options
from readnext_adapters.cli.catalog_files import (
    ReadFile,
    check_paths,
    find_source,
    open_files,
    read_on_cluster,
)
from readnext_adapters.cli.problems import report, separate
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.screen import print_stored

if TYPE_CHECKING:
    from readnext.catalog.import_result import ImportResult
    from readnext.catalog.pool import PreparingPool
    from readnext.catalog.store import Catalog


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--catalog",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="PATH",
    help="The catalog's folder, created if there is none. [default: your own catalog]",
)
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help="Format of the files. [default: detected from their content]",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Have the workers of this Dask scheduler read the files, e.g. "
    "tcp://node1:8786.",
)
@options.as_of_option
@options.strict_option
@options.common
def add(
    sources: tuple[str, ...],
    folder: Path | None,
    form: str | None,
    scheduler: str | None,
    as_of: dt.date,
    strict: bool,
) -> None:
    """Add papers from files to a catalog; a file added twice changes nothing.

    SOURCE is a file, plain or compressed (.gz, .zst), or - for standard input: catalog
    JSON Lines, a page of author listings or of Hugging Face Daily Papers as text,
    arXiv's bulk metadata, a saved response of arXiv, Hugging Face, OpenAlex, Semantic
    Scholar, bioRxiv, Crossref, PubMed, Europe PMC, INSPIRE, dblp, HAL, ADS, DataCite,
    OpenReview, IEEE Xplore or Springer Nature, a journal's feed, a file of the ACL
    Anthology, or any library: BibTeX, RIS, CSL JSON, exports of Zotero and EndNote,
    .nbib, zotero.sqlite. What several sources state about one paper is merged.

    With --scheduler, a cluster reads the files, which must have the same paths there,
    and computes the features of their papers; this process adds them in the order in
    which the files are named, with the same result.

    \b
    Example:
      readnext catalog add papers.jsonl.gz listing.txt --as-of 2026-05-31
    """
    from readnext.catalog.import_result import ImportResult
    from readnext.catalog.pool import PreparingPool
    from readnext.catalog.store import Catalog

    problems: list[Problem] = []
    total, empty = ImportResult(), list[str]()
    # All files are opened before the catalog is changed: a typing error in the last
    # name must not leave the work half done.
    opened: Iterable[ReadFile] = ()
    if scheduler is None:
        opened = open_files(sources, as_of, form)
    else:
        options.need_network(scheduler)
        check_paths(sources)
    with (
        Catalog.open(folder or user_catalog(), create=True) as store,
        PreparingPool() as pool,
    ):
        if scheduler is not None:
            opened = read_on_cluster(sources, as_of, form, scheduler, store)
        for file in opened:
            with Progress(f"adding {Path(file.source).name}", None) as progress:
                one = _add(store, file, pool, problems, progress)
            if not one.added + one.updated + one.unchanged:
                empty.append(file.source)
            total += one
    problems += total.problems
    counts = (
        f"{total.added} added, {total.updated} updated, {total.unchanged} unchanged, "
        f"{counted(len(problems), 'problem')}"
    )
    print_stored([counts], "readnext catalog stats")
    report(problems, strict=strict)
    if form and empty:
        raise InputError(
            f"{', '.join(empty)}: no record of the format {form}; without --format, it "
            "is detected"
        )


def _add(
    store: Catalog,
    file: ReadFile,
    pool: PreparingPool,
    problems: list[Problem],
    progress: Progress,
) -> ImportResult:
    """Add the papers of a file, and log which of its lines were added."""
    lines, own = file.lines, list[Problem]()
    name, papers = find_source(store, file, separate(file.items, own))
    with store.source_log() as log:
        log.number(name)
        log.begin(name, dt.datetime.now(dt.UTC))
        lines.known = log.known_lines(name)
    items = progress.over(papers)
    added = store.add(items, name, prepared=file.prepared, pool=pool)
    added.unchanged += lines.skipped
    taken = lines.taken([*own, *added.problems])
    problems += own
    with store.source_log() as log:
        log.end(name, dt.datetime.now(dt.UTC), None)
        if taken:
            log.note_lines(name, taken)
    return added
