"""`readnext suggest --group`: papers for several readers, each with a library."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import UserError
from readnext.paper import Entry
from readnext.request import Request, Selection
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.open_library import entries_of_all, read_libraries
from readnext_adapters.cli.output_files import is_same_file
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.refused_options import refuse_typed

if TYPE_CHECKING:
    from readnext.recommend.group import Member
    from readnext.suggestion import Answer
    from readnext_adapters.cli.history_use import HistoryUse

# Options of suggest that are about one reader.
_OF_ONE = (
    *("like", "draft", "model_path", "save_model", "explain", "me", "own_papers"),
    *("per_author", "diversity", "min_probability", "min_score"),
)

group_option = click.option(
    "--group",
    is_flag=True,
    help="Each LIBRARY is that of a member of a reading group: papers that fit two or "
    "more and that none of them has.",
)


def refuse_with_group(ctx: click.Context) -> None:
    """Raise UsageError for options that make no sense beside --group."""
    refuse_typed(ctx, _OF_ONE, "is about one reader; leave it out with --group")


def members_of(
    libraries: Sequence[str], selection: Selection, *, strict: bool, quiet: bool = False
) -> list[Member]:
    """Return the members of a group, named as their libraries are.

    A library that is named twice is one member. Its problems are printed, unless it is
    to be quiet.
    """
    from readnext.library.selection import split
    from readnext.recommend.group import Member

    def read(one: str) -> list[Entry]:
        if quiet:
            return list(entries_of_all([one], []))
        return read_libraries([one], strict=strict)

    libraries = _distinct(libraries, quiet=quiet)
    return [
        Member(name, split(read(one), selection))
        for name, one in zip(member_names(libraries), libraries, strict=True)
    ]


def _distinct(libraries: Sequence[str], *, quiet: bool) -> list[str]:
    """The libraries, each once."""
    found: list[str] = []
    for one in libraries:
        if any(is_same_file(Path(one), Path(other)) for other in found):
            if not quiet:
                note(f"{one} is named twice; it is the library of one member")
        else:
            found.append(one)
    return found


def member_names(libraries: Sequence[str]) -> list[str]:
    """Return a name for each library: that of its file, with its folder if need be.

    >>> member_names(["ann.bib", "lab/bob.bib", "zotero:", "old/ann.bib"])
    ['ann', 'bob', 'zotero', 'old/ann']
    """
    found: list[str] = []
    for one in libraries:
        path = Path(one.rstrip(":"))
        name = path.stem
        if name in found and path.parent.name:
            name = f"{path.parent.name}/{name}"
        number = 1
        while name in found:
            number += 1
            name = f"{path.stem} {number}"
        found.append(name)
    return found


def group_answer(
    members: Sequence[Member],
    history: HistoryUse,
    catalog_path: Path | None,
    request: Request,
    *,
    strict: bool,
) -> Answer:
    """Rank the catalog for a group, without what its user liked or dismissed."""
    with open_catalog(catalog_path, strict=strict) as source:
        from readnext.ranker.ranker import STEPS
        from readnext.recommend.group import suggest_to_group

        if not len(source.catalog):
            raise UserError(f"{source.label}: no papers in that catalog")
        entries = [entry for member in members for entry in member.library.own]
        known = history.experience(entries)
        with Progress("ranking", STEPS * len(members)) as progress:
            answer = suggest_to_group(
                members,
                source.catalog,
                request,
                progress,
                excluded=known.dismissed,
                owned=known.liked,
            )
    for text in answer.notes:
        note(text)
    notes = (*source.notes, *answer.notes)
    at = dt.datetime.now(dt.UTC)
    return dataclasses.replace(answer, catalog=source.label, notes=notes, at=at)
