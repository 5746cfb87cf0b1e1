"""The `readnext` command: the one place where the core and the adapters meet."""

from __future__ import annotations

from readnext_adapters.cli.main import main

__all__ = ["main"]
