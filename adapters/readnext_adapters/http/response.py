"""An answer that came whole."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from readnext.errors import NetworkError

_JSON_TYPE = re.compile(r"application/(?:[\w.-]+\+)?json\b", re.IGNORECASE)
_LINK = re.compile(r"<([^<>]*)>\s*;[^,<]*?\brel=\"?([\w-]+)\"?")


@dataclass(frozen=True, slots=True)
class Response:
    """A status, headers (names in lower case) and the unpacked body."""

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def json(self) -> object:
        """Return the body as JSON; raise NetworkError if it is something else."""
        kind = self.headers.get("content-type", "")
        if not _JSON_TYPE.match(kind):
            said = kind.partition(";")[0].strip() or "no content type"
            raise NetworkError(
                f"{place(self.url)} answered with {said} where JSON was expected; "
                "does a proxy or a login page stand in between?"
            )
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise NetworkError(
                f"{place(self.url)} answered with JSON that is broken ({error})"
            ) from error

    def number(self, header: str) -> int | None:
        """Return a header that holds a whole number, or None."""
        value = self.headers.get(header.lower(), "").strip()
        return int(value) if value.isascii() and value.isdigit() else None

    def link(self, relation: str) -> str | None:
        """Return the address that the Link header gives for a relation (RFC 8288)."""
        links = _LINK.findall(self.headers.get("link", ""))
        return next((target for target, rel in links if rel == relation), None)

    def excerpt(self) -> str:
        """Return the beginning of a body of plain text, for a message."""
        if not self.headers.get("content-type", "").startswith("text/plain"):
            return ""
        text = self.body[:400].decode("utf-8", "replace")
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def place(url: str) -> str:
    """Return an address for messages, without the query, which may hold a secret.

    >>> place("https://me:pw@example.org/a/b?key=1")
    'https://example.org/a/b'
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"
