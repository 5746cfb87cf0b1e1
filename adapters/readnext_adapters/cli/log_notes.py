"""What the core logs, printed as notes on standard error."""

from __future__ import annotations

import logging

from readnext_adapters.cli.problems import note


class _NoteHandler(logging.Handler):
    """A handler that prints each record as a note."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        note(record.getMessage())


def print_log() -> None:
    """Print from now on what the core logs as a warning."""
    logger = logging.getLogger("readnext")
    if not logger.handlers:
        logger.addHandler(_NoteHandler(logging.WARNING))
