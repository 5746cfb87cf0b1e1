"""Answers kept on disk: what is unchanged need not be sent again."""

from __future__ import annotations

import os
import sqlite3
import stat
import zlib
from pathlib import Path

import pytest

from readnext.errors import NetworkError
from readnext_adapters.http import Client, Policy, Response
from readnext_adapters.http.cache import FILE, ResponseCache
from tests.adapters.clock import Make
from tests.adapters.serving import Answer, Asked, Server

KEEPING = Policy(cached=True)
ETAG = {"ETag": 'W/"1"', "Content-Type": "text/xml"}
DATE = "Thu, 01 Jan 2026 00:00:00 GMT"


class Versions:
    """Answers as a server does that knows of versions."""

    def __init__(
        self, body: bytes = b"quack", headers: dict[str, str] | None = None
    ) -> None:
        self.version = 1
        self.body = body
        self.headers = headers or {}

    def __call__(self, asked: Asked) -> Answer:
        tag = f'"{self.version}"'
        if asked.headers.get("if-none-match") == tag:
            return Answer(status=304, headers={"Content-Type": "text/html"})
        headers = {"ETag": tag, "Content-Type": "text/xml"} | self.headers
        return Answer(self.body, headers=headers)


def asked_for_changes(server: Server) -> list[bool]:
    return [
        bool({"if-none-match", "if-modified-since"} & set(asked.headers))
        for asked in server.asked
    ]


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob(FILE + "*"))


def test_what_is_unchanged_is_taken_from_the_disk(server: Server, make: Make) -> None:
    server.behave = Versions(b"quack" * 1000, {"Link": '<http://a.b/c>; rel="next"'})
    with make(KEEPING) as client:
        first = client.get(server.url)
        second = client.get(server.url)
    with make(KEEPING) as client:
        third = client.get(server.url)
    assert [a.unchanged for a in (first, second, third)] == [False, True, True]
    for answer in (first, second, third):
        assert (answer.status, answer.body) == (200, b"quack" * 1000)
        assert answer.expect("XML")
        assert answer.link("next") == "http://a.b/c"
    assert asked_for_changes(server) == [False, True, True]


def test_what_has_changed_is_taken_anew(server: Server, make: Make) -> None:
    versions = server.behave = Versions(b"quack")
    with make(KEEPING) as client:
        client.get(server.url)
        versions.version, versions.body = 2, b"honk"
        answers = [client.get(server.url) for _ in range(2)]
    assert [(a.body, a.unchanged) for a in answers] == [
        (b"honk", False),
        (b"honk", True),
    ]
    assert server.asked[2].headers["if-none-match"] == '"2"'


def test_a_date_is_a_version_too(server: Server, make: Make) -> None:
    server.say(Answer(b"ok", headers={"Last-Modified": DATE}), Answer(status=304))
    with make(KEEPING) as client:
        client.get(server.url)
        assert client.get(server.url).body == b"ok"
    assert server.asked[1].headers["if-modified-since"] == DATE
    assert "if-none-match" not in server.asked[1].headers


def test_answers_are_kept_by_address_and_what_is_accepted(
    server: Server, make: Make
) -> None:
    server.behave = Versions()
    with make(KEEPING) as client:
        client.get(f"{server.url}/a?q=1")
        client.get(f"{server.url}/a?q=2")
        client.get(f"{server.url}/a?q=1", {"Accept": "text/xml"})
        client.get(f"{server.url}/a?q=1", {"Accept": "text/xml"})
    assert asked_for_changes(server) == [False, False, False, True]


def test_an_answer_is_kept_where_a_redirect_leads(server: Server, make: Make) -> None:
    versions = Versions()

    def answer(asked: Asked) -> Answer:
        if asked.path == "/a":
            return Answer(status=302, headers={"Location": "/b", "ETag": '"1"'})
        return versions(asked)

    server.behave = answer
    with make(KEEPING) as client:
        client.get(f"{server.url}/a")
        assert client.get(f"{server.url}/b").unchanged
        assert client.get(f"{server.url}/a").unchanged
    assert asked_for_changes(server) == [False, False, True, False, True]


