"""What the tests of deliveries share: a message, and an authority for certificates."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from readnext.digest.outbox import Message

MESSAGE = (
    b"Subject: Ducks\r\nMessage-ID: <1@example.org>\r\nTo: mia@example.org\r\n\r\n"
    b"Quack.\r\n.\r\n..two\r\n"
)


@pytest.fixture
def message() -> Message:
    sender, recipient = "readnext@example.org", "mia@example.org"
    return Message("<1@example.org>", sender, recipient, MESSAGE)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    """The certificate of a server on this machine."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


@pytest.fixture
def trusted(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The authority's file, which SSL_CERT_FILE names."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path
