"""Reading a mailbox: a real IMAP server, with and without TLS, and hostile ones."""

from __future__ import annotations

import mailbox
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import trustme

from readnext.errors import InputError, NetworkError
from readnext_adapters.inbox.imap_inbox import open_inbox
from readnext_adapters.inbox.imap_url import MailboxAddress, parse_mailbox
from tests.adapters.delivery.mailserver import scripted
from tests.adapters.inbox.running import PASSWORD, USER, running, seen

SUBJECTS = ("readnext like a", "Lunch?", "Re: readnext dismiss b", "readnext: 3 new")


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    box = mailbox.Maildir(tmp_path / "Mail")
    for number, subject in enumerate(SUBJECTS):
        box.add(f"Subject: {subject}\nMessage-ID: <{number}@x>\n\nBody\n")
    return tmp_path / "Mail"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def certificate(authority: trustme.CA, tmp_path: Path) -> tuple[Path, Path]:
    made = authority.issue_cert("127.0.0.1", "localhost")
    files = tmp_path / "chain.pem", tmp_path / "key.pem"
    made.cert_chain_pems[0].write_to_path(str(files[0]))
    made.private_key_pem.write_to_path(str(files[1]))
    return files


def address(port: int, scheme: str = "imap", more: str = "") -> MailboxAddress:
    return parse_mailbox(f"{scheme}://{USER}@127.0.0.1:{port}/INBOX{more}")


def words(headers: bytes) -> str:
    return next(x for x in headers.decode().splitlines() if x.startswith("Subject"))


def test_new_mails_are_read_once_and_stay_unread(maildir: Path) -> None:
    with running(maildir) as (port,):
        with open_inbox(address(port), PASSWORD) as inbox:
            new = inbox.new_mails(None)
        assert {words(one)[9:] for one in new.headers.values()} == {
            one for one in SUBJECTS if "readnext" in one
        }
        assert seen(port) == set()
        with open_inbox(address(port), PASSWORD) as inbox:
            again = inbox.new_mails((new.validity, new.last))
            anew = inbox.new_mails((new.validity + 1, new.last))
        assert not again.headers and again.last == new.last == len(SUBJECTS)
        assert anew.headers == new.headers


@pytest.mark.parametrize("folder", ["", "Done"], ids=["flagged", "moved"])
def test_mails_are_settled(maildir: Path, folder: str) -> None:
    with running(maildir) as (port,):
        with open_inbox(address(port), PASSWORD) as inbox:
            new = inbox.new_mails(None)
            one = next(uid for uid, text in new.headers.items() if b"like" in text)
            inbox.settle([one], folder)
        assert seen(port) == {"readnext like a"}
        assert seen(port, "Done") == ({"readnext like a"} if folder else set())
        assert bool(seen(port, flag="DELETED")) == bool(folder)


@pytest.mark.parametrize(("scheme", "more"), [("imaps", ""), ("imap", "?starttls=yes")])
def test_tls_is_checked(
    maildir: Path,
    certificate: tuple[Path, Path],
    authority: trustme.CA,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    scheme: str,
    more: str,
) -> None:
    with running(maildir, *certificate) as ports:
        where = address(ports[scheme == "imaps"], scheme, more)
        with pytest.raises(NetworkError, match="not trusted"):
            open_inbox(where, PASSWORD).__enter__()
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with open_inbox(where, PASSWORD) as inbox:
            assert len(inbox.new_mails(None).headers) == 3


def test_a_wrong_password_is_not_shown(maildir: Path) -> None:
    with (
        running(maildir) as (port,),
        pytest.raises(NetworkError, match="LOGIN failed") as error,
        open_inbox(address(port), "secret reed"),
    ):
        pass
    assert "secret reed" not in str(error.value)


GREETING = b"* OK [CAPABILITY IMAP4rev1] hello\r\n"
SELECTED = b"* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n"


