"""The list of a digest profile, for its feed."""

from __future__ import annotations

from readnext.history.feedback import experience
from readnext.history.store import History
from readnext.library.selection import split
from readnext.paper import Problem
from readnext.recommend.session import Session
from readnext.request import Parts, Request, Selection
from readnext.settings import history_file, user_settings
from readnext.suggestion import Answer
from readnext_adapters.cli.open_library import entries_of_all
from readnext_adapters.cli.request_options import filters_of
from readnext_adapters.cli.suggest import suggest
from readnext_adapters.opening.chosen_catalog import open_chosen


def profile_answer(name: str) -> Answer:
    """Rank the catalog by the options of a profile of the settings; print nothing.

    Raises InputError for an unknown profile, UserError if nothing can be ranked.
    """
    with suggest.make_context("suggest", ["--profile", name]) as context:
        given = context.params
    problems: list[Problem] = []
    entries = list(entries_of_all(given["libraries"], problems))
    selection = Selection(given["collection"], given["tag"], given["since_added"])
    library = split(entries, selection)
    request = Request(
        given["n"],
        filters_of(given),
        given["seed"],
        parts=Parts.of(given["n"]),
        per_author=given["per_author"],
        me=given["me"],
        own_papers=given["own_papers"],
        watch=user_settings().watch,
    )
    with History.read(history_file()) as history:
        known = experience(history, library.own, ignored=False)
    with open_chosen(given["catalog_path"]) as source:
        return Session.of(library, known).answer(source.catalog, request)
