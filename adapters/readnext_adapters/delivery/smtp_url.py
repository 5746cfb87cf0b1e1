"""Addresses of mail servers: smtp://user@host:port and smtps://user@host:port."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from readnext.errors import InputError

_SUBMISSION, _IMPLICIT, _RELAY = 587, 465, 25  # RFC 6409, RFC 8314, RFC 5321
_TIMEOUT = 60.0
_TRIES = 3
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
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        # Not "from error": its message may contain a password.
        raise InputError(f"--smtp: not a server URL; write {_SHAPE}") from None
    if parts.scheme.lower() not in ("smtp", "smtps") or not host:
        raise InputError(f"--smtp: not a mail server URL; write {_SHAPE}")
    if parts.password is not None:
        raise InputError(
            "--smtp: a password in the address can be read by every user of this "
            "computer; put it into READNEXT_SMTP_PASSWORD, or see 'readnext digest "
            "--help' for safer places"
        )
    if parts.path.strip("/") or parts.fragment:
        raise InputError(f"--smtp: unexpected text after the port; write {_SHAPE}")
    options = _options(parts.query)
    tls = _tls(parts.scheme.lower(), host, options.get("starttls", ""))
    user = unquote(parts.username or "")
    if user and tls == "none" and not _is_here(host):
        raise InputError(
            f"--smtp: {host}: a password is only sent over TLS; remove starttls=no"
        )
    usual = _RELAY if _is_here(host) else _SUBMISSION
    return Server(
        host,
        port or (_IMPLICIT if tls == "at once" else usual),
        user,
        tls,
        _number(options, "timeout", _TIMEOUT, 3600),
        int(_number(options, "tries", _TRIES, 10)),
    )


def _is_here(host: str) -> bool:
    """Tell whether a host is this computer itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    if unknown := options.keys() - {"starttls", "timeout", "tries"}:
        raise InputError(
            f"--smtp: unknown option {sorted(unknown)[0]!r}; use starttls, "
            "timeout or tries"
        )
    return options


def _tls(scheme: str, host: str, value: str) -> str:
    if value not in ("", "yes", "no"):
        raise InputError("--smtp: starttls must be 'yes' or 'no'")
    if scheme == "smtps":
        if value:
            raise InputError(
                "--smtp: smtps:// uses TLS from the start; remove starttls"
            )
        return "at once"
    wanted = value == "yes" if value else not _is_here(host)
    return "starttls" if wanted else "none"


def _number(options: dict[str, str], name: str, usual: float, most: float) -> float:
    value = options.get(name)
    if value is None:
        return usual
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not (0.01 <= number <= most and (name != "tries" or number.is_integer())):
        raise InputError(f"--smtp: {name} must be a number up to {most:g}")
    return number
