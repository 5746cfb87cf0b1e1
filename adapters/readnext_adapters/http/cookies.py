"""Cookies of one chain of redirects.

Some publishers answer a feed with a redirect to another host, which sets a cookie and
redirects back. Cookies are kept for that chain only, and never written to disk.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Sequence
from email.message import Message
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import cast

_MOST = 50  # cookies of one response
_LONGEST = 4096  # characters of a cookie (RFC 6265, 6.1)


class ChainCookies:
    """The cookies that the hosts of a chain have set so far."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def store(self, url: str, set_cookies: Sequence[str]) -> None:
        """Keep the cookies of a response from a URL."""
        if set_cookies:
            response = cast("HTTPResponse", _Headers(set_cookies))
            self._jar.extract_cookies(response, urllib.request.Request(url))

    def headers(self, url: str) -> dict[str, str]:
        """Return the Cookie header for a request to a URL; empty without cookies."""
        if not len(self._jar):
            return {}
        request = urllib.request.Request(url)
        self._jar.add_cookie_header(request)
        cookies = request.get_header("Cookie")
        return {"Cookie": cookies} if cookies else {}


class _Headers:
    """As much of a response as CookieJar reads."""

    def __init__(self, set_cookies: Sequence[str]) -> None:
        self._message = Message()
        for value in set_cookies[:_MOST]:
            if len(value) <= _LONGEST:
                self._message["Set-Cookie"] = value

    def info(self) -> Message:
        return self._message
