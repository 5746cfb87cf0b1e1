"""Addresses of mail servers, and where passwords come from."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from readnext.errors import InputError
from readnext_adapters.delivery.password import smtp_password
from readnext_adapters.delivery.smtp_url import Server, parse_server
from readnext_adapters.delivery.transports import transport_of
from readnext_adapters.digest.mailaddress import default_sender, mail_address


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://m.example", Server("m.example", 587, "", "starttls")),
        ("SMTP://a%40b.c@m.example:25", Server("m.example", 25, "a@b.c", "starttls")),
        ("smtps://mia@m.example", Server("m.example", 465, "mia", "at once")),
        ("smtp://localhost", Server("localhost", 25, "", "none")),
        ("smtp://mia@127.0.0.5:26", Server("127.0.0.5", 26, "mia", "none")),
        ("smtp://[::1]", Server("::1", 25, "", "none")),
        ("smtp://localhost?starttls=yes", Server("localhost", 25, "", "starttls")),
        (
            "smtp://m.example?starttls=no&timeout=5&tries=1",
            Server("m.example", 587, "", "none", 5.0, 1),
        ),
    ],
)
def test_an_address(url: str, server: Server) -> None:
    assert parse_server(url) == server


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "not a (mail )?server URL"),
        ("mail.example.org", "not a (mail )?server URL"),
        ("http://m.example", "not a (mail )?server URL"),
        ("smtp://", "not a (mail )?server URL"),
        ("smtp://mia@m.example:port", "not a (mail )?server URL"),
        ("smtp://mia:hush@m.example", "READNEXT_SMTP_PASSWORD"),
        ("smtp://mia:@m.example", "READNEXT_SMTP_PASSWORD"),
        ("smtp://mia:hu/sh@m.example", "not a (mail )?server URL"),
        ("smtp://mia:12/hush@m.example", "after the port"),
        ("smtp://m.example?tls=hush", "unknown option 'tls'"),
        ("smtp://m.example?starttls=hush", "'yes' or 'no'"),
        ("smtps://m.example?starttls=no", "TLS from the start"),
        ("smtp://mia@m.example?starttls=no", "only sent over TLS"),
        ("smtp://m.example?tries=0", "tries must be a number"),
        ("smtp://m.example?tries=1.5", "tries must be a number"),
        ("smtp://m.example?timeout=nan", "timeout must be a number"),
    ],
)
def test_an_address_that_is_none(url: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as told:
        parse_server(url)
    assert "hush" not in str(told.value)
    assert told.value.__cause__ is None


def test_pauses_grow() -> None:
    assert transport_of("smtp://localhost?tries=1", None, None).pauses == ()
    assert transport_of("smtp://localhost", None, None).pauses == (5.0, 20.0)


# ------------------------------------------------------------------- passwords
@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("READNEXT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setitem(sys.modules, "keyring", None)


def test_a_password_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_SMTP_PASSWORD", " wörd with spaces \n")
    assert smtp_password() == " wörd with spaces "


def test_a_password_from_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    command = f"{sys.executable} -c \"print('secret'); print('user: mia')\""
    monkeypatch.setenv("READNEXT_SMTP_PASSWORD_COMMAND", command)
    assert smtp_password() == "secret"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("false", "ended with 1"),
        ("true", "gives no password"),
        ("/no/such/program", "cannot be run"),
        ("'unclosed", "no command"),
    ],
)
def test_a_command_that_fails(
    monkeypatch: pytest.MonkeyPatch, command: str, says: str
) -> None:
    monkeypatch.setenv("READNEXT_SMTP_PASSWORD_COMMAND", command)
    with pytest.raises(InputError, match=f"READNEXT_SMTP_PASSWORD_COMMAND.*{says}"):
        smtp_password()


def test_a_password_from_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "password"
    path.write_text("secret\nmore\n")
    path.chmod(0o600)
    monkeypatch.setenv("READNEXT_SMTP_PASSWORD_FILE", str(path))
    assert smtp_password() == "secret"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_can_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: int
) -> None:
    path = tmp_path / "password"
    path.write_text("secret\n")
    path.chmod(mode)
    monkeypatch.setenv("READNEXT_SMTP_PASSWORD_FILE", str(path))
    with pytest.raises(InputError, match="others can read it; run: chmod 600") as told:
        smtp_password()
    assert "secret" not in str(told.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes")
@pytest.mark.parametrize("kind", ["a pipe", "too large"])
def test_a_file_that_never_ends(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "password"
    if kind == "a pipe":
        os.mkfifo(path, 0o600)
    else:
        path.write_bytes(b"a" * (1 << 20))
        path.chmod(0o600)
    monkeypatch.setenv("READNEXT_SMTP_PASSWORD_FILE", str(path))
    with pytest.raises(InputError, match=r"not a regular file|larger than"):
        smtp_password()


def test_a_file_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READNEXT_SMTP_PASSWORD_FILE", "/no/such/file")
    with pytest.raises(InputError, match="/no/such/file: No such file"):
        smtp_password()


def test_no_password_anywhere() -> None:
    with pytest.raises(InputError, match="keyring set readnext smtp"):
        smtp_password()


# ------------------------------------------------------------------- addresses
@pytest.mark.parametrize(
    "text",
    [
        *("", "mia", "@example.org", "mia@", "mia@ex ample.org", "mía@b.c"),
        *("mia@example.org, b@c.d", "Mia <mia@example.org>", "a\r\n@b.c"),
        *("mia@example.org\nBcc: b@c.d", "-@-.org", ".a@b.c", "a@b..c"),
        *("a" * 65 + "@b.c", "a@" + "b" * 64),
    ],
)
def test_no_mail_address(text: str) -> None:
    with pytest.raises(InputError, match="is not a mail address"):
        mail_address(text, "--to")


def test_mail_addresses() -> None:
    assert mail_address(" a.b+c@d-e.example ", "--to") == "a.b+c@d-e.example"
    assert mail_address("root@localhost", "--to") == "root@localhost"
    assert default_sender("mia@example.org") == "mia@example.org"
    assert mail_address(default_sender("mia"), "--from")