@contextmanager
def answering(said: dict[bytes, bytes]) -> Iterator[int]:
    """A server that answers OK, after what a test has it say to a command."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            client, _ = listener.accept()
            with client, client.makefile("rb") as lines:
                client.sendall(GREETING)
                for line in lines:
                    tag, *words = line.split()
                    name = words[1] if words[0].upper() == b"UID" else words[0]
                    client.sendall(said.get(name.upper(), b"") + tag + b" OK x\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(5)


CAPABLE = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n", b"SELECT": SELECTED}
FOUND = {**CAPABLE, b"SEARCH": b"* SEARCH 1 2\r\n"}
HOSTILE = {
    "a literal of 20 GB": {
        **FOUND,
        b"FETCH": b"* 1 FETCH (UID 1 BODY[] {20000000000}\r\n",
    },
    "a line without end": {**CAPABLE, b"SEARCH": b"* SEARCH " + b"1 " * 6_000_000},
    "replies without end": {**CAPABLE, b"SEARCH": b"* SEARCH 1\r\n" * 900_000},
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_what_a_server_sends_is_bounded(kind: str) -> None:
    start = time.monotonic()
    with (
        answering(HOSTILE[kind]) as port,
        pytest.raises(NetworkError, match=r"without end|more than|timed out"),
        open_inbox(address(port, more="?timeout=3"), PASSWORD) as inbox,
    ):
        inbox.new_mails(None)
    assert time.monotonic() - start < 20


def test_answers_of_a_broken_server_are_left_out() -> None:
    strange = b"* 1 FETCH (UID 1 FLAGS ())\r\n* 9 FETCH (BODY[] {2}\r\nhi)\r\n"
    with (
        answering({**FOUND, b"FETCH": strange}) as port,
        open_inbox(address(port), PASSWORD) as inbox,
    ):
        assert inbox.new_mails(None).headers == {}


@pytest.mark.parametrize("answers", [(b"",), (GREETING[:9],), (GREETING,)])
def test_a_silent_server_is_left_in_time(answers: tuple[bytes]) -> None:
    start = time.monotonic()
    with (
        scripted(*answers) as port,
        pytest.raises(NetworkError, match="timed out"),
        open_inbox(address(port, more="?timeout=0.3"), PASSWORD),
    ):
        pass
    assert time.monotonic() - start < 20


def test_a_slow_server_has_one_deadline_for_a_reply() -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with suppress(OSError):
            client, _ = listener.accept()
            with client:
                while True:
                    client.sendall(b"*")
                    time.sleep(0.05)

    threading.Thread(target=drip, daemon=True).start()
    start = time.monotonic()
    port = listener.getsockname()[1]
    with (
        listener,
        pytest.raises(NetworkError, match="timed out"),
        open_inbox(address(port, more="?timeout=0.3"), PASSWORD),
    ):
        pass
    assert time.monotonic() - start < 20


def test_http_is_no_imap() -> None:
    with (
        scripted(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port,
        pytest.raises(NetworkError, match=f"127.0.0.1:{port}"),
        open_inbox(address(port, more="?timeout=1"), PASSWORD),
    ):
        pass


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("imaps://mia:secret@mail.example.org", "a password in the address"),
        ("smtp://mia@mail.example.org", "imaps://USER@HOST/INBOX"),
        ("imaps://mail.example.org", "no user"),
        ("imap://mia@mail.example.org?starttls=no", "only sent over TLS"),
        ("imaps://mia@mail.example.org?tries=3", "unknown option 'tries'"),
        ("imaps://mia@mail.example.org/Entwürfe", "as the server encodes it"),
    ],
)
def test_addresses_that_are_refused(url: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        parse_mailbox(url)
    assert "secret" not in str(error.value)


def test_addresses() -> None:
    found = parse_mailbox("imaps://mia%40example.org@mail.example.org/Lists/readnext")
    assert (found.user, found.port, found.tls) == ("mia@example.org", 993, "at once")
    assert found.folder == "Lists/readnext"
    plain = parse_mailbox("imap://mia@mail.example.org")
    assert (plain.port, plain.tls, plain.folder) == (143, "starttls", "INBOX")
