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
from readnext_adapters.delivery.password import smtp_password
from readnext_adapters.delivery.retries import pauses_between
from readnext_adapters.delivery.smtp_url import Server, parse_server

# RFC 5321, 4.5.3.2.6: a server may take ten minutes to accept a message.
_LONGEST = 600.0
_SHOWN = 200  # characters of a server's reply
_STEERING = re.compile(r"[^\x20-\x7e\xa0-\U0010ffff]+")


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
            _expect(smtp.mail(message.sender, options), "the sender")
            _expect(smtp.rcpt(message.recipient), "the recipient")
            begin()
            _expect(smtp.docmd("DATA"), "a message", 354)
            self._hand_over(smtp, message.data)

    def _connect(self) -> smtplib.SMTP:
        """Connect, with TLS if requested, and send EHLO."""
        server = self._server
        hello = _hello()
        if server.tls == "at once":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                *(server.host, server.port, hello),
                timeout=server.timeout,
                context=ssl.create_default_context(),
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, hello, timeout=server.timeout)
        try:
            smtp.ehlo_or_helo_if_needed()
            if server.tls == "starttls":
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if not self._server.user:
            return
        if "PLAIN" in smtp.esmtp_features.get("auth", "").upper().split():
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

    def _hand_over(self, smtp: smtplib.SMTP, message: bytes) -> None:
        """Send the message itself; without a reply, its delivery is unknown."""
        lines = re.sub(rb"(?m)^\.", b"..", message)  # RFC 5321, 4.5.2
        end = b".\r\n" if lines.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            smtp.send(lines + end)
            if smtp.sock is not None:
                smtp.sock.settimeout(max(self._server.timeout, _wait(self._server)))
            code, reply = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise UnknownDeliveryError(
                f"{self._server.name}: the connection was lost while the message was "
                f"sent; it may have been delivered ({_reason(error)})"
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
        server = self._server
        try:
            yield
        except UnknownDeliveryError:
            raise
        except _Refused as error:
            raise self._refusal(error) from None
        except ssl.SSLCertVerificationError as error:
            raise DeliveryError(
                f"{server.name}: the certificate is not trusted "
                f"({error.verify_message}); SSL_CERT_FILE can name a file with the "
                "certificate authority"
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryError(f"{server.name}: {self._lacking(error)}") from error
        except smtplib.SMTPResponseException as error:
            reply = _decoded(error.smtp_error)
            raise self._refusal(
                _Refused(error.smtp_code, reply, _step(error))
            ) from None
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            # smtplib's own errors are subclasses of OSError, too.
            lost = isinstance(error, smtplib.SMTPServerDisconnected)
            temporary = lost or not isinstance(error, smtplib.SMTPException)
            message = f"{server.name}: {self._redacted(_reason(error))}"
            raise DeliveryError(message, temporary=temporary) from None

    def _lacking(self, error: Exception) -> str:
        if "STARTTLS" in str(error):
            return (
                "no TLS (STARTTLS) is offered, and nothing is sent without it; try "
                "smtps://, or ?starttls=no in a network that you trust"
            )
        return "no authentication offered; leave the user out of the address"

    def _refusal(self, refused: _Refused) -> DeliveryError:
        """The error for a negative reply; 4xx replies are temporary."""
        reply = self._redacted(" ".join(_STEERING.sub(" ", refused.reply).split()))
        return DeliveryError(
            f"{self._server.name}: refused {refused.what}: {refused.code} "
            f"{reply[:_SHOWN]}".rstrip(),
            temporary=400 <= refused.code < 500,
        )

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


class _Refused(Exception):
    """A negative reply of the server."""

    def __init__(self, code: int, reply: str, what: str) -> None:
        super().__init__(code, reply, what)
        self.code, self.reply, self.what = code, reply, what


def _expect(answer: tuple[int, bytes], what: str, wanted: int = 0) -> None:
    """Raise _Refused unless a reply has the expected code, by default any 2xx."""
    code, reply = answer
    if code == wanted if wanted else 200 <= code < 300:
        return
    raise _Refused(code, _decoded(reply), what)


def _step(error: smtplib.SMTPResponseException) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "the user or the password"
    return "to talk"


def _decoded(reply: bytes | str) -> str:
    return reply if isinstance(reply, str) else reply.decode("utf-8", "replace")


def _reason(error: Exception) -> str:
    """An error in plain words."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "timed out"
    if isinstance(error, socket.gaierror):
        return f"no such host ({error.strerror})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(_STEERING.sub(" ", str(error)).split())[:_SHOWN]


def _hello() -> str:
    """The name for EHLO; an address if this computer has no fully qualified name.

    The system's own lookup of that name may use the network and block.
    """
    name = socket.gethostname()
    whole = "." in name and re.fullmatch(r"[A-Za-z0-9.-]{1,255}", name)
    return name if whole else "[127.0.0.1]"


def _wait(server: Server) -> float:
    """Seconds to wait for the reply to a message, longer than for other replies."""
    return min(10 * server.timeout, _LONGEST)


@contextmanager
def _closing(smtp: smtplib.SMTP) -> Iterator[smtplib.SMTP]:
    """Close the connection with QUIT; its failure does not change the result."""
    try:
        yield smtp
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
    finally:
        smtp.close()
