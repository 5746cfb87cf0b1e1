"""A complete response."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from readnext.errors import NetworkError
from readnext.numbers import whole_number

# XHTML is a web page, although its syntax is XML.
_FAMILIES = {
    "JSON": re.compile(r"application/(?:[\w.-]+\+)?json", re.IGNORECASE),
    "XML": re.compile(
        r"(?:application|text)/(?!xhtml)(?:[\w.-]+\+)?xml", re.IGNORECASE
    ),
}
_LINK = re.compile(r"<([^<>]*)>\s*;[^,<]*?\brel=\"?([\w-]+)\"?")


@dataclass(frozen=True, slots=True)
class Response:
    """A status, headers (names in lower case) and the decompressed body.

    `unchanged` tells that the body comes from the cache, confirmed by the service.
    `moved` is the URL to use from now on, if all redirects on the way were permanent;
    "" without redirects. `set_cookies` are the values of Set-Cookie.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    unchanged: bool = False
    moved: str = ""
    set_cookies: tuple[str, ...] = field(default=(), repr=False)

    def expect(self, *kinds: str) -> bytes:
        """Return the body if its content type is one of these.

        "JSON" and "XML" include all content types that end in it; others are
        literal, e.g. "text/plain". Raises NetworkError for any other.
        """
        kind = self.headers.get("content-type", "").partition(";")[0].strip()
        if not any(_is_of(kind, expected) for expected in kinds):
            raise NetworkError(
                f"{redacted(self.url)} answered with {kind or 'no content type'} where "
                f"{' or '.join(kinds)} was expected; "
                "is a captive portal or proxy intercepting?"
            )
        return self.body

    def json(self) -> object:
        """Return the body as JSON; raise NetworkError if it is something else."""
        body = self.expect("JSON")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise NetworkError(
                f"{redacted(self.url)} answered with invalid JSON ({error})"
            ) from error

    def number(self, header: str) -> int | None:
        """Return the value of a header that holds an integer, or None."""
        return whole_number(self.headers.get(header.lower(), ""))

    def link(self, relation: str) -> str | None:
        """Return the URL in the Link header for a relation (RFC 8288)."""
        links = _LINK.findall(self.headers.get("link", ""))
        return next((target for target, rel in links if rel == relation), None)

    def excerpt(self) -> str:
        """Return the start of a plain text, or the message in JSON."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip()
        if _is_of(kind, "JSON"):
            text = _error_message(self.body)[:400]
        elif _is_of(kind, "text/plain"):
            text = self.body[:400].decode("utf-8", "replace")
        else:
            return ""
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _is_of(kind: str, expected: str) -> bool:
    family = _FAMILIES.get(expected)
    if family is None:
        return kind.lower() == expected.lower()
    return family.fullmatch(kind) is not None


def _error_message(body: bytes) -> str:
    """The error message in a JSON response."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    headers = ("message", "error") if isinstance(fields, dict) else ()
    return next((fields[n] for n in headers if isinstance(fields.get(n), str)), "")


def redacted(url: str) -> str:
    """Return a URL for messages, without login and query, which may hold secrets.

    >>> redacted("https://me:pw@example.org/a/b?key=1")
    'https://example.org/a/b'
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"
