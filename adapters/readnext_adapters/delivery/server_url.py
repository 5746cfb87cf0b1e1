"""What the URLs of mail servers have in common: user, host, port, TLS, options.

Error messages never quote a URL, which may contain a password. `label` names the option
or the setting that has the URL.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Mapping
from urllib.parse import SplitResult, parse_qsl, urlsplit

from readnext.errors import InputError


def split_url(
    url: str, schemes: Collection[str], label: str, shape: str, places: str
) -> tuple[SplitResult, str, int | None]:
    """Return the parts of a URL, its host and its port; InputError if it is invalid.

    `shape` says how to write it, and `places` where to put a password.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        # Not "from error": its message may contain a password.
        raise InputError(f"{label}: not a server URL; write {shape}") from None
    if parts.scheme.lower() not in schemes or not host:
        raise InputError(f"{label}: not a mail server URL; write {shape}")
    if parts.password is not None:
        raise InputError(
            f"{label}: a password in the address can be read by every user of this "
            f"computer; {places}"
        )
    if parts.fragment:
        raise InputError(f"{label}: unexpected text after the port; write {shape}")
    return parts, host, port


def is_here(host: str) -> bool:
    """Tell whether a host is this computer itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def url_options(query: str, known: Collection[str], label: str) -> dict[str, str]:
    """Return the options of a URL; InputError for one that is not known."""
    options = dict(parse_qsl(query, keep_blank_values=True))
    if unknown := options.keys() - set(known):
        *others, last = known
        raise InputError(
            f"{label}: unknown option {sorted(unknown)[0]!r}; use {', '.join(others)} "
            f"or {last}"
        )
    return options


def tls_of(secure: str, scheme: str, host: str, value: str, label: str) -> str:
    """Return "at once" for the `secure` scheme, else "starttls" or "none".

    Without TLS from the start, STARTTLS is required, except on this computer; the
    `value` of ?starttls= decides otherwise.
    """
    if value not in ("", "yes", "no"):
        raise InputError(f"{label}: starttls must be 'yes' or 'no'")
    if scheme == secure:
        if value:
            raise InputError(
                f"{label}: {secure}:// uses TLS from the start; remove starttls"
            )
        return "at once"
    wanted = value == "yes" if value else not is_here(host)
    return "starttls" if wanted else "none"


def refuse_open_login(user: str, tls: str, host: str, label: str) -> None:
    """Raise InputError if a password would be sent over a network without TLS."""
    if user and tls == "none" and not is_here(host):
        raise InputError(
            f"{label}: {host}: a password is only sent over TLS; remove starttls=no"
        )


def number_option(
    options: Mapping[str, str],
    name: str,
    usual: float,
    most: float,
    label: str,
    *,
    whole: bool = False,
) -> float:
    """Return the number of an option, `usual` if it is not given."""
    value = options.get(name)
    if value is None:
        return usual
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not (0.01 <= number <= most and (not whole or number.is_integer())):
        raise InputError(f"{label}: {name} must be a number up to {most:g}")
    return number
