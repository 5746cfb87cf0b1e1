"""The steps of `readnext init`: each asks, does one thing and writes one setting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import InputError, UserError
from readnext.plurals import counted
from readnext.settings import user_catalog, user_settings
from readnext.user_settings import absolute
from readnext_adapters.cli.screen import print_text

if TYPE_CHECKING:
    from readnext.paper import Entry, Problem
    from readnext_adapters.opening.found_libraries import FoundLibrary
    from readnext_adapters.sources.recommend_sources import Proposal

_SHOWN = 9  # libraries and sources that are offered
_FIRST = 5  # papers of the first list


@dataclass(frozen=True, slots=True)
class Answers:
    """What options say; with `yes`, nothing is asked."""

    libraries: tuple[str, ...]
    names: tuple[str, ...]
    sources: tuple[str, ...]
    to: tuple[str, ...]
    transport: Mapping[str, str]
    every: str
    scheduler: str | None
    yes: bool


@dataclass(slots=True)
class Setup:
    """A run of init: the answers, and the entries once they are read."""

    answers: Answers
    entries: list[Entry] = field(default_factory=list)

    def agrees(self, question: str, *, default: bool = True) -> bool:
        """Ask a question; without questions, the default is the answer."""
        if self.answers.yes:
            return default
        return click.confirm(question, default=default)

    def asked(self, question: str, default: str = "") -> str:
        """Ask for a text; without questions, the default is the answer."""
        if self.answers.yes:
            return default
        found = click.prompt(question, default=default, show_default=bool(default))
        return str(found).strip()

    def keeps(self, what: str, old: object, new: object) -> bool:
        """Tell, and print, that a setting stays: nothing new is given."""
        if not old or new:
            return False
        print_text(f"  {what} stays as it is set: {_listed(old)}")
        return True


def _listed(value: object) -> str:
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)


def library(setup: Setup) -> None:
    """Find the library, show what is understood of it, and set it as the default."""
    from readnext_adapters.cli.settings_edit import change_settings, read_value

    known = user_settings().libraries
    if setup.keeps("the library", known, setup.answers.libraries):
        setup.entries = _read(known)
        return
    chosen = setup.answers.libraries or _chosen(setup)
    if not chosen:
        raise UserError("no library was chosen: readnext config set library FILE")
    value = read_value(("library",), chosen)
    setup.entries = _read([value] if isinstance(value, str) else chosen)
    change_settings({("library",): value})
    print_text(f"  default library: {_listed(chosen)}")


def _chosen(setup: Setup) -> tuple[str, ...]:
    """The libraries that the user chooses among those that are found."""
    from readnext_adapters.opening.found_libraries import found_libraries

    found = found_libraries(Path.cwd(), Path.home())[:_SHOWN]
    for number, one in enumerate(found, 1):
        print_text(f"  {number}  {one.what}")
    if not found:
        click.echo("  no Zotero and no .bib, .ris or .enw file in the usual folders")
    answer = setup.asked("  Your library: numbers or a file", "1" if found else "")
    return tuple(_named(word, found) for word in _words(answer, found))


def _words(answer: str, found: Sequence[FoundLibrary]) -> list[str]:
    """An answer as numbers, or as the one name of a file."""
    words = answer.replace(",", " ").split()
    if words and all(word.isdecimal() for word in words):
        return words
    return [answer] if answer else []


def _named(word: str, found: Sequence[FoundLibrary]) -> str:
    if word.isdecimal() and 1 <= int(word) <= len(found):
        return found[int(word) - 1].name
    return str(Path(word).expanduser())


def _read(libraries: Sequence[str]) -> list[Entry]:
    """Read libraries, and print what was understood."""
    from readnext.library.lint import examine
    from readnext_adapters.cli.open_library import entries_of_all

    problems: list[Problem] = []
    files = [absolute(name) for name in libraries]
    entries = list(entries_of_all(files, problems))
    if not any(entry.title for entry in entries):
        raise InputError(f"{_listed(libraries)}: no entry with a title in it")
    report = examine(entries)
    years = [entry.year for entry in entries if entry.year]
    span = f", {min(years)} to {max(years)}" if years else ""
    size = (
        f"{counted(report.entries, 'entry')}, {counted(report.works, 'different work')}"
    )
    first = next(entry.title for entry in entries if entry.title)
    click.echo(f"  {size}{span}; e.g. {first}")
    faults = len(problems) + sum(finding.is_fault for finding in report.findings)
    if faults:
        what = "1 thing" if faults == 1 else f"{faults} things"
        click.echo(f"  {what} to look at: readnext library check")
    return entries


def names(setup: Setup) -> None:
    """Set the names under which the user publishes."""
    from readnext_adapters.cli.settings_edit import change_settings

    if setup.keeps("your name", user_settings().me, setup.answers.names):
        return
    chosen = setup.answers.names
    if not chosen:
        answer = setup.asked(
            "  Your name as an author (empty if you have not published)"
        )
        chosen = tuple(one.strip() for one in answer.split(";") if one.strip())
    if chosen:
        change_settings({("me",): list(chosen)})
        print_text(f"  your name: {_listed(chosen)}")


def sources(setup: Setup) -> None:
    """Recommend network sources for the library, and set those that are chosen."""
    from readnext_adapters.cli.settings_edit import change_settings
    from readnext_adapters.cli.source_refresh import remember
    from readnext_adapters.sources import parse_source

    if setup.keeps("the sources", user_settings().sources, setup.answers.sources):
        return
    chosen = setup.answers.sources
    if not chosen:
        proposals = _proposals(setup)
        for number, one in enumerate(proposals, 1):
            print_text(f"  {number}  {one.source}")
            click.echo(f"     about {one.monthly:,} papers a month; {one.why}")
        answer = "all" if proposals else ""
        if not proposals:
            click.echo(
                "  nothing to recommend; 'readnext catalog sources' lists all kinds"
            )
        answer = setup.asked("  Sources: all, none, numbers or names", answer)
        chosen = tuple(_sources_named(answer, proposals))
    parsed = [parse_source(name).name for name in chosen]
    if parsed:
        change_settings({("sources",): parsed})
        remember(user_catalog(), parsed)
        click.echo(f"  sources: {_listed(parsed)}")


def _proposals(setup: Setup) -> list[Proposal]:
    from readnext.library.works import works_of
    from readnext_adapters.cli.open_catalog import open_catalog
    from readnext_adapters.opening.chosen_catalog import there_or_starter
    from readnext_adapters.sources.recommend_sources import propose

    entries = setup.entries or _read(user_settings().libraries)
    with open_catalog(there_or_starter(None), quiet=True) as source:
        identities = [one for work in works_of(entries) for one in work.identities]
        numbers = {n for some in source.catalog.find(identities) for n in some}
        papers = list(source.catalog.papers(numbers).values())
    found = propose(entries, papers)
    if found.lacking:
        click.echo(f"  {found.lacking}")
    return list(found.sources[:_SHOWN])


def _sources_named(answer: str, proposals: Sequence[Proposal]) -> list[str]:
    """The sources that an answer names: 1,3 by number, else by name."""
    numbers = all(char.isdecimal() or char in ", " for char in answer)
    # A name may have commas: crossref:0090-5364,0893-6080.
    words = (answer.replace(",", " ") if numbers else answer).split()
    if words == ["all"]:
        return [one.source for one in proposals]
    if words == ["none"]:
        return []
    return [
        proposals[int(word) - 1].source
        if word.isdecimal() and 1 <= int(word) <= len(proposals)
        else word
        for word in words
    ]


def fetch(setup: Setup) -> None:
    """Fetch the papers of the sources."""
    from readnext_adapters.cli.catalog_update import update

    if not user_settings().sources and not _has_catalog():
        click.echo("  no source is set")
    elif setup.agrees("  Fetch papers from your sources now (some minutes)?"):
        _invoke(update, [])


def _has_catalog() -> bool:
    from readnext.catalog.schema import is_catalog

    return is_catalog(user_catalog())


def complete(setup: Setup) -> None:
    """Fetch abstracts and references of the user's own papers."""
    from readnext_adapters.cli.catalog_update import complete as command

    if setup.agrees(
        "  Look your own papers up, for abstracts and references (their titles and "
        "identifiers are sent to OpenAlex and Semantic Scholar, short DOIs to doi.org)?"
    ):
        _invoke(command, list(user_settings().libraries))


def first_list(setup: Setup) -> None:
    """Show the first suggestions."""
    from readnext_adapters.cli.suggest import suggest

    _invoke(suggest, ["-n", str(_FIRST)])


def digest(setup: Setup) -> None:
    """Set up a digest by mail, send a test mail and install its schedule."""
    from readnext_adapters.cli.init_digest import set_up_digest

    set_up_digest(setup)


def _invoke(command: click.Command, arguments: list[str]) -> None:
    """Run another command of readnext."""
    with command.make_context(f"readnext {command.name}", arguments) as context:
        command.invoke(context)


STEPS: dict[str, Callable[[Setup], None]] = {
    "library": library,
    "names": names,
    "sources": sources,
    "fetch": fetch,
    "complete": complete,
    "list": first_list,
    "digest": digest,
}
