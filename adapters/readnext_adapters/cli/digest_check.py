"""`readnext digest --check`: whether a digest could run, without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readnext.errors import InputError, UserError
from readnext.history.store import History
from readnext.library.selection import split
from readnext.paper import Problem
from readnext.plurals import counted
from readnext.settings import history_file
from readnext_adapters.cli.digest_answers import answers_are_read, mailbox
from readnext_adapters.cli.digest_order import (
    Order,
    named_recipients,
    refuse_several_to_one_file,
    sources_of,
)
from readnext_adapters.cli.digest_run import ONLY_STARTER
from readnext_adapters.cli.open_catalog import open_catalog
from readnext_adapters.cli.open_library import entries_of_all
from readnext_adapters.cli.screen import print_text
from readnext_adapters.opening.chosen_catalog import STARTER

if TYPE_CHECKING:
    from readnext_adapters.delivery.transports import Transport


def check(order: Order, transport: Transport | None) -> None:
    """Print that a digest is ready; raise UserError with what it lacks.

    Its libraries are read, its transport and password are found; no connection to a
    mail server is made. None is a digest that is only printed.
    """
    problems: list[Problem] = []
    entries = list(entries_of_all(order.libraries, problems))
    chosen = split(entries, order.selection).chosen
    if order.catalog is not None and not order.catalog.exists():
        raise InputError(f"--catalog: {order.catalog}: no such folder or file")
    _check_catalog(order)
    if transport is not None:
        from readnext_adapters.delivery.transports import open_transport

        refuse_several_to_one_file(order, transport)
        # Deliveries of other packages need not have one.
        ready = getattr(transport, "check", None)
        if ready is not None:
            ready()
        open_transport(transport)
    if answers_are_read():
        mailbox()
    with History.read(history_file()) as history:
        to = named_recipients(history, order.digest.profile, order.digest.recipients)
    print_text(
        f"{order.digest.profile}: ready, {counted(len(chosen), 'entry')}, to {to}"
    )


def _check_catalog(order: Order) -> None:
    """Raise UserError if there are neither papers nor sources to fetch them from."""
    if sources_of(order):
        return
    with open_catalog(order.catalog, quiet=True, own=True) as source:
        if source.label == STARTER:
            raise UserError(ONLY_STARTER)
        if not len(source.catalog) and not source.catalog.accounts():
            raise UserError(f"{source.label}: no papers in that catalog")
