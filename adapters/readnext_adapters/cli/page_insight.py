"""What the page tells besides the list, and the commands that it starts for it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from readnext.catalog.schema import is_catalog
from readnext.errors import UserError
from readnext.settings import user_catalog
from readnext_adapters.bounded_command import (
    TakesTooLong,
    WritesTooMuch,
    run_bounded,
)
from readnext_adapters.schedules.environment import program
from readnext_adapters.service.health import HealthCheck
from readnext_adapters.service.source_update import SourceUpdate

if TYPE_CHECKING:
    from readnext_adapters.service.triage import Triage
    from readnext_adapters.web.overview import Insight

_PATIENCE = 120.0  # seconds until a digest has to be composed


def insight_of(triage: Triage, catalog: Path | None, stack: ExitStack) -> Insight:
    """Return what the pages of a service tell; an update ends with the stack.

    `catalog` is the one that the user named, if any.
    """
    from readnext_adapters.web.overview import Insight

    places = triage.places
    update = None
    if command := _update_command(places.folder, catalog):
        update = SourceUpdate(command, places.folder, triage.follow)
        stack.enter_context(update)
    return Insight(HealthCheck.of(triage), update, preview)


def _update_command(folder: Path, named: Path | None) -> tuple[str, ...]:
    """The command that updates a catalog, () for one that is not the user's."""
    update = (*program(), "catalog", "update")
    if named is not None and is_catalog(named):
        return (*update, "--catalog", str(folder))
    return update if folder == user_catalog() else ()


def preview(profile: str) -> str:
    """Return the text of the next issue of a digest profile.

    It is composed by the command itself, which may neither fetch nor record anything.
    Raises UserError if that fails.
    """
    asked = ("digest", f"--profile={profile}", "--dry-run", "--offline")
    try:
        code, text = run_bounded((*program(), *asked), _PATIENCE, output="stdout")
    except (OSError, TakesTooLong, WritesTooMuch):
        code, text = 1, b""
    if code:
        raise UserError(
            f"no preview; 'readnext digest --profile {profile} --dry-run' says why"
        )
    return text.decode("utf-8", "replace") or "Today's issue was sent already.\n"