@pytest.mark.parametrize("name", ["api_key", "key", "access_token", "X-Amz-Signature"])
def test_no_address_with_a_secret_is_kept(
    server: Server, make: Make, tmp_path: Path, name: str
) -> None:
    server.behave = Versions()
    with make(KEEPING) as client:
        for _ in range(2):
            client.get(f"{server.url}/a?{name}=hush")
    assert asked_for_changes(server) == [False, False]
    assert b"hush" not in stored(tmp_path)


def test_no_address_with_a_password_is_kept(
    server: Server, make: Make, tmp_path: Path
) -> None:
    server.behave = Versions()
    with make(KEEPING) as client:
        for _ in range(2):
            client.get(server.url.replace("//", "//mia:hush@"))
    assert asked_for_changes(server) == [False, False]
    assert b"hush" not in stored(tmp_path)


def test_what_was_of_use_last_counts_as_newest(
    server: Server, make: Make, tmp_path: Path
) -> None:
    server.behave = Versions()
    with make(KEEPING) as client:
        for path in ("/a", "/b", "/a"):
            client.get(server.url + path)
    connection = sqlite3.connect(tmp_path / FILE)
    rows = connection.execute("SELECT question FROM answers ORDER BY used").fetchall()
    connection.close()
    assert rows == [(f"{server.url}/b",), (f"{server.url}/a",)]


@pytest.mark.parametrize("name", ["Authorization", "x-api-key", "Zotero-API-Key"])
@pytest.mark.parametrize("standing", [True, False], ids=["all", "one"])
def test_no_answer_to_one_with_a_secret_is_kept(
    server: Server, make: Make, tmp_path: Path, name: str, standing: bool
) -> None:
    server.behave = Versions()
    secret = {name: "hush"}
    with make(KEEPING, secret if standing else None) as client:
        for _ in range(2):
            client.get(server.url, None if standing else secret)
    assert asked_for_changes(server) == [False, False]
    assert b"quack" not in stored(tmp_path)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"ok"),
        Answer(b"ok", headers=ETAG | {"Cache-Control": "private, no-store"}),
        Answer(b"ok", headers=ETAG | {"Vary": "*"}),
        Answer(b"ok", 203, ETAG),
        Answer(b"ok", headers=ETAG, framed=False),
        Answer(b"ok", headers={"ETag": '"1\x01"'}),
        Answer(b"ok", headers={"ETag": '"\xe4"'}),
        Answer(b"ok", headers={"ETag": "1" * 2000}),
    ],
    ids=["bare", "no-store", "vary", "203", "unframed", "control", "latin", "long"],
)
def test_what_is_not_kept(server: Server, make: Make, answer: Answer) -> None:
    server.say(answer)
    with make(KEEPING) as client:
        for _ in range(2):
            assert client.get(server.url).body == b"ok"
    assert asked_for_changes(server) == [False, False]


def test_nothing_is_kept_unless_one_says_so(
    server: Server, make: Make, tmp_path: Path
) -> None:
    server.behave = Versions()
    with make() as client:
        for _ in range(2):
            client.get(server.url)
    assert asked_for_changes(server) == [False, False]
    assert list(tmp_path.iterdir()) == []


def test_only_whole_answers_are_kept(server: Server, make: Make) -> None:
    whole = Answer(b"x" * 100_000, headers=ETAG)
    server.say(Answer(b"x" * 100_000, headers=ETAG, cut=50_000))
    with make(Policy(cached=True, attempts=1)) as client:
        with pytest.raises(NetworkError, match="connection was cut"):
            client.get(server.url)
        server.say(whole)
        client.get(server.url)
        server.say(Answer(b"y" * 100_000, headers={"ETag": '"2"'}, cut=50_000))
        with pytest.raises(NetworkError, match="connection was cut"):
            client.get(server.url)
        server.say(Answer(status=304))
        assert client.get(server.url).body == whole.body
    assert asked_for_changes(server) == [False, False, True, True]
    assert server.asked[3].headers["if-none-match"] == ETAG["ETag"]


def test_a_condition_of_ones_own_is_ones_own_affair(server: Server, make: Make) -> None:
    server.say(Answer(b"ok", headers=ETAG), Answer(status=304))
    with make(KEEPING) as client:
        client.get(server.url)
        answer = client.get(server.url, {"If-Modified-Since-Version": "7"})
    assert (answer.status, answer.unchanged) == (304, False)
    assert "if-none-match" not in server.asked[1].headers


