"""What a service can do wrong, and what the client says or does about it."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import tracemalloc
import zlib
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnext.errors import NetworkError
from readnext_adapters.http import Policy
from readnext_adapters.http.gzip import Damaged, Decompressor
from tests.adapters.clock import Make, Time
from tests.adapters.serving import Answer, Server

GZIP = {"Content-Encoding": "gzip"}
LETTERS = random.Random(1).randbytes(100_000)


@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_until_the_date_it_is_told(
    server: Server, make: Make, clock: Time, status: int
) -> None:
    date = dt.datetime.fromtimestamp(clock.now + 40, dt.UTC)
    retry = {"Retry-After": format_datetime(date, usegmt=True)}
    server.say(Answer(status=status, headers=retry), Answer(b"ok"))
    with make() as client:
        assert client.get(server.url).body == b"ok"
    assert clock.slept == [40.0]


@pytest.mark.parametrize(
    "retry", ["soon", "-5", "nan", "Thu, 01 Jan 1970 00:00:00 GMT"]
)
def test_a_wait_that_makes_no_sense_is_the_usual_one(
    server: Server, make: Make, clock: Time, retry: str
) -> None:
    server.say(Answer(status=503, headers={"Retry-After": retry}), Answer(b"ok"))
    with make() as client:
        assert client.get(server.url).body == b"ok"
    assert clock.slept == [1.0]


@pytest.mark.parametrize("framed", [True, False], ids=["with length", "without"])
@pytest.mark.parametrize("cut", [1, 9, 20_000, -1])
def test_packed_data_cut_short_is_no_answer(
    server: Server, make: Make, framed: bool, cut: int
) -> None:
    packed = gzip.compress(LETTERS)
    broken = Answer(packed, headers=GZIP, cut=cut, framed=framed)
    server.say(broken, Answer(packed, headers=GZIP, framed=framed))
    with make() as client:
        assert client.get(server.url).body == LETTERS
    server.say(broken)
    with (
        make(Policy(attempts=2)) as client,
        pytest.raises(
            NetworkError, match=r"connection was cut|damaged compressed data"
        ),
    ):
        client.get(server.url)


def test_packed_data_that_is_damaged(server: Server, make: Make) -> None:
    packed = bytearray(gzip.compress(LETTERS))
    packed[-20] ^= 0xFF
    server.say(Answer(bytes(packed), headers=GZIP))
    with (
        make(Policy(attempts=1)) as client,
        pytest.raises(NetworkError, match="damaged compressed data"),
    ):
        client.get(server.url)


def test_packed_data_with_nothing_in_it(server: Server, make: Make) -> None:
    server.say(Answer(b"", headers=GZIP))
    with make() as client:
        assert client.get(server.url).body == b""


def test_what_is_packed_without_end_takes_no_memory(server: Server, make: Make) -> None:
    packer = zlib.compressobj(wbits=31)
    zeros = bytes(1 << 20)
    start = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    more = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    bomb = Answer(start, headers=GZIP, framed=False, endless=more * 60)
    server.say(bomb)
    tracemalloc.start()
    try:
        with (
            make(Policy(max_bytes=1 << 20)) as client,
            pytest.raises(NetworkError, match="sends more than 1 MiB"),
        ):
            client.get(server.url)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 6 << 20  # a block of the answer alone holds 60 MB


def test_what_comes_without_end(server: Server, make: Make) -> None:
    server.say(Answer(framed=False, endless=b"quack" * 10_000))
    with (
        make(Policy(max_bytes=1 << 20)) as client,
        pytest.raises(NetworkError, match="sends more than 1 MiB"),
    ):
        client.get(server.url)


@pytest.mark.parametrize(
    ("kind", "expected", "fits"),
    [
        ("application/xml", ["XML"], True),
        ("text/xml; charset=utf-8", ["XML"], True),
        ("Application/Atom+XML", ["XML"], True),
        ("application/xhtml+xml", ["XML"], False),
        ("text/html; charset=utf-8", ["XML"], False),
        ("text/xmlish", ["XML"], False),
        ("text/plain", ["XML"], False),
        ("text/plain; charset=utf-8", ["XML", "text/plain"], True),
        ("application/vnd.api+json", ["JSON"], True),
        ("", ["text/plain"], False),
    ],
)
def test_what_is_expected(
    server: Server, make: Make, kind: str, expected: list[str], fits: bool
) -> None:
    server.say(Answer(b"<a/>", headers={"Content-Type": kind} if kind else {}))
    with make() as client:
        answer = client.get(f"{server.url}/feed?key=secret")
    if fits:
        assert answer.expect(*expected) == b"<a/>"
        return
    with pytest.raises(NetworkError) as caught:
        answer.expect(*expected)
    said = kind.partition(";")[0] or "no content type"
    assert str(caught.value) == (
        f"{server.url}/feed answered with {said} where {' or '.join(expected)} was "
        "expected; is a captive portal or proxy intercepting?"
    )


def test_a_contact_that_no_header_can_hold(
    server: Server, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READNEXT_CONTACT", "鸭@example.org")
    server.say(Answer(b"ok"))
    with make() as client:
        assert client.get(server.url).body == b"ok"
    assert "(" not in server.asked[0].headers["user-agent"]


def test_a_host_that_is_none(make: Make, clock: Time) -> None:
    with make() as client, pytest.raises(NetworkError, match="not a valid URL"):
        client.get(f"http://{'a' * 64}\u2024example.org/")
    assert clock.slept == []


def unpacked(data: bytes, block: int) -> bytes:
    unpacker = Decompressor("gzip")
    pieces = [
        piece
        for start in range(0, len(data), block)
        for piece in unpacker.decompress(data[start : start + block])
    ]
    unpacker.finish()
    return b"".join(pieces)


@given(st.lists(st.binary(), min_size=1), st.integers(1, 50), st.integers(0, 9))
def test_members_one_after_another(
    bodies: list[bytes], block: int, padding: int
) -> None:
    packed = b"".join(map(gzip.compress, bodies)) + bytes(padding)
    assert unpacked(packed, block) == b"".join(bodies)


@given(st.binary(), st.integers(1, 50), st.data())
def test_no_part_of_packed_data_is_taken_for_the_whole(
    body: bytes, block: int, data: st.DataObject
) -> None:
    packed = gzip.compress(body)
    part = packed[: data.draw(st.integers(1, len(packed) - 1))]
    with pytest.raises(Damaged):
        unpacked(part, block)
