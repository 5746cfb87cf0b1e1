"""`readnext catalog update`, `complete`: papers from the network."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import NetworkError
from readnext.paper import Problem
from readnext.plurals import counted
from readnext.settings import user_catalog, user_settings
from readnext_adapters.cli import options
from readnext_adapters.cli.problems import note, report
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.screen import print_text
from readnext_adapters.cli.settings_use import libraries_argument

if TYPE_CHECKING:
    from readnext.catalog.store import Catalog
    from readnext.catalog.sync import Outcome
    from readnext.library.works import Work
    from readnext.paper import Entry
    from readnext_adapters.sources.protocol import Source

_CONTINUES = "the next run continues from there"
_UNKNOWN = (
    "doi.org does not know the short DOI {}; correct it (the paper is looked up by its "
    "arXiv id or title)"
)


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@options.own_catalog_option
@options.date_option(
    "--since",
    "Fetch from this date on, instead of continuing from the last run.",
)
@options.strict_option
@options.common
def update(
    names: tuple[str, ...], folder: Path | None, since: str | None, strict: bool
) -> None:
    """Fetch new papers from network sources.

    SOURCE is the name of a source, e.g. arxiv:cs.LG. Named sources are remembered;
    without any, all remembered sources are fetched. Each continues from where its last
    run ended, and goes back 14 to 90 days at first, as 'readnext catalog sources'
    says, or to --since. If one fails, the others are still fetched, and its earlier
    papers stay.

    \b
    Example:
      readnext catalog update arxiv:cs.LG hf:daily
      readnext catalog update
    """
    from readnext.catalog.store import Catalog
    from readnext_adapters.sources import parse_source

    sources = [parse_source(name) for name in names]
    configured = () if folder else user_settings().sources
    found = bool(names or configured)
    with Catalog.open(folder or user_catalog(), create=found) as store:
        remembered = [a.name for a in store.accounts() if a.live]
        known = [parse_source(name) for name in (*remembered, *configured)]
        chosen = {source.name: source for source in sources or known}
        if not chosen:
            raise click.UsageError(
                "no source is remembered; name one, e.g. arxiv:cs.LG, or let 'readnext "
                "catalog sources mylib.bib' recommend some"
            )
        options.need_network("readnext catalog update")
        day = _first_day(since)
        outcomes = list(_update_all(store, list(chosen.values()), day))
        _advise(store)
    problems = [problem for one in outcomes for problem in one.added.problems]
    report(problems, strict=strict)
    failed = [one for one in outcomes if one.error]
    if failed and (strict or len(failed) == len(outcomes)):
        raise click.exceptions.Exit(1)


def _first_day(since: str | None) -> dt.date | None:
    """The day to go back to; UsageError for one that is still to come."""
    if since is None:
        return None
    day = options.first_day(since)
    if day > dt.date.today() + dt.timedelta(days=1):  # where it is tomorrow already
        raise click.BadParameter(
            f"{since} is still to come; give a date to go back to",
            param_hint="--since",
        )
    return day


def _advise(store: Catalog) -> None:
    """Name the command that completes one's own papers, until it was used once."""
    from readnext_adapters.sources import FINDERS

    if sys.stderr.isatty() and FINDERS.keys().isdisjoint(store.papers_by_source()):
        note(
            "'readnext catalog complete LIBRARY' also fetches abstracts and references "
            "of your own papers, by which they are ranked better"
        )


def _update_all(
    store: Catalog, sources: list[Source], since: dt.date | None
) -> Iterator[Outcome]:
    """Update from each source, printing the counts or why it failed."""
    from readnext.catalog.source_log import removal_of

    known = {account.name for account in store.accounts() if account.cursor}
    for source in sources:
        outcome = update_one(store, source, since)
        first = "" if since or source.name in known else _first_run(source)
        if not outcome.error or any_change(outcome):
            print_text(f"{source.name}: {_counts(outcome, first)}")
        if outcome.error:
            removal = removal_of(source.name, outcome.error)
            then = f"if it is gone: {removal}" if removal else _CONTINUES
            note(f"{source.name}: {outcome.error}; {then}")
        yield outcome


def any_change(outcome: Outcome) -> bool:
    """Tell whether a run brought anything, also if it failed later."""
    added = outcome.added
    return any((added.added, added.updated, added.unchanged, added.deleted))


