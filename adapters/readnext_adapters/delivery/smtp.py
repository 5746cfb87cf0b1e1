"""Delivery to an SMTP server (RFC 5321), step by step.

The steps are separate, since the meaning of a failure depends on where it happens:
before the reply to DATA nothing has been sent; once the message is being sent, only the
server's reply says whether it was accepted.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, UnknownDeliveryError
from readnext_adapters.bounded_socket import TooMuch
from readnext_adapters.delivery.password import smtp_password
from readnext_adapters.delivery.retries import pauses_between
from readnext_adapters.delivery.smtp_connection import NoGreeting, SmtpConnection
from readnext_adapters.delivery.smtp_errors import (
    Refused,
    certificate_advice,
    no_greeting,
    no_password_login,
    reason,
    step,
    tls_advice,
    unsupported,
)
from readnext_adapters.delivery.smtp_url import Server, parse_server

_PASSWORD_METHODS = frozenset(("PLAIN", "LOGIN", "CRAM-MD5"))
_TOO_LARGE = 552  # of MAIL with a size: RFC 1870, 6.2


@dataclass(frozen=True, slots=True)
class SmtpTransport:
    """Delivery to one server."""

    server: Server
    needs_network: bool = True

    @property
    def user(self) -> str:
        """The user name to log in with, "" for none."""
        return self.server.user

    @property
    def pauses(self) -> tuple[float, ...]:
        """Seconds to wait between attempts."""
        return pauses_between(self.server.tries)

    def opened(self) -> Smtp:
        """Return the server and the password; InputError if that is missing."""
        return Smtp(self.server, smtp_password() if self.user else "")


def transport(target: str) -> SmtpTransport:
    """Return the transport to the server of a URL; InputError if it is invalid."""
    return SmtpTransport(parse_server(target))


class Smtp:
    """A server with the password of its user, "" without a login."""

    def __init__(self, server: Server, password: str = "") -> None:
        self._server = server
        self._password = password

    def __call__(self, message: Message, begin: Callable[[], object]) -> None:
        """Send a message; see `readnext.digest.outbox.Send`."""
        with self._translated_errors(), _closing(self._connect()) as smtp:
            self._log_in(smtp)
            size = f"size={len(message.data)}"
            options = [size] if smtp.has_extn("size") else []
            answer = smtp.mail(message.sender, options)
            refused = (
                "the size of the message" if answer[0] == _TOO_LARGE else "the sender"
            )
            _expect(answer, refused)
            _expect(smtp.rcpt(message.recipient), "the recipient")
            begin()
            _expect(smtp.docmd("DATA"), "a message", 354)
            self._hand_over(smtp, message.data)

    def _connect(self) -> SmtpConnection:
        """Connect, with TLS if requested, and send EHLO."""
        smtp = SmtpConnection(self._server, _hello())
        try:
            smtp.greet()
            smtp.ehlo_or_helo_if_needed()
            if self._server.tls == "starttls":
                smtp.secure()
                smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _log_in(self, smtp: SmtpConnection) -> None:
        if not self._server.user:
            return
        offered = smtp.esmtp_features.get("auth", "").upper().split()
        if offered and not _PASSWORD_METHODS.intersection(offered):
            raise DeliveryError(f"{self._server.name}: {no_password_login(offered)}")
        if "PLAIN" in offered:
            # RFC 4616 allows UTF-8; smtplib's own login accepts ASCII only.
            credentials = f"\0{self._server.user}\0{self._password}".encode()
            answer = smtp.docmd(
                "AUTH", f"PLAIN {base64.b64encode(credentials).decode()}"
            )
            _expect(answer, f"the password of {self._server.user}")
            return
        try:
            smtp.login(self._server.user, self._password)
        except UnicodeEncodeError:
            raise DeliveryError(
                f"{self._server.name}: it accepts only ASCII passwords"
            ) from None

    def _hand_over(self, smtp: SmtpConnection, message: bytes) -> None:
        """Send the message itself; without a reply, its delivery is unknown."""
        lines = re.sub(rb"(?m)^\.", b"..", message)  # RFC 5321, 4.5.2
        end = b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            smtp.begin_message()
            smtp.send(lines + end)
            code, reply = smtp.getreply()
            smtp.end_message()
        except (smtplib.SMTPException, OSError, TooMuch) as error:
            raise UnknownDeliveryError(
                f"{self._server.name}: the connection was lost while the message was "
                f"sent; it may have been delivered ({reason(error)})"
            ) from error
        if not (200 <= code < 300 or 400 <= code < 600):
            raise UnknownDeliveryError(
                f"{self._server.name}: the reply to the message cannot be "
                "understood; it may have been delivered"
            )
        _expect((code, reply), "the message")

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        """Translate errors of the server and the network into DeliveryError."""
        try:
            yield
        except DeliveryError:
            raise
        except Refused as error:
            raise self._error(str(error), 400 <= error.code < 500) from None
        except smtplib.SMTPResponseException as error:
            refused = Refused(error.smtp_code, error.smtp_error, step(error))
            raise self._error(str(refused), 400 <= refused.code < 500) from None
        except (smtplib.SMTPException, OSError, TooMuch, NoGreeting) as error:
            # smtplib's own errors are subclasses of OSError, too.
            raise self._error(*self._explained(error)) from None

    def _explained(self, error: Exception) -> tuple[str, bool]:
        """What an error means, and whether a retry may help."""
        if isinstance(error, ssl.SSLCertVerificationError):
            return certificate_advice(error), False
        if isinstance(error, ssl.SSLError):
            return tls_advice(self._server, error), False
        if isinstance(error, smtplib.SMTPNotSupportedError):
            return unsupported(error), False
        if isinstance(error, NoGreeting):
            return no_greeting(self._server), True
        lost = isinstance(error, smtplib.SMTPServerDisconnected)
        temporary = lost or not isinstance(error, smtplib.SMTPException | TooMuch)
        return reason(error), temporary

    def _error(self, message: str, temporary: bool) -> DeliveryError:
        text = self._redacted(f"{self._server.name}: {message}")
        return DeliveryError(text, temporary=temporary)

    def _redacted(self, text: str) -> str:
        """A text without the password, which a server may have echoed."""
        for secret in self._secrets():
            text = text.replace(secret, "***")
        return text

    def _secrets(self) -> Iterator[str]:
        if not self._password:
            return
        yield self._password
        for secret in (f"\0{self._server.user}\0{self._password}", self._password):
            yield base64.b64encode(secret.encode()).decode()


def _expect(answer: tuple[int, bytes], what: str, wanted: int = 0) -> None:
    """Raise Refused unless a reply has the expected code, by default any 2xx."""
    code, reply = answer
    if code == wanted if wanted else 200 <= code < 300:
        return
    raise Refused(code, reply, what)


def _hello() -> str:
    """The name for EHLO; an address if this computer has no fully qualified name.

    The system's own lookup of that name may use the network and block.
    """
    name = socket.gethostname()
    whole = "." in name and re.fullmatch(r"[A-Za-z0-9.-]{1,255}", name)
    return name if whole else "[127.0.0.1]"


@contextmanager
def _closing(smtp: SmtpConnection) -> Iterator[SmtpConnection]:
    """Close the connection with QUIT; its failure does not change the result."""
    try:
        yield smtp
        with suppress(smtplib.SMTPException, OSError, TooMuch):
            smtp.quit()
    finally:
        smtp.close()