def test_no_cookie_is_kept(server: Server, make: Make, tmp_path: Path) -> None:
    server.behave = Versions(headers={"Set-Cookie": "id=hush"})
    with make(KEEPING) as client:
        for _ in range(2):
            answer = client.get(server.url)
    assert answer.unchanged
    assert "cookie" not in server.asked[1].headers
    assert b"hush" not in stored(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_the_file_is_the_users_own(server: Server, make: Make, tmp_path: Path) -> None:
    server.behave = Versions()
    with make(KEEPING) as client:
        client.get(server.url)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", ["no database", "no pages", "another body", "bomb"])
def test_damage_is_nothing_kept(
    server: Server, make: Make, tmp_path: Path, damage: str
) -> None:
    server.behave = Versions(os.urandom(50_000))
    policy = Policy(cached=True, max_bytes=100_000)
    with make(policy) as client:
        whole = client.get(server.url).body
        spoil(tmp_path / FILE, damage)
        answers = [client.get(server.url) for _ in range(2)]
    assert [answer.body for answer in answers] == [whole, whole]
    assert asked_for_changes(server) == [False, False, True]


def spoil(path: Path, damage: str) -> None:
    if damage.startswith("no "):
        sound = path.read_bytes()
        kept = 0 if damage == "no database" else 4096
        path.write_bytes(sound[:kept] + b"\xff" * (len(sound) - kept))
        return
    connection = sqlite3.connect(path)
    (body,) = connection.execute("SELECT body FROM answers").fetchone()
    body = bytes([*body[:-1], body[-1] ^ 1])  # zlib's checksum is at the end
    if damage == "bomb":
        body = zlib.compress(bytes(100_001))
    connection.execute("UPDATE answers SET body = ?", (body,))
    connection.commit()
    connection.close()


@pytest.mark.parametrize("headers", ["{", "[]", "[" * 100_000, '{"etag": 3}', "{}"])
def test_headers_that_are_none(
    server: Server, make: Make, tmp_path: Path, headers: str
) -> None:
    server.behave = Versions()
    with make(KEEPING) as client:
        client.get(server.url)
        connection = sqlite3.connect(tmp_path / FILE)
        connection.execute("UPDATE answers SET headers = ?", (headers,))
        connection.commit()
        connection.close()
        assert client.get(server.url).body == b"quack"


def test_where_nothing_can_be_written(server: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    server.behave = Versions()
    with Client(KEEPING, folder=tmp_path / "cache") as client:
        for _ in range(2):
            assert client.get(server.url).body == b"quack"


def answer_of(url: str, body: bytes) -> Response:
    headers = {"etag": '"1"', "content-length": str(len(body))}
    return Response(url, 200, headers, body)


def urls_in(cache: ResponseCache, urls: list[str]) -> list[str]:
    return [url for url in urls if cache.find(url, {})]


def test_the_oldest_answers_are_thrown_away(tmp_path: Path) -> None:
    cache = ResponseCache(tmp_path, 1 << 20, max_file_bytes=50_000)
    urls = [f"http://example.org/{n}" for n in range(5)]
    for url in urls[:4]:
        cache.store({}, answer_of(url, os.urandom(10_000)))
    cache.touch(urls[0], {})
    cache.store({}, answer_of(urls[4], os.urandom(15_000)))
    assert urls_in(cache, urls) == [urls[0], urls[2], urls[3], urls[4]]
    cache.store({}, answer_of(urls[4], os.urandom(60_000)))
    assert urls_in(cache, urls) == [urls[0], urls[2], urls[3], urls[4]]


def test_the_file_does_not_grow(tmp_path: Path) -> None:
    cache = ResponseCache(tmp_path, 1 << 20, max_file_bytes=100_000)
    for n in range(60):
        url = f"http://example.org/{n % 50}"
        cache.store({}, answer_of(url, os.urandom(20_000)))
    assert (tmp_path / FILE).stat().st_size < 200_000


def test_what_is_packed_takes_less(tmp_path: Path) -> None:
    cache = ResponseCache(tmp_path, 1 << 20)
    cache.store({}, answer_of("http://example.org/", b"quack" * 100_000))
    assert (tmp_path / FILE).stat().st_size < 50_000
    kept = cache.find("http://example.org/", {})
    assert kept
    assert kept.body == b"quack" * 100_000
