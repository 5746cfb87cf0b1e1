"""`readnext library check`: missing, duplicate and damaged entries."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.paper import Entry, Problem
from readnext.plurals import counted
from readnext.settings import user_catalog
from readnext_adapters.cli import options
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.open_library import entries_of_all
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.screen import print_text
from readnext_adapters.cli.settings_use import libraries_argument

if TYPE_CHECKING:
    from readnext.library.lint import Finding, LintReport

# Of findings that many entries have, the table lists the first few; JSON lists all.
_SHOWN = 5


@dataclass(slots=True)
class _Known:
    """What a catalog knows of the entries; "" stands for no catalog."""

    catalog: str = ""
    found: int = 0
    offers: tuple[Finding, ...] = ()


@click.command()
@libraries_argument
@click.option(
    "--catalog",
    "catalog_path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The catalog to compare with. [default: your own catalog, if there is one]",
)
@options.format_option(("table", "json"), "Output format.")
@click.option(
    "--strict",
    is_flag=True,
    help="Exit with code 1 if there is anything to fix; missing abstracts and DOIs do "
    "not count, nor do additions that the catalog offers.",
)
@options.common
def check(
    libraries: tuple[str, ...], catalog_path: Path | None, form: str, strict: bool
) -> None:
    """Report missing, duplicate and damaged entries of a library.

    Each finding says where to fix it; the report also lists what a catalog could
    complete. Nothing is changed.

    \b
    Example:
      readnext library check mylib.bib
    """
    from readnext.library.lint import examine

    problems: list[Problem] = []
    entries = list(entries_of_all(libraries, problems))
    known = _known(entries, catalog_path)
    report = examine(entries, known.offers)
    if form == "json":
        from readnext_adapters.exports.lint_object import lint_object

        found = lint_object(report, known.catalog, known.found, problems)
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        from readnext.library.citing import entry_names

        print_text("\n".join(_table(report, known, problems, entry_names(entries))))
    faults = any(finding.is_fault for finding in report.findings)
    if strict and (faults or problems):
        raise click.exceptions.Exit(1)


def _known(entries: Sequence[Entry], path: Path | None) -> _Known:
    """Look the entries up in a catalog; the starter catalog is too small for that."""
    from readnext.catalog.schema import is_catalog

    if path is None and not is_catalog(user_catalog()):
        why = f"there is no catalog in {user_catalog()}"
        note(f"{why}, so entries are not compared with one")
        return _Known()
    with open_catalog(path or user_catalog()) as source:
        from readnext.library.catalog_check import check_with

        checked = check_with(entries, source.catalog)
        return _Known(source.label, checked.found, checked.offers)


def _table(
    report: LintReport,
    known: _Known,
    problems: Sequence[Problem],
    names: Mapping[str, str],
) -> Iterator[str]:
    """The report as lines of text."""
    from readnext.library.lint import GAPS, KINDS, MISSING

    are = "is" if known.found == 1 else "are"
    there = f"{counted(known.found, 'entry')} {are}"
    yield (
        f"{counted(report.entries, 'entry')}, {report.usable} usable, "
        f"{counted(report.works, 'work')}"
        + (f"; {there} in the catalog" if known.catalog else "")
    )
    for kind in MISSING:
        number = report.count(kind)
        if number:
            yield f"  no {kind:<10}{number:>7,}  {number / report.entries:4.0%}"
    for kind, title in KINDS.items():
        found = [finding for finding in report.findings if finding.kind == kind]
        lines = [_line(finding, names) for finding in found]
        shown = lines[:_SHOWN] if kind in GAPS and kind in MISSING else lines
        yield from _section(title, shown, len(lines))
    unread = [f"{problem.where}: {problem.why}" for problem in problems]
    yield from _section("reading problems", unread, len(unread))


def _section(title: str, lines: Sequence[str], number: int) -> Iterator[str]:
    if lines:
        yield f"\n{title}: {number}"
        yield from (f"  {_printable(line)}" for line in lines)
    if len(lines) < number:
        yield f"  and {number - len(lines)} more; --format json lists them all"


def _line(finding: Finding, names: Mapping[str, str]) -> str:
    from readnext.library.lint import MISSING

    head = f"{finding.where}: {names.get(finding.where, finding.keys[0])}"
    return head if finding.kind in MISSING else f"{head}: {finding.text}"


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else " " for c in line)
