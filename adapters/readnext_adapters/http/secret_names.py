"""Which requests hold a secret, by the names in their URLs and headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlsplit

_SECRET = re.compile(
    r"key(?!word)|token|secret|passw|pwd|auth(?!or)|credential|session|signature|\bsig\b",
    re.IGNORECASE,
)
_SECRET_HEADERS = frozenset(("authorization", "proxy-authorization"))
# Headers that certainly hold none; any other may.
_PLAIN_HEADERS = frozenset(("accept",))


def may_hold_secret(url: str, headers: Mapping[str, str]) -> bool:
    """Tell whether a request may hold a secret in its URL or headers.

    >>> may_hold_secret("https://example.org/feed?q=ducks", {"Accept": "text/xml"})
    False
    >>> may_hold_secret("https://example.org/works?api_key=1", {})
    True
    >>> may_hold_secret("https://example.org/works", {"X-Api-Key": "1"})
    True
    """
    parts = urlsplit(url)
    names = (name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return (
        any(name.lower() not in _PLAIN_HEADERS for name in headers)
        or "@" in parts.netloc
        or any(map(_SECRET.search, names))
    )


def secret_headers(names: Iterable[str]) -> list[str]:
    """Return the headers that hold a secret, by their names.

    >>> secret_headers(["Accept", "Authorization", "Zotero-API-Key", "User-Agent"])
    ['Authorization', 'Zotero-API-Key']
    """
    return [
        name
        for name in names
        if name.lower() in _SECRET_HEADERS or _SECRET.search(name)
    ]


def shown(url: str) -> str:
    """Return a URL for messages: as it is, or without the query if it has a secret.

    >>> shown("https://example.org/feed?id=3")
    'https://example.org/feed?id=3'
    >>> shown("https://me:pw@example.org/feed?token=3")
    'https://example.org/feed'
    """
    if not may_hold_secret(url, {}):
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
