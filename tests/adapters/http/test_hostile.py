"""What a hostile server can do, and how each of it ends.

Each case is a server that does one thing, and the error that the client raises, or the
body that it returns. All end within a few seconds, though the servers never would.
"""

from __future__ import annotations

import gzip
import re
import resource
import socket
import time
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from readnext.errors import NetworkError
from readnext_adapters.http import Client, Policy
from tests.adapters.http.rawserver import Behave, RawServer

QUICK = Policy(
    attempts=1,
    deadline=0.6,
    connect_timeout=0.5,
    read_timeout=0.4,
    max_bytes=1 << 20,
)
# A busy computer takes a while to send what is too large.
PATIENT = replace(QUICK, deadline=15.0, read_timeout=5.0)
SLOW = "is too slow: its deadline is over"
LARGE = "sends more than 1 MiB"
CUT = "the connection was cut"
DAMAGED = "damaged compressed data"
REFUSED = "refused redirect"
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def say(*parts: bytes) -> Behave:
    return lambda connection: connection.sendall(b"".join(parts))


def forever(block: bytes, start: bytes = b"") -> Behave:
    def behave(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(block)

    return behave


def drip(text: bytes, start: bytes = b"") -> Behave:
    """Send a byte now and then, each in less time than a read may take."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            for byte in text:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)

    return behave


def silent(start: bytes = b"") -> Behave:
    def behave(connection: socket.socket) -> None:
        connection.sendall(start)
        time.sleep(5)

    return behave


def redirect(target: bytes, status: bytes = b"302 Found") -> Behave:
    return say(
        b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nLocation: " + target,
        b"\r\n\r\n",
    )


def bomb(encoding: bytes, data: bytes) -> Behave:
    return say(HEAD + b"Content-Encoding: " + encoding + b"\r\n\r\n", data)


def whole(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


ZEROS = gzip.compress(bytes(100 << 20), 9)
CASES: dict[str, tuple[Behave, str]] = {
    "status line drips": (drip(b"HTTP/1.1 200 " + b"O" * 900), SLOW),
    "header drips": (drip(b"X-A: b\r\n", HEAD), SLOW),
    "one header drips": (drip(b"a", HEAD + b"X-A: "), SLOW),
    "body drips": (drip(b"a", HEAD + b"Content-Length: 9999\r\n\r\n"), SLOW),
    "body without length drips": (drip(b"a", HEAD + b"\r\n"), SLOW),
    "chunk line drips": (drip(b"0", CHUNKED), SLOW),
    "chunk extension drips": (drip(b"a", CHUNKED + b"5;"), SLOW),
    "chunks drip": (drip(b"1\r\na\r\n", CHUNKED), SLOW),
    "trailer drips": (drip(b"X-A: b\r\n", CHUNKED + b"0\r\n"), SLOW),
    "100 Continue drips": (drip(b"HTTP/1.1 100 Continue\r\n\r\n"), SLOW),
    "compressed body drips": (
        drip(b"\0\0\0\xff\xff", HEAD + b"Content-Encoding: gzip\r\n\r\n" + ZEROS[:10]),
        SLOW,
    ),
    "100 Continue without end": (forever(b"HTTP/1.1 100 Continue\r\n\r\n" * 99), LARGE),
    "status line without end": (forever(b"A" * 9000), CUT),
    "header line without end": (forever(b"A" * 9000, HEAD + b"X: "), CUT),
    "headers without end": (forever(b"X-A: b\r\n" * 500, HEAD), CUT),
    "100 Continue with headers without end": (
        forever(
            b"HTTP/1.1 100 Continue\r\n"
            + (b"X: " + b"a" * 60_000 + b"\r\n") * 9
            + b"\r\n"
        ),
        LARGE,
    ),
    "chunk line without end": (forever(b"0" * 9000, CHUNKED), CUT),
    "chunk extension without end": (forever(b"a" * 9000, CHUNKED + b"5;"), CUT),
    "chunks of one byte": (forever(b"1\r\na\r\n" * 900, CHUNKED), f"{LARGE}|{SLOW}"),
    "chunks without end": (forever(b"3e8\r\n" + b"a" * 1000 + b"\r\n", CHUNKED), LARGE),
    "trailers without end": (forever(b"X-A: b\r\n" * 900, CHUNKED + b"0\r\n"), LARGE),
    "one trailer without end": (forever(b"a" * 9000, CHUNKED + b"0\r\nX: "), CUT),
    "body without end": (forever(b"a" * 9000, HEAD + b"\r\n"), LARGE),
    "too large a length": (
        forever(b"a" * 9000, HEAD + b"Content-Length: 99999999999\r\n\r\n"),
        LARGE,
    ),
    "silence": (silent(), "does not answer in time"),
    "silence after the headers": (
        silent(HEAD + b"Content-Length: 5\r\n\r\n"),
        "does not answer in time",
    ),
    "nothing": (say(), CUT),
    "less than its length": (say(HEAD + b"Content-Length: 9\r\n\r\nabc"), CUT),
    "a chunk cut short": (say(CHUNKED + b"9\r\nabc"), CUT),
    "a chunk of no size": (say(CHUNKED + b"zz\r\nabc\r\n"), CUT),
    "a negative chunk": (say(CHUNKED + b"-5\r\nabc\r\n0\r\n\r\n"), CUT),
    "not HTTP": (say(b"SSH-2.0-OpenSSH_9\r\n"), CUT),
    "gzip bomb": (bomb(b"gzip", ZEROS), LARGE),
    "gzip bomb of many members": (
        bomb(b"gzip", gzip.compress(b"a" * 9) * 200_000),
        f"{LARGE}|{SLOW}",
    ),
    "damaged gzip": (bomb(b"gzip", ZEROS[:200] + b"\xff" * 50), DAMAGED),
    "truncated gzip": (bomb(b"gzip", gzip.compress(b"a" * 999)[:-4]), DAMAGED),
    "deflate where gzip is named": (bomb(b"gzip", zlib.compress(b"a" * 99)), DAMAGED),
    "redirect with a backslash": (
        redirect(b"http://other.invalid\\@127.0.0.1/"),
        REFUSED,
    ),
    "redirect with a user": (redirect(b"http://a:b@example.org/"), REFUSED),
    "redirect with an escape code": (redirect(b"http://example.org/\x1b[31m"), REFUSED),
    "redirect with a tab": (redirect(b"http://exam\tple.org/"), REFUSED),
    "redirect without a target": (redirect(b""), REFUSED),
    "redirect to a file": (redirect(b"file:///etc/passwd"), REFUSED),
    "redirect to another port": (redirect(b"http://127.0.0.1:1/"), REFUSED),
    "redirect to metadata": (redirect(b"http://169.254.169.254/latest/"), REFUSED),
    "redirect to a private IPv6": (redirect(b"http://[::ffff:10.0.0.1]/"), REFUSED),
    "redirect to a local name": (redirect(b"http://localhost:1/"), REFUSED),
    "redirect to a number": (redirect(b"http://2130706433:1/"), "private network"),
    "redirect to hexadecimal": (redirect(b"http://0x7f.1:1/"), "private network"),
    "redirect to itself": (redirect(b"/"), "in a loop"),
    "redirect to no port": (redirect(b"http://example.org:99999/"), REFUSED),
}


@pytest.mark.slow
@pytest.mark.parametrize(("behave", "says"), CASES.values(), ids=CASES)
def test_a_hostile_server_gets_an_error(behave: Behave, says: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    with (
        RawServer(behave).running() as server,
        Client(PATIENT if says == LARGE else QUICK) as client,
        pytest.raises(NetworkError) as caught,
    ):
        client.get(server.url + "/")
    assert re.search(says, str(caught.value))
    assert str(caught.value).isprintable()
    assert time.monotonic() - start < 20
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 60 << 10  # KiB


READ: dict[str, tuple[bytes, bytes]] = {
    "extensions and trailers": (
        CHUNKED + b"5;a=b\r\nhello\r\n0\r\nX-A: b\r\n\r\n",
        b"hello",
    ),
    "100 Continue first": (
        b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + whole(b"hello"),
        b"hello",
    ),
    "half a header": (HEAD + b"Content-Le", b""),
    "no length": (HEAD + b"\r\nhello", b"hello"),
    "line feeds alone": (b"HTTP/1.0 200 OK\nContent-Length: 5\n\nhello", b"hello"),
    "padding after gzip": (
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello") + bytes(99),
        b"hello",
    ),
}


@pytest.mark.parametrize(("answer", "body"), READ.values(), ids=READ)
def test_what_is_merely_unusual_is_read(answer: bytes, body: bytes) -> None:
    with RawServer(say(answer)).running() as server, Client(PATIENT) as client:
        assert client.get(server.url).body == body


def test_a_server_that_reads_nothing(make_body: Callable[[], bytes]) -> None:
    start = time.monotonic()
    with (
        RawServer(silent(), reads=False).running() as server,
        Client(QUICK) as client,
        pytest.raises(NetworkError, match=r"in time|too slow"),
    ):
        client.submit(server.url, make_body(), "text/plain")
    assert time.monotonic() - start < 20


@pytest.fixture
def make_body() -> Callable[[], bytes]:
    return lambda: bytes(30 << 20)


def test_a_look_up_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: time.sleep(30))
    start = time.monotonic()
    late = pytest.raises(NetworkError, match=r"in time|too slow")
    with Client(QUICK) as client, late:
        client.get("http://example.org/")
    assert time.monotonic() - start < 15
