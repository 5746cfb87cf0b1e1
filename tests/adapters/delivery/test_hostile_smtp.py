"""What a hostile or a misunderstood mail server can do, and how each of it ends."""

from __future__ import annotations

import datetime as dt
import re
import resource
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import trustme

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, UnknownDeliveryError
from readnext_adapters.delivery.smtp import Smtp
from readnext_adapters.delivery.smtp_url import Server
from tests.adapters.delivery.mailserver import MailServer
from tests.adapters.http.rawserver import Behave, RawServer

GREETING, OK, DATA = b"220 hello\r\n", b"250 OK\r\n", b"354 go on\r\n"
TO_DATA = (GREETING, OK, OK, OK, DATA)


def replies(*replies: bytes, then: Behave | None = None) -> Behave:
    """Give a reply to each command, the first one unasked; then behave otherwise."""

    def behave(connection: socket.socket) -> None:
        lines = connection.makefile("rb")
        for number, reply in enumerate(replies):
            if number:
                lines.readline()
            connection.sendall(reply)
        if then:
            lines.readline()
            then(connection)

    return behave


def forever(block: bytes) -> Behave:
    def behave(connection: socket.socket) -> None:
        while True:
            connection.sendall(block)

    return behave


def drip(block: bytes) -> Behave:
    def behave(connection: socket.socket) -> None:
        while True:
            connection.sendall(block)
            time.sleep(0.05)

    return behave


def silent(connection: socket.socket) -> None:
    time.sleep(5)


ENDLESS, SLOW, LOST = "a reply without end", "timed out", "may have been delivered"
NONE = "no SMTP greeting; .* write smtps://"
CASES: dict[str, tuple[Behave, str]] = {
    "greeting without end": (forever(b"220-hello\r\n" * 99), ENDLESS),
    "greeting of one line without end": (
        forever(b"220 " + b"a" * 9000),
        "500 Line too long",
    ),
    "greeting drips": (drip(b"220-hello\r\n"), NONE),
    "greeting drips in one line": (drip(b"2"), NONE),
    "silence": (silent, NONE),
    "cut before the greeting": (lambda _: None, NONE),
    "another protocol": (replies(b"SSH-2.0-OpenSSH_9\r\n"), NONE),
    "HTTP": (replies(b"HTTP/1.1 400 Bad Request\r\n\r\n"), NONE),
    "EHLO without end": (replies(GREETING, then=forever(b"250-A\r\n" * 99)), ENDLESS),
    "EHLO drips": (replies(GREETING, then=drip(b"250-A\r\n")), SLOW),
    "EHLO drips in one line": (replies(GREETING, then=drip(b"2")), SLOW),
    "EHLO with nonsense": (replies(GREETING, b"\xff\xfe\r\n"), "closed|talk"),
    "MAIL without end": (
        replies(GREETING, OK, then=forever(b"250-A\r\n" * 99)),
        ENDLESS,
    ),
    "MAIL drips": (replies(GREETING, OK, then=drip(b"250-A\r\n")), SLOW),
    "MAIL is too large": (
        replies(GREETING, b"250-hello\r\n250 SIZE 9\r\n", b"552 too big\r\n"),
        "refused the size of the message: 552 too big",
    ),
    "RCPT drips": (replies(GREETING, OK, OK, then=drip(b"250-A\r\n")), SLOW),
    "DATA drips": (replies(GREETING, OK, OK, OK, then=drip(b"354-A\r\n")), SLOW),
    "the message without end": (
        replies(*TO_DATA, then=forever(b"250-A\r\n" * 99)),
        LOST,
    ),
    "the message drips": (replies(*TO_DATA, then=drip(b"250-A\r\n")), LOST),
    "the message is cut": (replies(*TO_DATA), LOST),
    "the message gets nonsense": (
        replies(*TO_DATA, then=lambda c: c.sendall(b"no\r\n")),
        LOST,
    ),
    "control characters": (
        replies(b"554 \x1b[31mgo\x07 \xe2\x80\xaeaway\r\n"),
        r"refused to talk: 554 go away$",
    ),
}


