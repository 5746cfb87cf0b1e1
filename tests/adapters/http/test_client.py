"""The polite client against a real server: it waits, insists, and gives up."""

from __future__ import annotations

import gzip
import re
import shutil
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from readnext.errors import NetworkError, StatusError, UnreachableError
from readnext_adapters.http import Client, Policy
from tests.adapters.clock import Make, Time
from tests.adapters.serving import Answer, Server, free_port

JSON = {"Content-Type": "application/json"}
PLAIN = {"Content-Type": "text/plain"}


def test_an_answer_comes_whole(server: Server, make: Make) -> None:
    server.say(Answer(b'{"a": [1]}', headers=JSON | {"X-Of": "ducks"}))
    with make() as client:
        answer = client.get(f"{server.url}/x?y=1")
    assert (answer.status, answer.json()) == (200, {"a": [1]})
    assert answer.headers["x-of"] == "ducks"
    assert server.asked[0].query == {"y": "1"}


def test_it_says_who_it_is_and_keeps_no_cookies(
    server: Server, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READNEXT_CONTACT", "mia@example.org")
    server.say(Answer(headers={"Set-Cookie": "a=b"}))
    with make() as client:
        client.get(server.url)
        client.get(server.url)
    headers = server.asked[1].headers
    agent = r"readnext/[\d.]+ \(\+mailto:mia@example\.org\)"
    assert re.fullmatch(agent, headers["user-agent"])
    assert "cookie" not in headers
    assert "authorization" not in headers


def test_a_failing_service_is_asked_again_ever_later(
    server: Server, make: Make, clock: Time
) -> None:
    server.say(Answer(status=500), Answer(status=503), Answer(b"ok"))
    with make() as client:
        assert client.get(server.url).body == b"ok"
    assert clock.slept == [1.0, 2.0]


@pytest.mark.parametrize("header", ["Retry-After", "Backoff"])
def test_it_waits_as_it_is_told(
    server: Server, make: Make, clock: Time, header: str
) -> None:
    server.say(Answer(status=429, headers={header: "7"}), Answer(b"ok"))
    with make() as client:
        assert client.get(server.url).body == b"ok"
    assert clock.slept == [7.0]


def test_a_backoff_holds_for_the_next_question(
    server: Server, make: Make, clock: Time
) -> None:
    server.say(Answer(headers={"Backoff": "9"}), Answer())
    with make() as client:
        client.get(server.url)
        assert clock.slept == []
        client.get(f"{server.url}/other")
    assert clock.slept == [9.0]


def test_questions_are_spaced(server: Server, make: Make, clock: Time) -> None:
    server.say(Answer())
    with make(Policy(spacing=3.0)) as client:
        client.get(server.url)
        client.get(server.url)
    assert clock.slept == [3.0]


def test_a_wait_beyond_the_budget_is_not_begun(
    server: Server, make: Make, clock: Time
) -> None:
    server.say(Answer(status=429, headers={"Retry-After": "3600"}))
    with make() as client:
        with pytest.raises(StatusError, match=r"429.*asks to wait 3600 s") as caught:
            client.get(server.url)
        with pytest.raises(NetworkError, match="asks for a pause of 3600 s"):
            client.get(server.url)
    assert caught.value.status == 429
    assert (clock.slept, len(server.asked)) == ([], 1)


def test_it_gives_up_in_the_end(server: Server, make: Make) -> None:
    server.say(Answer(b"out of order", 500, PLAIN))
    with (
        make(Policy(attempts=3)) as client,
        pytest.raises(StatusError, match="status 500: out of order"),
    ):
        client.get(server.url)
    assert len(server.asked) == 3


def test_a_status_that_means_no_is_final(server: Server, make: Make) -> None:
    server.say(Answer(b"<p>no</p>", 403, {"Content-Type": "text/html"}))
    with make() as client, pytest.raises(StatusError) as caught:
        client.get(f"{server.url}/a?key=secret")
    assert str(caught.value) == f"{server.url}/a answered with status 403"
    assert len(server.asked) == 1


def test_not_modified_is_an_answer(server: Server, make: Make) -> None:
    server.say(Answer(status=304))
    with make() as client:
        assert client.get(server.url).status == 304


@pytest.mark.parametrize("cut", [0, 5, 99_999])
def test_a_body_cut_short_is_no_answer(server: Server, make: Make, cut: int) -> None:
    server.say(Answer(b"x" * 100_000, cut=cut), Answer(b"whole"))
    with make() as client:
        assert client.get(server.url).body == b"whole"
    server.say(Answer(b"x" * 100_000, cut=cut))
    with (
        make(Policy(attempts=2)) as client,
        pytest.raises(NetworkError, match="the connection was cut"),
    ):
        client.get(server.url)


def test_a_chunked_body_cut_short_is_no_answer(server: Server, make: Make) -> None:
    chunks = b"5\r\nhello\r\n0\r\n\r\n"
    chunked = {"Transfer-Encoding": "chunked"}
    server.say(Answer(chunks, headers=chunked))
    with make() as client:
        assert client.get(server.url).body == b"hello"
    server.say(Answer(chunks, headers=chunked, cut=10))
    with (
        make(Policy(attempts=1)) as client,
        pytest.raises(NetworkError, match="the connection was cut"),
    ):
        client.get(server.url)


def test_too_large_an_answer_is_not_taken(server: Server, make: Make) -> None:
    server.say(Answer(b"x" * 300_000))
    with (
        make(Policy(max_bytes=200_000)) as client,
        pytest.raises(NetworkError, match="sends more than"),
    ):
        client.get(server.url)
    packed = gzip.compress(bytes(50_000_000))
    server.say(Answer(packed, headers={"Content-Encoding": "gzip"}))
    with (
        make(Policy(max_bytes=200_000)) as client,
        pytest.raises(NetworkError, match="sends more than"),
    ):
        client.get(server.url)


def test_packed_answers_are_unpacked(server: Server, make: Make) -> None:
    packed = gzip.compress(b"ducks" * 50_000)
    server.say(Answer(packed, headers={"Content-Encoding": "gzip"}))
    with make() as client:
        assert client.get(server.url).body == b"ducks" * 50_000
    assert server.asked[0].headers["accept-encoding"] == "gzip"


def test_a_server_that_drips_is_left(server: Server) -> None:
    server.say(Answer(b"x" * 1000, pause=0.02))
    start = time.monotonic()
    with (
        Client(Policy(deadline=0.3, attempts=2)) as client,
        pytest.raises(NetworkError, match="too slow"),
    ):
        client.get(server.url)
    assert time.monotonic() - start < 15


def test_a_server_that_says_nothing_is_left(server: Server) -> None:
    server.say(Answer(b"xx", pause=5))
    with (
        Client(Policy(read_timeout=0.2, attempts=1)) as client,
        pytest.raises(NetworkError, match="does not answer in time"),
    ):
        client.get(server.url)


def test_nobody_there(make: Make, clock: Time) -> None:
    url = f"http://127.0.0.1:{free_port()}/x"
    with (
        make(Policy(attempts=2)) as client,
        pytest.raises(UnreachableError, match="connection failed"),
    ):
        client.get(url)
    assert clock.slept == [1.0]
    with (
        make(Policy(retry_connect=False)) as client,
        pytest.raises(UnreachableError),
    ):
        client.get(url)
    assert clock.slept == [1.0]


def test_no_such_host(make: Make) -> None:
    with (
        make(Policy(attempts=1)) as client,
        pytest.raises(UnreachableError, match=r"none\.invalid not found"),
    ):
        client.get("http://none.invalid/")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://a.org/", "x", "http://", "http://a b/"]
)
def test_only_the_web_is_asked(make: Make, url: str) -> None:
    with (
        make() as client,
        pytest.raises(NetworkError, match="not an http or https URL"),
    ):
        client.get(url)


