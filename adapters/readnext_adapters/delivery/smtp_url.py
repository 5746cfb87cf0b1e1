"""Addresses of mail servers: smtp://user@host:port and smtps://user@host:port."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from readnext.errors import InputError
from readnext_adapters.delivery.server_url import (
    is_here,
    number_option,
    refuse_open_login,
    split_url,
    tls_of,
    url_options,
)

_SUBMISSION, _IMPLICIT, _RELAY = 587, 465, 25  # RFC 6409, RFC 8314, RFC 5321
_TIMEOUT = 60.0
_TRIES = 3
_LABEL = "--smtp"
_SHAPE = "smtp://USER@HOST:PORT or smtps://USER@HOST:PORT"


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server; `tls` is "at once", "starttls" or "none".

    `user` is "" without a login; `timeout` is in seconds per reply, `tries` the number
    of attempts.
    """

    host: str
    port: int
    user: str
    tls: str
    timeout: float = _TIMEOUT
    tries: int = _TRIES

    @property
    def name(self) -> str:
        """Its name in messages."""
        return f"{self.host}:{self.port}"


def parse_server(url: str) -> Server:
    """Return the server of a URL; InputError if it is invalid.

    smtp:// requires STARTTLS, except on this computer, where ``?starttls=yes`` turns it
    on; ``?starttls=no`` turns it off. The default port is 587 (25 on this computer),
    for smtps:// 465. ``?timeout=SECONDS`` and ``?tries=N`` set timeout and attempts.
    Error messages never quote the URL, which may contain a password.
    """
    parts, host, port = split_url(
        url,
        ("smtp", "smtps"),
        _LABEL,
        _SHAPE,
        "put it into READNEXT_SMTP_PASSWORD, or see 'readnext digest --help' for safer "
        "places",
    )
    if parts.path.strip("/"):
        raise InputError(f"{_LABEL}: unexpected text after the port; write {_SHAPE}")
    options = url_options(parts.query, ("starttls", "timeout", "tries"), _LABEL)
    scheme = parts.scheme.lower()
    tls = tls_of("smtps", scheme, host, options.get("starttls", ""), _LABEL)
    user = unquote(parts.username or "")
    refuse_open_login(user, tls, host, _LABEL)
    usual = _RELAY if is_here(host) else _SUBMISSION
    return Server(
        host,
        port or (_IMPLICIT if tls == "at once" else usual),
        user,
        tls,
        number_option(options, "timeout", _TIMEOUT, 3600, _LABEL),
        int(number_option(options, "tries", _TRIES, 10, _LABEL, whole=True)),
    )
