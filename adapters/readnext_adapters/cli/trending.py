"""`readnext trending`: papers that are well received now, without a library."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import UserError
from readnext.request import Filters, Request
from readnext_adapters.cli import options, request_options
from readnext_adapters.cli.answer_output import chosen_form, color_option, write_answer
from readnext_adapters.cli.history_use import HistoryUse
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.output_files import refuse_to_overwrite
from readnext_adapters.cli.problems import note

if TYPE_CHECKING:
    from readnext.suggestion import Answer


@click.command()
@options.catalog_option
@options.count_option
@request_options.filter_options
@options.writing_options
@color_option
@options.strict_option
@options.common
def trending(
    catalog_path: Path | None,
    n: int,
    filters: Filters,
    form: str | None,
    output: Path | None,
    color: bool,
    strict: bool,
) -> None:
    """Rank recent papers by their reception; no library is needed.

    The score combines upvotes, comments and score relative to papers of the same
    month, published code, the reception of other papers from the same labs, and age.
    Without --since, the 30 days before the newest paper of the catalog are ranked, or
    a longer period if these have too few papers.

    \b
    Example:
      readnext trending
      readnext trending -n 20 --since 2026-01 --has-code
    """
    form = chosen_form(form, output)
    refuse_to_overwrite(output, catalog=catalog_path, form=form)
    answer = _answer(catalog_path, Request(n, filters), strict=strict)
    write_answer(answer, form, output, color=color)
    if output is None and form != "json":
        HistoryUse().number(answer)


def _answer(path: Path | None, request: Request, *, strict: bool) -> Answer:
    """Rank the catalog, and print the notes on the answer."""
    with open_catalog(path, strict=strict) as source:
        from readnext.trending.trending import trending as find_trending

        if not len(source.catalog):
            raise UserError(f"{source.label}: no papers in that catalog")
        answer = find_trending(source.catalog, request, dt.date.today())
    for text in answer.notes:
        note(text)
    notes = (*source.notes, *answer.notes)
    now = dt.datetime.now(dt.UTC)
    return dataclasses.replace(answer, catalog=source.label, notes=notes, at=now)
