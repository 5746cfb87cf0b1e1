"""The way of delivery that a user names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from readnext.digest.outbox import Send
from readnext_adapters.delivery.file import MessageFile
from readnext_adapters.delivery.password import smtp_password
from readnext_adapters.delivery.sendmail import Sendmail
from readnext_adapters.delivery.smtp import Smtp
from readnext_adapters.delivery.smtp_url import Server, parse_server

_PAUSE, _GROWTH = 5.0, 4.0  # seconds before the second attempt, and how they grow
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Way:
    """One of a mail server, a program and a file."""

    server: Server | None = None
    program: Sendmail | None = None
    file: Path | None = None

    @property
    def needs_network(self) -> bool:
        """Whether more is opened for it than a file."""
        return self.file is None

    @property
    def user(self) -> str:
        """Who logs in at the server, "" where nobody does."""
        return self.server.user if self.server else ""

    @property
    def pauses(self) -> tuple[float, ...]:
        """Seconds to wait between attempts."""
        tries = self.server.tries if self.server else _TRIES
        return tuple(_PAUSE * _GROWTH**i for i in range(tries - 1))

    def opened(self) -> Send:
        """Return what delivers, with its password; InputError if there is none."""
        if self.server is not None:
            return Smtp(self.server, smtp_password() if self.user else "")
        if self.program is not None:
            return self.program
        assert self.file is not None
        return MessageFile(self.file)


def way_of(smtp: str | None, sendmail: str | None, output: Path | None) -> Way:
    """Return the way that is named, of which one is not None; InputError if wrong."""
    if smtp is not None:
        return Way(server=parse_server(smtp))
    if sendmail is not None:
        return Way(program=Sendmail(sendmail))
    return Way(file=output)
