"""Which URLs may be requested, and where a redirect may lead.

URLs are read as urllib3 reads them, since it is urllib3 that connects: two parsers that
differ about a backslash, an escape or a user name would check one host and reach
another.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from readnext.errors import NetworkError
from readnext_adapters.http.addresses import VARIABLE, is_local_name, is_trusted
from readnext_adapters.http.response import redacted

REDIRECTS = frozenset((301, 302, 303, 307, 308))
PERMANENT = frozenset((301, 308))
_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
# What no URL contains (RFC 3986); parsers disagree about where it ends the host.
_INVALID = re.compile(r"[\\\s\x00-\x20\x7f-\x9f]")


class Origin(NamedTuple):
    """What makes two URLs the same service."""

    scheme: str
    host: str
    port: int


def checked(url: str) -> str:
    """Return a URL unchanged; raise NetworkError if it is not http or https."""
    if _INVALID.search(url) or not url.isprintable():
        raise NetworkError(f"{url!r} is not an http or https URL")
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        raise NetworkError(f"{url!r} is not a valid URL") from error
    if parts.scheme not in _PORTS or not parts.host:
        raise NetworkError(f"{url!r} is not an http or https URL")
    if parts.port == 0:
        raise NetworkError(f"{url!r} is not a valid URL: there is no port 0")
    return url


def linked(url: str, target: str) -> str:
    """Return the URL of a redirect or link found at a URL.

    Raises NetworkError if it is not http or https, or contains what only deceives: a
    backslash, a control character, a user name. Nor may it go from https to http.
    """
    # The target is not quoted: it may hold an API key.
    refusal = f"{redacted(url)}: refused redirect to an invalid URL"
    if not target or _INVALID.search(target):
        raise NetworkError(refusal)
    try:
        new = checked(urljoin(url, target))
    except (NetworkError, ValueError):
        raise NetworkError(refusal) from None
    if parse_url(new).auth is not None:
        raise NetworkError(refusal)
    if origin(url).scheme == "https" and origin(new).scheme == "http":
        raise NetworkError(
            f"{redacted(url)}: refused redirect from https to http, {redacted(new)}"
        )
    return new


def redirected(
    url: str, target: str, allowed: Collection[str], *, anywhere: bool = False
) -> str:
    """Return the URL to which a redirect or a link leads.

    It must be of the same origin, the same host over https instead of http, or an
    allowed host; with `anywhere` it may be any public host. It never leads from https
    to http. Raises NetworkError otherwise.

    >>> redirected("http://example.org/a?b", "https://example.org/c", ())
    'https://example.org/c'
    """
    new = linked(url, target)
    found = origin(new)
    if same_service(url, new) or found.host in allowed:
        return new
    if not anywhere:
        raise NetworkError(f"{redacted(url)}: refused redirect to {redacted(new)}")
    if is_local_name(found.host) and not is_trusted(found.host, found.port):
        raise NetworkError(
            f"{redacted(url)}: refused redirect to {redacted(new)}, an address of a "
            f"private network; if you trust it, set {VARIABLE}={found.host}"
        )
    return new


def same_service(a: str, b: str) -> bool:
    """Tell whether what belongs to one URL may be sent to another.

    They have one origin, or the second is the first over https.

    >>> same_service("http://example.org/", "https://example.org:443/x")
    True
    >>> same_service("https://example.org/", "http://example.org/")
    False
    >>> same_service("http://example.org/", "http://example.org:8080/")
    False
    """
    one, other = origin(a), origin(b)
    upgraded = (one.scheme, one.port, other.scheme, other.port)
    return one == other or (
        one.host == other.host and upgraded == ("http", 80, "https", 443)
    )


def origin(url: str) -> Origin:
    """Return the scheme, host and port of a valid URL."""
    parts = parse_url(url)
    scheme = parts.scheme or ""
    return Origin(scheme, _host(parts), parts.port or _PORTS[scheme])


def is_loopback(url: str) -> bool:
    """Tell whether a URL is of this machine, by its name."""
    try:
        return _host(parse_url(url)) in _LOOPBACK
    except LocationParseError:
        return False


def _host(parts: Url) -> str:
    return (parts.host or "").rstrip(".")
