"""A connection to an SMTP server whose replies are limited in time and size.

`smtplib` begins its timeout again with each line of a reply, and takes replies of any
length. Here the greeting, each reply and each write have one deadline as a whole, and
all of them together have another.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import time

from readnext_adapters.bounded_socket import (
    Budget,
    adopt,
    bounded_tls,
    connect_to,
    look_up,
)
from readnext_adapters.delivery.smtp_url import Server

_MAX_REPLY = 1 << 16  # bytes
_WHOLE = 5.0  # times the timeout of a reply, for all that comes before the message
# RFC 5321, 4.5.3.2.6: a server may take ten minutes to accept a message.
_LONGEST = 600.0


class NoGreeting(Exception):
    """The server sends nothing, or no SMTP, after the connection is made."""


class SmtpConnection(smtplib.SMTP):
    """A connection to a server, with TLS at once if the server's URL requests it.

    Raises TooMuch for a reply that is too long, NoGreeting if it does not begin like
    SMTP, and otherwise what smtplib raises.
    """

    def __init__(self, server: Server, hello: str) -> None:
        super().__init__(local_hostname=hello, timeout=server.timeout)
        self._server = server
        self._connected = False
        self._host = server.host  # what smtplib's STARTTLS checks the certificate for
        self._end = time.monotonic() + _WHOLE * server.timeout
        self._budget = Budget(self._end, server.timeout, _MAX_REPLY)

    def greet(self) -> None:
        """Connect, and read the greeting."""
        try:
            code, reply = self.connect(self._server.host, self._server.port)
        except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
            if not self._connected:
                raise
            raise NoGreeting from error
        if code == -1:
            raise NoGreeting
        if code != 220:
            raise smtplib.SMTPConnectError(code, reply)

    def secure(self) -> None:
        """Turn TLS on by STARTTLS; raise SMTPNotSupportedError if it is not offered."""
        self._begin_step()
        self.starttls(context=bounded_tls(ssl.create_default_context()))
        adopt(self.sock, self._budget)

    def begin_message(self) -> None:
        """Allow as much time as a server may take to accept the message."""
        longest = min(10 * self._server.timeout, _LONGEST)
        self._end = time.monotonic() + max(self._server.timeout, longest)
        self._budget.deadline = self._end
        self._budget.pause = self._end - time.monotonic()

    def end_message(self) -> None:
        """Go back to the time for a short reply."""
        self._budget.pause = self._server.timeout
        self._end = time.monotonic() + self._server.timeout

    def getreply(self) -> tuple[int, bytes]:
        """Return the next reply."""
        self._begin_step()
        return super().getreply()

    def _begin_step(self) -> None:
        """Allow one reply: its time and size count as a whole."""
        budget = self._budget
        budget.deadline = min(time.monotonic() + budget.pause, self._end)
        budget.bytes_left = _MAX_REPLY
        if self.sock is not None:  # for the handshake of STARTTLS
            self.sock.settimeout(budget.wait())

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        found = look_up(host, port, socket.AF_UNSPEC, timeout)
        sock = connect_to(found, self._budget, timeout)
        self._connected = True
        if self._server.tls != "at once":
            return sock
        context = bounded_tls(ssl.create_default_context())
        try:
            secure = context.wrap_socket(sock, server_hostname=host)
        except BaseException:
            sock.close()
            raise
        adopt(secure, self._budget)
        return secure