def server_at(port: int, **settings: object) -> Server:
    known: dict[str, object] = {"user": "", "tls": "none", "timeout": 0.3}
    return Server("127.0.0.1", port, **(known | settings))  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(("behave", "says"), CASES.values(), ids=CASES)
def test_a_hostile_server_gets_an_error(
    behave: Behave, says: str, message: Message
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    with (
        RawServer(behave, reads=False).running() as server,
        pytest.raises(DeliveryError) as caught,
    ):
        Smtp(server_at(server.port))(message, lambda: None)
    assert re.search(says, str(caught.value))
    assert str(caught.value).isprintable()
    assert isinstance(caught.value, UnknownDeliveryError) == (says == LOST)
    assert time.monotonic() - start < 20
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 30 << 10  # KiB


@pytest.mark.slow
def test_a_server_that_reads_no_message(message: Message) -> None:
    large = replace(message, data=b"a\r\n" * (10 << 20))
    with (
        RawServer(replies(*TO_DATA, then=silent), reads=False).running() as server,
        pytest.raises(UnknownDeliveryError, match="may have been"),
    ):
        Smtp(server_at(server.port, timeout=0.2))(large, lambda: None)


def test_tls_from_the_start_at_a_port_for_starttls(message: Message) -> None:
    with (
        MailServer().running() as server,
        pytest.raises(DeliveryError, match=r"does not start with TLS .* write smtp://"),
    ):
        Smtp(server_at(server.port, tls="at once", timeout=3.0))(message, lambda: None)


def test_starttls_at_a_port_for_tls_from_the_start(
    message: Message, certificate: ssl.SSLContext
) -> None:
    with (
        MailServer(certificate, smtps=True).running() as server,
        pytest.raises(DeliveryError, match=r"no SMTP greeting; .* write smtps://"),
    ):
        Smtp(server_at(server.port, tls="starttls"))(message, lambda: None)


def test_a_server_that_only_takes_oauth(message: Message) -> None:
    offers = b"250-hello\r\n250 AUTH XOAUTH2 OAUTHBEARER\r\n"
    with (
        RawServer(replies(GREETING, offers), reads=False).running() as server,
        pytest.raises(
            DeliveryError, match="accepts no password, only XOAUTH2"
        ) as caught,
    ):
        Smtp(server_at(server.port, user="mia"), "secret")(message, lambda: None)
    assert "app password" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert not caught.value.temporary


@pytest.mark.parametrize(
    ("behave", "says"),
    [(silent, "timed out|greeting"), (forever(b"\x16\x03\x01\x00\x05" * 99), "TLS")],
    ids=["silence", "nonsense"],
)
def test_a_handshake_that_fails(
    behave: Callable[[socket.socket], None], says: str, message: Message
) -> None:
    start = time.monotonic()
    with (
        RawServer(behave, reads=False).running() as server,
        pytest.raises(DeliveryError, match=says),
    ):
        Smtp(server_at(server.port, tls="at once"))(message, lambda: None)
    assert time.monotonic() - start < 20


def test_starttls_that_hangs(message: Message) -> None:
    offers = b"250-hello\r\n250 STARTTLS\r\n"
    behave = replies(GREETING, offers, b"220 go on\r\n", then=silent)
    start = time.monotonic()
    with (
        RawServer(behave, reads=False).running() as server,
        pytest.raises(DeliveryError, match="timed out"),
    ):
        Smtp(server_at(server.port, tls="starttls"))(message, lambda: None)
    assert time.monotonic() - start < 20


@pytest.mark.usefixtures("trusted")
def test_a_certificate_that_has_expired(
    message: Message, authority: trustme.CA
) -> None:
    past = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = authority.issue_cert(
        "127.0.0.1", not_before=past - dt.timedelta(days=9), not_after=past
    )
    certificate.configure_cert(context)
    with (
        MailServer(context, smtps=True).running() as server,
        pytest.raises(DeliveryError, match=r"expired.* its owner has to renew it"),
    ):
        Smtp(server_at(server.port, tls="at once", timeout=3.0))(message, lambda: None)