def test_redirects_stay_with_the_host(server: Server, make: Make) -> None:
    server.say(Answer(status=302, headers={"Location": "/b"}), Answer(b"ok"))
    with make(headers={"Zotero-API-Key": "secret"}) as client:
        assert client.get(f"{server.url}/a").body == b"ok"
    assert [a.path for a in server.asked] == ["/a", "/b"]
    assert server.asked[1].headers["zotero-api-key"] == "secret"
    server.say(Answer(status=302, headers={"Location": "http://example.org/"}))
    with (
        make(headers={"Zotero-API-Key": "secret"}) as client,
        pytest.raises(NetworkError, match="refused redirect"),
    ):
        client.get(server.url)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://[", "gopher://a/"])
def test_redirects_stay_on_the_web(server: Server, make: Make, target: str) -> None:
    server.say(Answer(status=301, headers={"Location": target}))
    with make() as client, pytest.raises(NetworkError):
        client.get(server.url)


def test_another_host_gets_no_secret(server: Server, make: Make) -> None:
    with Server().running() as other:
        other.say(Answer(b"ok"))
        place = other.url.replace("127.0.0.1", "localhost")
        server.say(Answer(status=307, headers={"Location": f"{place}/x"}))
        policy = Policy(hosts=frozenset({"localhost"}))
        with make(policy, {"Zotero-API-Key": "secret"}) as client:
            assert client.get(server.url).body == b"ok"
        assert "zotero-api-key" not in other.asked[0].headers
        assert "user-agent" in other.asked[0].headers


