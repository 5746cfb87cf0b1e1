"""Updating a catalog from its sources before a digest; failures are reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from readnext.errors import OfflineError, UserError
from readnext_adapters.cli import options
from readnext_adapters.cli.catalog_update import update_one

if TYPE_CHECKING:
    from readnext.catalog.store import Catalog
    from readnext.digest.content import SourceReport


def refresh(folder: Path, *, ask: bool) -> list[SourceReport]:
    """Update a catalog from its network sources and return the status of each.

    They are only asked if `ask` says so and the network may be used. Without a
    catalog, there are none.
    """
    from readnext.catalog.schema import is_catalog
    from readnext.catalog.store import Catalog
    from readnext.digest.content import SourceReport

    if not is_catalog(folder):
        return []
    with Catalog.open(folder) as store:
        names = [account.name for account in store.accounts() if account.live]
        failed = _ask(store, names) if ask and _online() else None
        return [
            SourceReport(
                replace(account, error=(failed or {}).get(account.name, account.error)),
                asked=failed is not None,
            )
            for account in store.accounts()
            if account.live
        ]


def remember(folder: Path, names: Sequence[str]) -> None:
    """Add sources to a catalog, which is created if there is none.

    Raises InputError for a name that is not that of a source.
    """
    if not names:
        return
    from readnext.catalog.store import Catalog
    from readnext_adapters.sources import parse_source

    sources = [parse_source(name) for name in names]
    with Catalog.open(folder, create=True) as store, store.source_log() as log:
        for source in sources:
            log.register(source.name, source.patience)


def _ask(store: Catalog, names: list[str]) -> dict[str, str]:
    """Ask sources; return why some could not even be asked.

    Failures of their runs are in the catalog's log of sources.
    """
    from readnext_adapters.sources import parse_source

    failed: dict[str, str] = {}
    for name in names:
        try:
            update_one(store, parse_source(name), None)
        except UserError as error:
            failed[name] = str(error)
    return failed


def _online() -> bool:
    try:
        options.need_network("asking the sources")
    except OfflineError:
        return False
    return True
