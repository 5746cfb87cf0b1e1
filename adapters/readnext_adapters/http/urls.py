"""Which URLs may be requested, and where a redirect may lead."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import SplitResult, urljoin, urlsplit

from readnext.errors import NetworkError
from readnext_adapters.http.response import redacted

REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PORTS = {"http": 80, "https": 443}
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


def checked(url: str) -> str:
    """Return a URL unchanged; raise NetworkError if it is not http or https."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise NetworkError(f"{url!r} is not a valid URL ({error})") from error
    if parts.scheme not in _PORTS or not host or not url.isprintable() or " " in url:
        raise NetworkError(f"{url!r} is not an http or https URL")
    return url


def redirected(url: str, target: str, allowed: Collection[str]) -> str:
    """Return the URL to which a redirect leads.

    It must be the same host or an allowed one, and never go from https to http.
    Raises NetworkError otherwise.

    >>> redirected("http://example.org/a?b", "https://example.org/c", ())
    'https://example.org/c'
    """
    try:
        new = checked(urljoin(url, target))
    except ValueError as error:
        raise NetworkError(f"{redacted(url)} redirects to an invalid URL") from error
    old_parts, new_parts = urlsplit(url), urlsplit(new)
    less_safe = old_parts.scheme == "https" and new_parts.scheme == "http"
    allowed_host = same_host(url, new) or new_parts.hostname in allowed
    if less_safe or not allowed_host:
        raise NetworkError(f"{redacted(url)}: refused redirect to {redacted(new)}")
    return new


def same_host(a: str, b: str) -> bool:
    """Tell whether two URLs have one host; http and https may differ.

    >>> same_host("http://example.org/", "https://example.org:443/x")
    True
    >>> same_host("http://example.org/", "http://example.org:8080/")
    False
    """
    one, other = urlsplit(a), urlsplit(b)
    ports = _port(one), _port(other)
    standard = all(port in _PORTS.values() for port in ports)
    return one.hostname == other.hostname and (ports[0] == ports[1] or standard)


def origin(url: str) -> str:
    """Return the host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{_port(parts)}"


def is_loopback(url: str) -> bool:
    """Tell whether a URL is of this machine."""
    return urlsplit(url).hostname in _LOOPBACK


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS[parts.scheme]
