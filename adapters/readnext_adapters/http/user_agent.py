"""What readnext calls itself when it asks."""

from __future__ import annotations

import os

from readnext import __version__


def user_agent() -> str:
    """Return what readnext calls itself; READNEXT_CONTACT adds whom to write to.

    Services ask for a contact and serve those better who give one (Crossref,
    OpenAlex). It must not look like a browser: Zotero would drop the question.
    """
    contact = os.environ.get("READNEXT_CONTACT", "").strip()
    if not contact or not contact.isprintable() or not contact.isascii():
        return f"readnext/{__version__}"
    kind = "mailto:" if "@" in contact and ":" not in contact else ""
    return f"readnext/{__version__} (+{kind}{contact})"


def standing_headers() -> dict[str, str]:
    """Return the headers of every question."""
    return {"User-Agent": user_agent(), "Accept-Encoding": "gzip"}
