"""Real mail servers on this machine: one that works, and one that follows a script."""

from __future__ import annotations

import asyncio
import email
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.adapters.serving import free_port


@dataclass
class MailServer:
    """Takes mail, or answers as a test says.

    `answers` are given in turn for a command (MAIL, RCPT, DATA); "cut" breaks the
    connection off instead. `delay` seconds pass before each answer. `accepted` are
    the messages that were taken: by a `hasty` server before it answers, by others
    with the answer. `seen` are all that came in whole.
    """

    tls: ssl.SSLContext | None = None
    smtps: bool = False
    login: tuple[str, str] | None = None
    delay: float = 0.0
    hasty: bool = False
    answers: dict[str, list[str]] = field(default_factory=dict)
    accepted: list[bytes] = field(default_factory=list)
    seen: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    encrypted: bool = False
    port: int = 0

    @contextmanager
    def running(self) -> Iterator[MailServer]:
        self.port = free_port()
        controller = _Controller(self)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

    def ids(self) -> list[str]:
        """The Message-IDs of what was accepted."""
        return [str(email.message_from_bytes(m)["Message-ID"]) for m in self.accepted]

    async def answer(self, command: str, server: SMTP) -> str | None:
        self.commands.append(command)
        if self.delay:
            await asyncio.sleep(self.delay)
        left = self.answers.get(command)
        said = left.pop(0) if left else None
        if said == "cut":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            await asyncio.sleep(0.01)
            return "421 gone"
        return said

    # ------------------------------------------------------- hooks of aiosmtpd
    async def handle_MAIL(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        self.encrypted = session.ssl is not None
        if refusal := await self.answer("MAIL", server):
            return refusal
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if refusal := await self.answer("RCPT", server):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        message = envelope.content
        assert isinstance(message, bytes)
        self.seen.append(message)
        if self.hasty:
            self.accepted.append(message)
        if refusal := await self.answer("DATA", server):
            return refusal
        if not self.hasty:
            self.accepted.append(message)
        self.recipients += envelope.rcpt_tos
        return "250 taken"

    def authenticate(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        mechanism: str,
        data: object,
    ) -> AuthResult:
        self.commands.append(f"AUTH {mechanism}")
        assert isinstance(data, LoginPassword) and self.login
        told = (data.login.decode(), data.password.decode())
        return AuthResult(success=told == self.login, handled=False)


class _Controller(Controller):
    def __init__(self, mail: MailServer) -> None:
        self._mail = mail
        super().__init__(
            mail,
            hostname="127.0.0.1",
            port=mail.port,
            ssl_context=mail.tls if mail.smtps else None,
        )

    def factory(self) -> SMTP:
        mail = self._mail
        with warnings.catch_warnings():
            # It warns of AUTH without TLS, which is what loopback does.
            warnings.simplefilter("ignore")
            return SMTP(
                mail,
                tls_context=None if mail.smtps else mail.tls,
                authenticator=mail.authenticate if mail.login else None,
                auth_required=mail.login is not None,
                auth_require_tls=mail.tls is not None and not mail.smtps,
            )


@contextmanager
def scripted(*answers: bytes | None) -> Iterator[int]:
    """A server that sends each answer after a piece from the client; give its port.

    The first is its greeting; None ends the connection; after the last it is silent.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    done = threading.Event()

    def serve() -> None:
        while not done.is_set():
            with suppress(TimeoutError):
                client, _ = listener.accept()
                with client, suppress(ConnectionError):
                    _follow(client, answers, done)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        done.set()
        thread.join()
        listener.close()


def _follow(
    client: socket.socket, answers: tuple[bytes | None, ...], done: threading.Event
) -> None:
    client.settimeout(0.05)
    for place, answer in enumerate(answers):
        if place and not _hears(client, done):
            return
        if answer is None:
            return
        client.sendall(answer)
    while _hears(client, done):
        pass


def _hears(client: socket.socket, done: threading.Event) -> bool:
    """Wait for a piece from the client; False if it goes or the test is over."""
    while not done.is_set():
        with suppress(TimeoutError):
            return bool(client.recv(1 << 16))
    return False