def test_a_circle_of_redirects_ends(server: Server, make: Make) -> None:
    server.say(Answer(status=302, headers={"Location": "/a"}))
    with make() as client, pytest.raises(NetworkError, match="in a loop"):
        client.get(server.url)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("body", "kind", "says"),
    [
        (b"<html>log in</html>", "text/html", "text/html where JSON was expected"),
        (b"{}", "", "no content type"),
        (b'{"a": ', "application/json", "invalid JSON"),
        (b"\xff{}", "application/json", "invalid JSON"),
        (b"[" * 100_000, "application/json", "invalid JSON"),
    ],
)
def test_what_is_not_json(
    server: Server, make: Make, body: bytes, kind: str, says: str
) -> None:
    server.say(Answer(body, headers={"Content-Type": kind} if kind else {}))
    with make() as client:
        answer = client.get(server.url)
        with pytest.raises(NetworkError, match=says):
            answer.json()


def test_a_proxy_of_the_environment_is_asked(
    server: Server, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    proxy = server.url.replace("http://", "http://mia:pw@")
    monkeypatch.setenv("http_proxy", proxy)
    seen: list[str] = []

    def answer(asked: object) -> Answer:
        seen.append(str(asked))
        return Answer(b"by proxy")

    server.behave = answer
    with make() as client:
        assert client.get("http://catalog.invalid/x").body == b"by proxy"
    assert server.asked[0].headers["host"] == "catalog.invalid"
    assert server.asked[0].headers["proxy-authorization"].startswith("Basic ")


def test_this_machine_is_asked_without_a_proxy(
    server: Server, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    server.say(Answer(b"direct"))
    with make() as client:
        assert client.get(server.url).body == b"direct"


def test_a_ca_file_that_is_not_there(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    with make() as client, pytest.raises(NetworkError, match="REQUESTS_CA_BUNDLE="):
        client.get(f"https://127.0.0.1:{free_port()}/")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine, signed by nobody but itself, with its key."""
    file = tmp_path / "own.pem"
    if not shutil.which("openssl"):
        pytest.skip("no openssl here to make a certificate")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ducks"
    alternative = "subjectAltName=IP:127.0.0.1"
    files = ["-addext", alternative, "-keyout", str(file), "-out", str(file) + ".crt"]
    subprocess.run([*make.split(), *files], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_only_a_trusted_certificate_will_do(
    certificate: Path, make: Make, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with Server(tls).running() as server:
        server.say(Answer(b"ok"))
        with (
            make() as client,
            pytest.raises(NetworkError, match=r"cannot be trusted .*SSL_CERT_FILE"),
        ):
            client.get(server.url)
        monkeypatch.setenv(name, str(certificate))
        with make() as client:
            assert client.get(server.url).body == b"ok"
        server.say(Answer(status=302, headers={"Location": "http://127.0.0.1/"}))
        with make() as client, pytest.raises(NetworkError, match="refused redirect"):
            client.get(server.url)
