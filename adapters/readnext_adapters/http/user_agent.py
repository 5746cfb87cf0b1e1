"""The User-Agent of readnext, and the default headers of its requests."""

from __future__ import annotations

import os

from readnext import __version__


def user_agent() -> str:
    """Return the User-Agent; READNEXT_CONTACT adds a contact address.

    Services ask for a contact and give better service with one (Crossref, OpenAlex).
    It must not look like a browser's: Zotero would drop the request.
    """
    contact = os.environ.get("READNEXT_CONTACT", "").strip()
    if not contact or not contact.isprintable() or not contact.isascii():
        return f"readnext/{__version__}"
    kind = "mailto:" if "@" in contact and ":" not in contact else ""
    return f"readnext/{__version__} (+{kind}{contact})"


def default_headers() -> dict[str, str]:
    """Return the headers of every request."""
    return {"User-Agent": user_agent(), "Accept-Encoding": "gzip"}
