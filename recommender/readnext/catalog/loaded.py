"""The features of the catalog that was read last, for readers in one process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # NumPy is not needed where no digest is due
    from readnext.catalog.shards import Columns

# The last catalog by its state, if features are to be kept at all.
_kept: ContextVar[dict[str, Columns] | None] = ContextVar("kept", default=None)


@contextmanager
def keeping_columns(kept: dict[str, Columns] | None = None) -> Iterator[None]:
    """Load a catalog that is opened again in this block only if it has changed.

    Blocks that are given the same dictionary `kept` are one in this, whatever threads
    they are run in.
    """
    token = _kept.set({} if kept is None else kept)
    try:
        yield
    finally:
        _kept.reset(token)


def get(state: str) -> Columns | None:
    """Return the features of a catalog in this state, if they were kept."""
    kept = _kept.get()
    return None if kept is None else kept.get(state)


def put(state: str, columns: Columns) -> None:
    """Keep the features of a catalog in this state, in place of the last ones."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()
        kept[state] = columns
