"""`readnext suggest`: rank a catalog for a library."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readnext.errors import UserError
from readnext.request import Filters, Request, Selection, Watch
from readnext.settings import user_settings
from readnext_adapters.cli import options, request_options
from readnext_adapters.cli.answer_output import (
    chosen_form,
    color_option,
    write_answer,
)
from readnext_adapters.cli.draft_option import draft_option, with_bibliographies
from readnext_adapters.cli.draft_run import (
    check_draft_options,
    fail_if_over,
    fail_over_option,
    watch_option,
)
from readnext_adapters.cli.group_option import group_answer, group_option, members_of
from readnext_adapters.cli.history_use import HistoryUse, is_shown
from readnext_adapters.cli.learn_from import read_split
from readnext_adapters.cli.like_option import liked_papers, wanted_papers
from readnext_adapters.cli.list_options import list_options, parts_of
from readnext_adapters.cli.minutes_option import asked_for, cut_to, minutes_option
from readnext_adapters.cli.model_file import check_model_files, learner_of
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.problems import note
from readnext_adapters.cli.progress import Progress
from readnext_adapters.cli.settings_use import (
    optional_libraries_argument,
    profile_option,
)
from readnext_adapters.cli.suggest_checks import (
    refuse_beside,
    refuse_inputs,
    refuse_to_update,
)
from readnext_adapters.cli.unread_option import unread_answer, unread_option
from readnext_adapters.cli.zotero_send import (
    Sending,
    check_destination,
    send,
    sending_options,
)

_OTHER_FIELD = (
    "the {} papers of the starter catalog are on machine learning, and your library is "
    "not; 'readnext catalog sources LIBRARY --add' and 'catalog update' fetch others"
)

if TYPE_CHECKING:
    from readnext.library.liked import Wanted
    from readnext.library.selection import LibrarySplit
    from readnext.recommend.ranked import Learner
    from readnext.suggestion import Answer


@click.command()
@optional_libraries_argument
@click.option(
    "--like",
    multiple=True,
    metavar="PAPER",
    help="Also learn from this paper, given by title, id, arXiv id, DOI or URL; "
    "works without a LIBRARY, too.",
)
@options.catalog_option
@profile_option
@options.count_option
@list_options
@minutes_option
@unread_option
@group_option
@request_options.filter_options
@request_options.selection_options
@draft_option
@watch_option
@fail_over_option
@request_options.threshold_options
@request_options.diversity_option
@click.option(
    "--explain",
    is_flag=True,
    help="Show how much each feature adds to each score.",
)
@click.option(
    "--save-model",
    type=options.NewFile(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Save the trained model to this file.",
)
@click.option(
    "--model",
    "model_path",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Rank with a model saved by --save-model, without retraining.",
)
@options.seed_option
@options.writing_options
@color_option
@click.option(
    "--update",
    is_flag=True,
    help="Also refresh scores, reasons and dates in the BibTeX file of -o.",
)
@sending_options
@options.strict_option
@options.common
def suggest(
    libraries: tuple[str, ...],
    like: tuple[str, ...],
    catalog_path: Path | None,
    n: int,
    part: str | None,
    per_author: int,
    me: tuple[str, ...],
    own_papers: bool,
    minutes: int | None,
    unread: bool,
    group: bool,
    form: str | None,
    output: Path | None,
    color: bool,
    seed: int,
    strict: bool,
    filters: Filters,
    selection: Selection,
    draft: Path | None,
    watch: bool,
    fail_over: int | None,
    diversity: float,
    explain: bool,
    save_model: Path | None,
    model_path: Path | None,
    update: bool,
    sending: Sending,
) -> None:
    """Rank a catalog for your library and say why.

    LIBRARY is a file of your reference manager, - for standard input, or zotero: for
    a live Zotero; several are merged. If a filter is given several times, any of its
    values may match. Papers that you own are never suggested. Without a library, name
    a few papers that you like with --like. With --draft, a .bib file that the
    manuscript names serves as library. Papers similar to an entry with
    readnext = {no} rank lower. New papers come first, then older ones that you may
    have missed, then those of the watch list in the settings ([watch]). With --group,
    each library is another reader's.

    \b
    Example:
      readnext suggest mylib.bib -n 20 --since 2024
      readnext suggest mylib.bib --new
      readnext suggest --draft paper.tex
      readnext suggest --draft paper.tex --watch
      readnext suggest mylib.bib --format bibtex -o next.bib
      readnext suggest mylib.bib -o next.html
      readnext suggest mylib.bib --minutes 60
      readnext suggest mylib.bib --unread
      readnext suggest ann.bib bob.bib --group
      readnext suggest mylib.bib --send-to zotero
      readnext suggest --like "Deep double descent" --like "Layer normalization"
    """
    form = chosen_form(form, output)
    refuse_beside(click.get_current_context(), unread=unread, group=group)
    check_draft_options(click.get_current_context())
    libraries = with_bibliographies(libraries, draft)
    refuse_inputs(output, form, libraries, draft, catalog_path, model_path, save_model)
    refuse_to_update(update, output, form)
    check_model_files(model_path, save_model, output)
    drawn = form == "html" and bool(libraries)  # not of a few liked papers
    request = Request(
        n,
        filters,
        seed,
        diversity,
        explain,
        map=drawn,
        parts=parts_of(part, n, form),
        per_author=per_author,
        me=me,
        own_papers=own_papers,
        # Neither older papers nor what a manuscript lacks are what is watched for.
        watch=Watch() if part == "archive" or draft else user_settings().watch,
        experiment=user_settings().experiment if is_shown(form, output) else None,
    )
    if watch and draft:
        from readnext_adapters.cli import draft_watch as watching

        places = (draft, libraries, catalog_path, selection, request)
        watching.watch(watching.Watching(*places, form, color, strict))
        return
    request = asked_for(request, minutes)
    check_destination(sending)
    history = HistoryUse()
    if group or unread:
        read = (libraries, selection, draft)
        answer = _other_answer(*read, history, catalog_path, request, strict, group)
        answer = cut_to(answer, minutes, n)
        write_answer(answer, form, output, update=update, color=color)
        _number(answer, form, output, history)
        send(answer, sending)
        return
    wanted = wanted_papers(like, libraries, needs_library=bool(selection or draft))
    library = read_split(libraries, selection, draft, strict=strict)
    learner = learner_of(model_path, save_model)
    answer = ranked_answer(
        library, history, catalog_path, request, wanted, learner, strict=strict
    )
    answer = cut_to(answer, minutes, n)
    if answer.ranker == "prior":
        note(f"ranked without training: {answer.why}")
    if not sending.dry_run:
        write_answer(answer, form, output, update=update, color=color)
        if is_shown(form, output):
            history.record(answer, library.own)
        _number(answer, form, output, history)
    send(answer, sending)
    fail_if_over(answer, filters, fail_over)


def _number(
    answer: Answer, form: str, output: Path | None, history: HistoryUse
) -> None:
    """Record the numbers of a list that was printed for people."""
    if output is None and form != "json":
        history.number(answer)


def _other_answer(
    libraries: Sequence[str],
    selection: Selection,
    draft: Path | None,
    history: HistoryUse,
    catalog: Path | None,
    request: Request,
    strict: bool,
    group: bool,
) -> Answer:
    """The answer for a group, or of what the reader owns and has not read."""
    if group:
        members = members_of(libraries, selection, strict=strict)
        return group_answer(members, history, catalog, request, strict=strict)
    library = read_split(libraries, selection, draft, strict=strict)
    return unread_answer(library, catalog, request, strict=strict)


def ranked_answer(
    library: LibrarySplit,
    history: HistoryUse,
    catalog_path: Path | None,
    request: Request,
    wanted: Sequence[Wanted] = (),
    learner: Learner | None = None,
    *,
    strict: bool = False,
) -> Answer:
    """Rank the catalog, and print the notes on the answer.

    Raises UserError if there is nothing to learn from or to choose from.
    """
    with open_catalog(catalog_path, strict=strict) as source:
        from readnext.ranker.ranker import STEPS
        from readnext.recommend.session import Session
        from readnext_adapters.opening.chosen_catalog import STARTER

        if not len(source.catalog):
            raise UserError(f"{source.label}: no papers in that catalog")
        liked, notes = liked_papers(wanted, source.catalog, library.own)
        known = history.experience(library.own)
        session = Session.of(library, known, liked=liked)
        with Progress("ranking", STEPS) as progress:
            learner = learner or learner_of(None, None)
            answer = session.answer(source.catalog, request, progress, learner)
    if not answer.fits and source.label == STARTER and catalog_path is None:
        raise UserError(_OTHER_FIELD.format(answer.papers))
    for text in answer.notes:
        note(text)
    return dataclasses.replace(
        answer,
        catalog=source.label,
        notes=(
            *source.notes,
            *answer.notes,
            *library.notes,
            *notes,
            *history.sent_before(answer),
        ),
        at=dt.datetime.now(dt.UTC),
    )
