"""What failures of an SMTP server mean, and what to do about them."""

from __future__ import annotations

import smtplib
import socket
import ssl

from readnext_adapters.bounded_socket import TooMuch
from readnext_adapters.delivery.smtp_connection import NoGreeting
from readnext_adapters.delivery.smtp_url import Server
from readnext_adapters.parsing.safe_text import plain

_SHOWN = 200  # characters of a server's reply
# OpenSSL's numbers (x509_vfy.h).
_EXPIRED, _OTHER_HOST, _OTHER_ADDRESS = 10, 62, 64


class Refused(Exception):
    """A negative reply of the server."""

    def __init__(self, code: int, reply: bytes | str, what: str) -> None:
        super().__init__(code, reply, what)
        self.code, self.what = code, what
        self.reply = (
            reply if isinstance(reply, str) else reply.decode("utf-8", "replace")
        )

    def __str__(self) -> str:
        """Return what was refused, and the start of the reply."""
        return f"refused {self.what}: {self.code} {plain(self.reply)[:_SHOWN]}".rstrip()


def certificate_advice(error: ssl.SSLCertVerificationError) -> str:
    """Return what is wrong with a certificate and what to do."""
    if error.verify_code == _EXPIRED:
        advice = "its owner has to renew it; check the date of this computer, too"
    elif error.verify_code in (_OTHER_HOST, _OTHER_ADDRESS):
        advice = "give the host name that the certificate is for"
    else:
        advice = "SSL_CERT_FILE can name a file with the certificate authority"
    return f"the certificate is not trusted ({plain(error.verify_message)}); {advice}"


def tls_advice(server: Server, error: ssl.SSLError) -> str:
    """Return what to do about a failed handshake."""
    reason = (error.reason or str(error)).replace("_", " ").lower()
    if server.tls == "at once":
        return (
            f"it does not start with TLS ({reason}); for a server with STARTTLS "
            "(usually port 587), write smtp:// instead of smtps://"
        )
    return f"TLS failed ({reason})"


def unsupported(error: Exception) -> str:
    """Return what a server lacks, from smtplib's error."""
    if "STARTTLS" in str(error):
        return (
            "no TLS (STARTTLS) is offered, and nothing is sent without it; try "
            "smtps://, or ?starttls=no in a network that you trust"
        )
    return "no authentication offered; leave the user out of the address"


def no_password_login(offered: list[str]) -> str:
    """Return what to do if a server accepts no password."""
    return (
        f"it accepts no password, only {plain(' '.join(offered))[:_SHOWN]}; create an "
        "app password if your provider has them, or use --sendmail with a program that "
        "signs in with OAuth (e.g. msmtp)"
    )


def no_greeting(server: Server) -> str:
    """Return what to do if a server does not begin like SMTP."""
    if server.tls == "at once":
        return (
            "no SMTP greeting over TLS; for a server with STARTTLS (usually port 587), "
            "write smtp:// instead of smtps://"
        )
    return (
        "no SMTP greeting; if it expects TLS from the start (usually port 465), write "
        "smtps:// instead of smtp://"
    )


def reason(error: Exception) -> str:
    """Return an error in plain words."""
    if isinstance(error, TooMuch):
        return "it sends a reply without end"
    if isinstance(error, NoGreeting):
        return "no SMTP greeting"
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "timed out"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the server closed the connection"
    if isinstance(error, socket.gaierror):
        return f"no such host ({error.strerror})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return plain(str(error))[:_SHOWN]


def step(error: smtplib.SMTPResponseException) -> str:
    """Return what a server refused, from smtplib's error."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "the user or the password"
    return "to talk"
