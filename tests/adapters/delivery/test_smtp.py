"""Delivery by SMTP to real servers on loopback: what was taken, refused, in doubt."""

from __future__ import annotations

import base64
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import trustme

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError, UnknownDeliveryError, UserError
from readnext_adapters.delivery.smtp import Smtp
from readnext_adapters.delivery.smtp_url import Server
from tests.adapters.delivery.conftest import MESSAGE
from tests.adapters.delivery.mailserver import MailServer, scripted
from tests.adapters.serving import free_port

HELLO = (b"220 hello\r\n", b"250 hello\r\n")
PASSWORD = "pâss wörd"


class Begun:
    """Counts how often the point of no return was reached."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def begun() -> Begun:
    return Begun()


def server_at(port: int, **settings: object) -> Server:
    known: dict[str, object] = {"user": "", "tls": "none", "timeout": 2.0}
    return Server("127.0.0.1", port, **(known | settings))  # type: ignore[arg-type]


@contextmanager
def mail(
    tls: ssl.SSLContext | None = None,
    *,
    smtps: bool = False,
    login: tuple[str, str] | None = None,
    answers: dict[str, list[str]] | None = None,
) -> Iterator[MailServer]:
    with MailServer(tls, smtps, login, answers=answers or {}).running() as running:
        yield running


def test_a_message_arrives_as_it_is(message: Message, begun: Begun) -> None:
    with mail() as running:
        Smtp(server_at(running.port))(message, begun)
    assert running.accepted == [MESSAGE]
    assert running.recipients == ["mia@example.org"]
    assert begun.times == 1


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("smtps", [False, True], ids=["starttls", "smtps"])
def test_tls_and_a_password(
    message: Message, begun: Begun, certificate: ssl.SSLContext, smtps: bool
) -> None:
    tls = "at once" if smtps else "starttls"
    with mail(certificate, smtps=smtps, login=("mia", PASSWORD)) as running:
        server = server_at(running.port, user="mia", tls=tls)
        Smtp(server, PASSWORD)(message, begun)
    assert running.accepted == [MESSAGE]
    assert smtps or running.encrypted
    assert "AUTH PLAIN" in running.commands


def test_a_password_to_this_computer_without_tls(
    message: Message, begun: Begun
) -> None:
    with mail(login=("mia", "secret")) as running:
        Smtp(server_at(running.port, user="mia"), "secret")(message, begun)
    assert len(running.accepted) == 1


@pytest.mark.parametrize("tls", ["starttls", "at once"])
def test_a_certificate_of_nobody_known(
    message: Message, begun: Begun, certificate: ssl.SSLContext, tls: str
) -> None:
    with mail(certificate, smtps=tls == "at once", login=("mia", "pw")) as running:
        smtp = Smtp(server_at(running.port, user="mia", tls=tls), "pw")
        with pytest.raises(DeliveryError, match=r"not trusted.*SSL_CERT_FILE") as told:
            smtp(message, begun)
    assert not told.value.temporary
    assert (running.seen, running.commands, begun.times) == ([], [], 0)


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_host(
    message: Message, begun: Begun, authority: trustme.CA
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("mail.example.org").configure_cert(context)
    with mail(context) as running, pytest.raises(DeliveryError, match="not trusted"):
        Smtp(server_at(running.port, tls="starttls"))(message, begun)
    assert running.seen == []


def test_a_server_that_offers_no_tls(message: Message, begun: Begun) -> None:
    with (
        mail() as running,
        pytest.raises(DeliveryError, match=r"no TLS \(STARTTLS\) is offered") as told,
    ):
        Smtp(server_at(running.port, tls="starttls"))(message, begun)
    assert not told.value.temporary
    assert (running.commands, begun.times) == ([], 0)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("code", [451, 550])
def test_an_answer_that_means_no(
    message: Message, begun: Begun, step: str, code: int
) -> None:
    with mail(answers={step: [f"{code} not\x1b[31m today"]}) as running:
        smtp = Smtp(server_at(running.port))
        with pytest.raises(DeliveryError, match=rf"refused .*{code} not") as told:
            smtp(message, begun)
        assert not isinstance(told.value, UnknownDeliveryError)
        assert told.value.temporary == (code == 451)
        assert "\x1b" not in str(told.value)
        assert running.accepted == []
        smtp(message, begun)
    assert len(running.accepted) == 1


@pytest.mark.parametrize("step", ["MAIL", "RCPT"])
def test_a_connection_that_breaks_before_the_message(
    message: Message, begun: Begun, step: str
) -> None:
    with mail(answers={step: ["cut"]}) as running, pytest.raises(DeliveryError) as told:
        Smtp(server_at(running.port))(message, begun)
    assert not isinstance(told.value, UnknownDeliveryError)
    assert told.value.temporary
    assert begun.times == 0


def test_a_connection_that_breaks_behind_the_message(
    message: Message, begun: Begun
) -> None:
    with mail(answers={"DATA": ["cut"]}) as running:
        with pytest.raises(UnknownDeliveryError, match="may have been delivered"):
            Smtp(server_at(running.port))(message, begun)
        assert begun.times == 1
        assert len(running.seen) == 1


BEFORE = (*HELLO, b"250 ok\r\n", b"250 ok\r\n")


@pytest.mark.parametrize(
    ("answers", "doubtful"),
    [
        ((*BEFORE, None), False),  # nothing has left yet
        ((*BEFORE, b"354 go on\r\n", None), True),
        ((*BEFORE, b"354 go on\r\n", b"quack\r\n"), True),
        ((*BEFORE, b"354 go on\r\n", b"354 go on\r\n"), True),
        ((*BEFORE, b"354 go on\r\n", b"2" * 10_000 + b"\r\n"), True),
        ((*BEFORE, b"354 go on\r\n", b"552 too big\r\n"), False),
        pytest.param(
            (*BEFORE, b"354 go on\r\n"), True, marks=pytest.mark.slow
        ),  # silence
        ((*BEFORE,), False),
        ((*HELLO,), False),
        ((b"554 no\r\n",), False),
        ((None,), False),
        ((), False),
    ],
)
def test_each_step_that_fails(
    message: Message, begun: Begun, answers: tuple[bytes | None, ...], doubtful: bool
) -> None:
    with scripted(*answers) as port:
        smtp = Smtp(server_at(port, timeout=0.2))
        started = time.monotonic()
        with pytest.raises(DeliveryError) as told:
            smtp(message, begun)
    assert isinstance(told.value, UnknownDeliveryError) == doubtful
    assert begun.times == (len(answers) >= len(BEFORE))
    assert time.monotonic() - started < 30  # and not for ever


def test_taking_leave_may_fail(message: Message, begun: Begun) -> None:
    with scripted(*BEFORE, b"354 go on\r\n", b"250 taken\r\n", None) as port:
        Smtp(server_at(port))(message, begun)


def test_nobody_there(message: Message, begun: Begun) -> None:
    with pytest.raises(DeliveryError, match="refused") as told:
        Smtp(server_at(free_port()))(message, begun)
    assert told.value.temporary
    assert begun.times == 0


def test_a_history_that_cannot_be_written_stops_it(message: Message) -> None:
    def begin() -> None:
        raise UserError("the disk is full")

    with mail() as running, pytest.raises(UserError, match="the disk is full"):
        Smtp(server_at(running.port))(message, begin)
    assert running.seen == []


# ------------------------------------------------------------------- passwords
def test_a_wrong_password(message: Message, begun: Begun) -> None:
    with mail(login=("mia", "right")) as running:
        smtp = Smtp(server_at(running.port, user="mia"), "wrong-secret")
        with pytest.raises(DeliveryError, match="refused the password of mia") as told:
            smtp(message, begun)
    assert not told.value.temporary
    assert "wrong-secret" not in str(told.value)
    assert begun.times == 0


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_server_that_repeats_the_password(
    message: Message, begun: Begun, mechanism: str
) -> None:
    hello = f"250-hello\r\n250 AUTH {mechanism}\r\n".encode()
    secrets = [b"hush-hush", base64.b64encode(b"hush-hush")]
    secrets.append(base64.b64encode(b"\0mia\0hush-hush"))
    no = b"535 no such password: " + b" ".join(secrets) + b"\r\n"
    with scripted(b"220 hello\r\n", hello, no, no, no) as port:
        smtp = Smtp(server_at(port, user="mia"), "hush-hush")
        with pytest.raises(DeliveryError, match="no such password") as told:
            smtp(message, begun)
    for secret in secrets:
        assert secret.decode() not in str(told.value)
    assert told.value.__cause__ is None


def test_a_server_that_knows_ascii_only(message: Message, begun: Begun) -> None:
    with scripted(
        b"220 hello\r\n", b"250-hello\r\n250 AUTH LOGIN\r\n", b"334 \r\n"
    ) as p:
        smtp = Smtp(server_at(p, user="mia"), PASSWORD)
        with pytest.raises(DeliveryError) as told:
            smtp(message, begun)
    assert PASSWORD not in str(told.value)


def test_a_server_where_nobody_logs_in(message: Message, begun: Begun) -> None:
    with scripted(*HELLO) as port:
        smtp = Smtp(server_at(port, user="mia"), "pw")
        with pytest.raises(DeliveryError, match="no authentication offered"):
            smtp(message, begun)