def update_one(store: Catalog, source: Source, since: dt.date | None) -> Outcome:
    """Update from one source; a failure is in the outcome and in the log of sources."""
    from readnext.catalog.sync import update as update_from
    from readnext_adapters.sources.run import asking

    pages = asking(source, since, dt.datetime.now(dt.UTC).date())
    with Progress(f"fetching {source.name}", None) as progress:
        return update_from(
            store,
            source.name,
            source.patience,
            pages,
            lambda: dt.datetime.now(dt.UTC),
            progress,
            restart=since is not None,
        )


def _first_run(source: Source) -> str:
    """How far back the first run of a source goes, if the source says so."""
    from readnext_adapters.sources.protocol import StatesFirstRun

    if not isinstance(source, StatesFirstRun) or not source.first_run:
        return ""
    return f" (first run: {source.first_run}; --since DATE changes that)"


def _counts(outcome: Outcome, first: str) -> str:
    added = outcome.added
    return (
        f"{added.added} added, {added.updated} updated, {added.unchanged} unchanged, "
        f"{added.deleted} deleted{first}"
        + (", then it failed" if outcome.error else "")
    )


@click.command()
@libraries_argument
@options.own_catalog_option
@click.option(
    "--from",
    "names",
    multiple=True,
    metavar="NAME",
    help="Service to ask; may be given several times. [default: openalex, s2]",
)
@options.strict_option
@options.common
def complete(
    libraries: tuple[str, ...],
    folder: Path | None,
    names: tuple[str, ...],
    strict: bool,
) -> None:
    """Fetch abstracts, labs and references of the papers in your library.

    Papers are looked up by DOI or arXiv id, or by title if they have neither. The
    results are stored in the catalog and complete your entries when readnext ranks;
    your library itself is not changed. Titles and identifiers of your entries are sent
    to the service, and short DOIs (10/b2k8) to doi.org, which knows the longer ones.

    \b
    Example:
      readnext catalog complete mylib.bib --from openalex
    """
    from readnext.catalog.store import Catalog
    from readnext.library.works import works_of
    from readnext_adapters.cli.open_library import read_libraries
    from readnext_adapters.sources import FINDERS

    finders = dict(FINDERS.usable())
    for name in names:
        if name not in finders:
            known = ", ".join(sorted(finders))
            raise click.BadParameter(f"{name!r} is not one of {known}")
    options.need_network("readnext catalog complete")
    entries = read_libraries(libraries, strict=strict)
    with Catalog.open(folder or user_catalog(), create=True) as store:
        works = works_of(_with_long_dois(store, entries))
        failed = [_complete(store, works, name) for name in names or sorted(finders)]
    if all(failed):
        raise click.exceptions.Exit(1)


def _with_long_dois(store: Catalog, entries: list[Entry]) -> list[Entry]:
    """Entries with the DOIs of short ones, printing what doi.org does not know."""
    from readnext.library.incomplete import short_dois, with_long_dois
    from readnext.library.works import works_of
    from readnext_adapters.sources.short_dois import long_dois

    wanted = short_dois(works_of(entries), store)
    if not wanted:
        return entries
    with Progress("asking doi.org", len(wanted)) as progress:
        found = long_dois(wanted, progress)
    unknown = [Problem(wanted[doi], _UNKNOWN.format(doi)) for doi in found.unknown]
    report(unknown, strict=False)
    if found.error:
        left = len(wanted) - len(found.known) - len(unknown)
        many = counted(left, "short DOI")
        note(f"doi.org: {found.error}; {many} left out of the look-up")
    return with_long_dois(entries, found.known)


def _complete(store: Catalog, works: list[Work], name: str) -> bool:
    """Complete from one service; tell whether it failed."""
    from readnext.catalog.import_result import ImportResult
    from readnext.catalog.sync import take
    from readnext.library.incomplete import lacking
    from readnext_adapters.sources import FINDERS
    from readnext_adapters.sources.run import finding

    wanted = lacking(works, store)
    found = ImportResult()
    error = None
    try:
        with Progress(f"asking {name}", len(wanted)) as progress:
            for page in finding(FINDERS[name], wanted):
                found += take(store, name, page)
                progress(len(page.items))
    except NetworkError as failure:
        error = str(failure)
    known = found.added + found.updated + found.unchanged
    print_text(f"{name}: {counted(len(wanted), 'incomplete paper')}, {known} found")
    report(found.problems, strict=False)
    if error:
        note(f"{name}: {error}; what was fetched before is kept")
    return error is not None
