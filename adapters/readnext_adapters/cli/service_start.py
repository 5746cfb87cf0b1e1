"""Starting what the page and assistants use: library, catalog and ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from readnext.errors import UserError
from readnext.paper import Problem
from readnext.request import Selection
from readnext.settings import history_file
from readnext_adapters.cli.learn_from import read_split
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.output_files import refuse_to_overwrite
from readnext_adapters.cli.progress import Progress

if TYPE_CHECKING:
    from readnext.suggestion import Answer
    from readnext_adapters.service.triage import Triage

SAVED = Path("next.bib")


def start_triage(
    libraries: Sequence[str],
    catalog: Path | None,
    selection: Selection,
    saved: Path,
    stack: ExitStack,
    *,
    send: Callable[[Answer], int] | None = None,
    wait: bool = True,
) -> Triage:
    """Read a library and rank the catalog, which stay open as long as the stack.

    `send` sends papers to Zotero, see `Triage`.
    Without `wait`, ranking goes on while other things are done. Raises UserError if
    nothing can be ranked, or papers cannot be saved to such a file.
    """
    from readnext.ranker.ranker import STEPS
    from readnext_adapters.service.live_ranking import LiveRanking
    from readnext_adapters.service.triage import Places, Triage, form_of_saved

    path = saved.absolute()
    form_of_saved(path)
    refuse_to_overwrite(path, catalog=catalog)
    problems: list[Problem] = []
    library = read_split(libraries, selection, None, strict=False, problems=problems)
    source = stack.enter_context(open_catalog(catalog))
    if not len(source.catalog):
        raise UserError(f"{source.label}: no papers in that catalog")
    folder, history = source.catalog.folder, history_file()
    places = Places(folder, source.label, history, path, source.notes)
    ranking = stack.enter_context(LiveRanking(library, folder, history))
    if wait:
        with Progress("ranking", STEPS) as progress:
            ranking.start(progress)
    else:
        ranking.start(wait=False)
    return Triage(library, ranking, places, send, problems)
