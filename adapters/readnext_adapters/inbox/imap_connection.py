"""A connection to an IMAP server whose replies are limited in time and size.

The standard library's `imaplib` has the seven commands that are needed; IMAPClient and
imap-tools are built on it, and neither limits what a server sends. So the limits are
below it, in its socket, as for SMTP. Each command has one deadline and one size for all
that the server sends, and all of them together have another deadline.
"""

from __future__ import annotations

import imaplib
import socket
import ssl
import time

from readnext_adapters.bounded_socket import (
    BoundedSocket,
    Budget,
    TooMuch,
    adopt,
    bounded_tls,
    connect_to,
    look_up,
)
from readnext_adapters.inbox.imap_url import MailboxAddress

_LARGEST = 1 << 23  # bytes of the reply to a command
_WHOLE = 10.0  # times the timeout of a reply, for all commands


class ImapConnection(imaplib.IMAP4):
    """A connection, with TLS if the address of the mailbox requests it.

    Raises TooMuch for a reply that is too long, and otherwise what imaplib raises.
    """

    def __init__(self, address: MailboxAddress) -> None:
        self._address = address
        self._end = time.monotonic() + _WHOLE * address.timeout
        self._budget = Budget(self._end, address.timeout, _LARGEST)
        self._begin()
        super().__init__(address.host, address.port, address.timeout)
        if address.tls == "starttls":
            self._begin()
            self.sock.settimeout(self._budget.wait())
            self.starttls(bounded_tls(ssl.create_default_context()))
            adopt(self.sock, self._budget)

    def _begin(self) -> None:
        """Allow one reply: its time and size count as a whole."""
        deadline = time.monotonic() + self._address.timeout
        self._budget.deadline = min(deadline, self._end)
        self._budget.bytes_left = _LARGEST

    def _command(self, name: str, *args: object) -> bytes:  # of imaplib
        self._begin()
        return super()._command(name, *args)  # type: ignore[misc,no-any-return]

    def _create_socket(self, timeout: float | None) -> socket.socket:
        address = self._address
        found = look_up(
            address.host, address.port, socket.AF_UNSPEC, self._budget.wait()
        )
        plain = connect_to(found, self._budget, address.timeout)
        return self._secured(plain) if address.tls == "at once" else plain

    def _secured(self, plain: BoundedSocket) -> socket.socket:
        context = bounded_tls(ssl.create_default_context())
        plain.settimeout(self._budget.wait())
        try:
            secure = context.wrap_socket(plain, server_hostname=self._address.host)
        except BaseException:
            plain.close()
            raise
        adopt(secure, self._budget)
        return secure

    def read(self, size: int) -> bytes:
        """Read a literal; the server says how long it is."""
        # imaplib would reserve that much memory first.
        if size > self._budget.bytes_left:
            raise TooMuch
        return super().read(size)
