"""The key to a library on zotero.org."""

from __future__ import annotations

from readnext_adapters.apikeys import KeyPlace, kept_key

_PLACE = KeyPlace("Zotero", "ZOTERO_API_KEY", "READNEXT_ZOTERO_KEY_COMMAND", "zotero")


def api_key() -> str | None:
    """Return the API key, or None if there is none; see `kept_key`."""
    return kept_key(_PLACE)
