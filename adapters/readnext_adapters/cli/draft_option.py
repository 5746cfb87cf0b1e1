"""`--draft` and what it selects: the entries of the library that a manuscript cites."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from readnext.errors import InputError, UserError
from readnext.paper import Entry, Problem
from readnext.request import Selection
from readnext_adapters.cli.problems import note, report, separate
from readnext_adapters.cli.settings_use import library_is_named


def _one_draft(
    _: click.Context, __: click.Parameter, drafts: tuple[Path, ...]
) -> Path | None:
    if len(drafts) > 1:
        raise click.BadParameter(
            "one manuscript at a time; of a document in parts, name the one that "
            "includes the others"
        )
    return drafts[0] if drafts else None


draft_option = click.option(
    "--draft",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,  # so that a second one can be refused
    callback=_one_draft,
    metavar="FILE",
    help="Learn from what this manuscript cites (.aux, .bcf, .tex, .md, .qmd, .Rmd), "
    "to find related work that it may have missed. Without a LIBRARY, the "
    "bibliographies that it names are read.",
)


def with_bibliographies(
    libraries: tuple[str, ...], draft: Path | None
) -> tuple[str, ...]:
    """Return the libraries of a command, with those that its manuscript names.

    The latter are used unless the command line names a library. Raises InputError if
    there is none at all.
    """
    if draft is None or library_is_named(click.get_current_context()):
        return libraries
    from readnext_adapters.opening.manuscript import read_bibliographies

    there, missing = read_bibliographies(draft)
    for name in missing if there else ():
        note(f"{draft}: {name}, which it names, is not there; ignored")
    if not there and not libraries:
        why = f"{missing[0]} is not there" if missing else "it names no .bib file"
        raise InputError(f"{draft}: {why}; name a LIBRARY that has what it cites")
    known = {Path(one).absolute() for one in libraries}
    return (*libraries, *(str(one) for one in there if one.absolute() not in known))


def cited_entries(
    entries: Sequence[Entry], selection: Selection, draft: Path | None, *, strict: bool
) -> list[Entry] | None:
    """Return the entries that a manuscript cites, None where there is no manuscript.

    What else it cites is reported. Raises UserError if it cites none of the entries.
    """
    if draft is None:
        return None
    if selection:
        raise click.UsageError(
            "--draft says what to learn from, so it excludes --collection, --tag and "
            "--since-added"
        )
    from readnext.library.manuscript import cited
    from readnext_adapters.opening.manuscript import read_draft

    problems: list[Problem] = []
    citations = list(separate(read_draft(draft), problems))
    if not citations:
        why = f" ({problems[0].where}: {problems[0].why})" if problems else ""
        raise InputError(f"{draft}: no citation found in it{why}")
    chosen, missing = cited(citations, entries)
    if not any(entry.title for entry in chosen):
        first, *others = dict.fromkeys(citation.key for citation in citations)
        what = f"{first}, the only key that it cites, is not"
        if others:
            count = len(others) + 1
            what = f"none of the {count} keys that it cites, e.g. {first}, is"
        raise UserError(
            f"{draft}: {what} in the library; was it written with another library?"
        )
    report(problems + missing, strict=strict)
    return chosen
