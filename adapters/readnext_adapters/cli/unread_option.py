"""`readnext suggest --unread`: rank what the reader owns and has not read."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import UserError
from readnext.request import Request
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.refused_options import refuse_typed

if TYPE_CHECKING:
    from readnext.library.selection import LibrarySplit
    from readnext.suggestion import Answer

# Options of suggest that are about papers which the reader does not own.
_OTHERS = (
    *("like", "draft", "only_new", "only_older", "model_path", "save_model", "update"),
    *("send_to", "group", "own_papers", "per_author", "diversity", "min_probability"),
)

unread_option = click.option(
    "--unread",
    is_flag=True,
    help="Rank the entries of your library that you have not read.",
)


def refuse_with_unread(ctx: click.Context) -> None:
    """Raise UsageError for options that make no sense beside --unread."""
    why = "is about papers that you do not own; leave it out with --unread"
    refuse_typed(ctx, _OTHERS, why)


def unread_answer(
    library: LibrarySplit, catalog_path: Path | None, request: Request, *, strict: bool
) -> Answer:
    """Rank the unread entries of a library that were selected."""
    with open_catalog(catalog_path, strict=strict) as source:
        from readnext.ranker.ranker import STEPS
        from readnext.recommend.unread import rank_unread

        if not len(source.catalog):
            raise UserError(f"{source.label}: no papers in that catalog")
        with Progress("ranking", STEPS) as progress:
            answer = rank_unread(
                library.own, source.catalog, request, progress, queue=library.chosen
            )
    if answer.ranker == "prior":
        note(f"ranked without training: {answer.why}")
    return dataclasses.replace(
        answer,
        catalog=source.label,
        notes=(*source.notes, *library.notes),
        at=dt.datetime.now(dt.UTC),
    )
