"""Addresses of mailboxes: imaps://user@host:port/FOLDER and imap://..., RFC 5092."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from readnext.errors import InputError
from readnext_adapters.delivery.server_url import (
    number_option,
    refuse_open_login,
    split_url,
    tls_of,
    url_options,
)

LABEL = "feedback.imap"
_SHAPE = "imaps://USER@HOST/INBOX"
_PORT, _IMPLICIT = 143, 993  # RFC 9051, RFC 8314
_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """A mailbox on a server; `tls` is "at once", "starttls" or "none".

    `timeout` is in seconds per reply.
    """

    host: str
    port: int
    user: str
    tls: str
    folder: str
    timeout: float = _TIMEOUT

    @property
    def name(self) -> str:
        """Its server in messages."""
        return f"{self.host}:{self.port}"

    @property
    def key(self) -> str:
        """What tells it from all others, for the history."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


def parse_mailbox(url: str) -> MailboxAddress:
    """Return the mailbox of a URL; InputError if it is invalid.

    imap:// requires STARTTLS, except on this computer, where ``?starttls=yes`` turns it
    on. The default ports are 993 for imaps:// and 143 for imap://, the default folder
    is INBOX, and ``?timeout=SECONDS`` sets the timeout.
    """
    parts, host, port = split_url(
        url,
        ("imap", "imaps"),
        LABEL,
        _SHAPE,
        "put it into READNEXT_IMAP_PASSWORD or the keyring",
    )
    options = url_options(parts.query, ("starttls", "timeout"), LABEL)
    scheme = parts.scheme.lower()
    tls = tls_of("imaps", scheme, host, options.get("starttls", ""), LABEL)
    user = unquote(parts.username or "")
    if not user:
        raise InputError(f"{LABEL}: no user; write {_SHAPE}")
    refuse_open_login(user, tls, host, LABEL)
    folder = checked_folder(unquote(parts.path.strip("/")) or "INBOX", LABEL)
    return MailboxAddress(
        host,
        port or (_IMPLICIT if tls == "at once" else _PORT),
        user,
        tls,
        folder,
        number_option(options, "timeout", _TIMEOUT, 3600, LABEL),
    )


def checked_folder(name: str, label: str) -> str:
    """Return the name of a folder; InputError if a command could not have it.

    Names in other letters are written as servers encode them (RFC 3501, 5.1.3).
    """
    if not name.isascii() or not name.isprintable():
        raise InputError(
            f"{label}: {name!r}: write the folder as the server encodes it, in ASCII, "
            "e.g. Entw&APw-rfe"
        )
    return name
