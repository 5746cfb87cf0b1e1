"""Who may use the service: the tokens, and where a request may come from.

A page of another site, or a name that resolves to this computer, can make a browser
send requests here. So the host and the origin must be the service's own, a browser
needs the cookie that its first address gave it, and a form the token of that cookie.
Other programs send the token in a header, which no other site's page can.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

_LOCAL = re.compile(r"(?:localhost|127\.0\.0\.1)(?::[0-9]{1,5})?")
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


@dataclass(frozen=True, slots=True)
class Access:
    """The secrets of one run of the service on a port; 0 is a Unix socket.

    `token` is in the address that is printed; `feed_token` opens the feeds alone, and
    stays the same from run to run. A `read_only` service records nothing.
    """

    port: int
    token: str
    feed_token: str
    read_only: bool = False

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which the service may be addressed."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    @property
    def address(self) -> str:
        """The service's address, without a token."""
        return f"http://127.0.0.1:{self.port}/" if self.port else "http://localhost/"

    @property
    def feed(self) -> str:
        """The address of the feed, for programs that have no cookie."""
        return f"{self.address}feed.xml?token={self.feed_token}"

    @property
    def cookie_name(self) -> str:
        """The name of the cookie; browsers share cookies between ports."""
        return f"readnext-{self.port}"

    @property
    def cookie(self) -> str:
        """The value of the cookie, from which the token cannot be found."""
        return self._derived("cookie")

    @property
    def csrf(self) -> str:
        """What a form or a script of the service's own pages sends along."""
        return self._derived("csrf")

    def is_token(self, text: str | None) -> bool:
        """Tell whether a text is the token."""
        return same(text, self.token)

    def is_feed_token(self, text: str | None) -> bool:
        """Tell whether a text opens the feeds."""
        return same(text, self.feed_token)

    def is_own_host(self, host: str | None) -> bool:
        """Tell whether a request names the service by one of its own names.

        What leads to a Unix socket, such as ssh -L, may listen on any port.
        """
        if self.port:
            return host in self.hosts
        return host is not None and _LOCAL.fullmatch(host) is not None

    def is_own_origin(self, origin: str | None, host: str | None) -> bool:
        """Tell whether a request to a host is from its own page, or from none."""
        hosts = self.hosts if self.port else (host,)
        return origin is None or origin in [f"http://{own}" for own in hosts]

    def is_own_cookie(self, cookies: Mapping[str, str]) -> bool:
        """Tell whether a browser has the cookie."""
        return same(cookies.get(self.cookie_name), self.cookie)

    def is_csrf(self, text: str | None) -> bool:
        """Tell whether a request was made by one of the service's own pages."""
        return same(text, self.csrf)

    def _derived(self, use: str) -> str:
        return derived(self.token, use)


def derived(secret: str, use: str) -> str:
    """Return a secret for one use, from which the other cannot be found."""
    return hmac.new(secret.encode(), use.encode(), hashlib.sha256).hexdigest()


def new_token() -> str:
    """Return a token that cannot be guessed."""
    return secrets.token_urlsafe(32)


def same(text: str | None, secret: str) -> bool:
    """Compare in a time that says nothing of the secret."""
    return text is not None and hmac.compare_digest(text.encode(), secret.encode())
