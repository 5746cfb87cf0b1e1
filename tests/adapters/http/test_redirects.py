"""Where redirects may lead, by a proxy that plays all hosts."""

from __future__ import annotations

import socket

import pytest

from readnext.errors import NetworkError
from readnext_adapters.http import Client, Policy
from readnext_adapters.http.addresses import VARIABLE, is_local_name, is_private
from readnext_adapters.http.urls import checked, linked, redirected, same_service
from tests.adapters.clock import Make
from tests.adapters.serving import Answer, Asked, Server

FEED = "http://www.nature.com/nature.rss"
LOGIN = "http://idp.nature.com/authorize?go=1"


@pytest.fixture
def web(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """All hosts of the web, by a proxy."""
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", server.url)
    return server


def to(target: str, status: int = 302, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers={"Location": target, **named})


def host(asked: Asked) -> str:
    return asked.headers["host"]


def test_a_feed_that_wants_a_cookie_from_another_host(web: Server, make: Make) -> None:
    def answer(asked: Asked) -> Answer:
        if host(asked) == "idp.nature.com":
            return to(FEED, Set_Cookie="idp=1; Domain=nature.com; Path=/")
        if "idp=1" in asked.headers.get("cookie", ""):
            return Answer(b"<rss/>")
        return to(LOGIN, Set_Cookie="own=2; Path=/")

    web.behave = answer
    with make() as client:
        response = client.get(FEED)
        assert (response.body, response.url, response.moved) == (b"<rss/>", FEED, "")
        assert [host(a) for a in web.asked] == [
            "www.nature.com",
            "idp.nature.com",
            "www.nature.com",
        ]
        assert "own" not in web.asked[1].headers.get("cookie", "")
        client.get(FEED)
    assert "cookie" not in web.asked[3].headers  # a new chain


def test_a_redirect_that_only_sets_a_cookie(web: Server, make: Make) -> None:
    web.behave = lambda asked: (
        Answer(b"ok") if "cookie" in asked.headers else to(FEED, Set_Cookie="a=b")
    )
    with make() as client:
        assert client.get(FEED).body == b"ok"


def test_a_cookie_is_no_other_hosts(web: Server, make: Make) -> None:
    def answer(asked: Asked) -> Answer:
        if host(asked) == "www.nature.com":
            return to("http://evil.example/", Set_Cookie="a=b; Domain=evil.example")
        return Answer(b"ok")

    web.behave = answer
    with make() as client:
        client.get(FEED)
    assert "cookie" not in web.asked[1].headers


@pytest.mark.parametrize(("status", "moved"), [(301, True), (308, True), (302, False)])
def test_the_new_address_of_a_feed_that_moved(
    web: Server, make: Make, status: int, moved: bool
) -> None:
    new = "http://feeds.example.org/new?id=3"
    web.behave = lambda a: (
        Answer(b"ok") if host(a) == "feeds.example.org" else to(new, status)
    )
    with make() as client:
        response = client.get("http://feeds.example.com/old")
    assert (response.url, response.moved) == (new, new if moved else "")


def test_too_many_redirects(web: Server, make: Make) -> None:
    web.behave = lambda a: to(f"http://h{len(web.asked)}.example/")
    with make() as client, pytest.raises(NetworkError, match="in a loop"):
        client.get(FEED)
    assert len(web.asked) == 11


@pytest.mark.parametrize(
    ("url", "headers"),
    [(f"{FEED}?api_key=1", {}), (FEED, {"If-Modified-Since-Version": "3"})],
)
def test_what_may_be_secret_stays_with_its_host(
    web: Server, make: Make, url: str, headers: dict[str, str]
) -> None:
    web.say(to("http://other.example/"))
    with make() as client, pytest.raises(NetworkError, match="refused redirect"):
        client.get(url, headers)
    assert len(web.asked) == 1


def test_a_key_is_not_sent_without_tls(web: Server, make: Make) -> None:
    with make(headers={"X-API-Key": "s"}) as client:
        for send in (client.get, lambda url: client.post(url, {})):
            with pytest.raises(NetworkError, match=r"X-API-Key .* over https only"):
                send("http://api.example.org/")
    assert web.asked == []


def named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Have every name stand for these addresses."""
    real = socket.getaddrinfo

    def look_up(host: str, port: int, *rest: object) -> list[object]:
        if host[0].isdigit():
            return list(real(host, port, *rest))  # type: ignore[arg-type]
        kind = socket.SOCK_STREAM
        return [(socket.AF_INET, kind, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
def test_a_name_that_stands_for_a_private_address(
    server: Server, make: Make, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    named(monkeypatch, address)
    port = server.url.rpartition(":")[2]
    with make() as client, pytest.raises(NetworkError) as caught:
        client.get(f"http://feeds.example:{port}/")
    assert str(caught.value) == (
        f"feeds.example has the address {address} of a private network, so it was not "
        f"contacted; if you trust it, set {VARIABLE}=feeds.example"
    )
    assert server.asked == []


def test_the_address_that_was_checked_is_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes between two look-ups is looked up once."""
    calls: list[str] = []

    def look_up(host: str, port: int, *_: object) -> list[object]:
        calls.append(host)
        address = "192.0.2.1" if len(calls) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    port = server.url.rpartition(":")[2]
    policy = Policy(attempts=1, connect_timeout=0.2)
    with Client(policy) as client, pytest.raises(NetworkError):
        client.get(f"http://feeds.example:{port}/")
    assert (calls, server.asked) == (["feeds.example"], [])


@pytest.mark.parametrize(
    "host", ["feeds.example", "feeds.example:{}", "a, FEEDS.example"]
)
def test_a_private_host_that_the_user_trusts(
    server: Server, make: Make, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    named(monkeypatch, "127.0.0.1")
    port = server.url.rpartition(":")[2]
    monkeypatch.setenv(VARIABLE, host.format(port))
    server.say(to(f"http://feeds.example:{port}/b"), Answer(b"ok"))
    with make() as client:
        assert client.get(f"{server.url}/a").body == b"ok"


def test_a_redirect_within_a_private_host(server: Server, make: Make) -> None:
    server.say(to("/b?c"), Answer(b"ok"))
    with make() as client:
        assert client.get(f"{server.url}/a").body == b"ok"


@pytest.mark.parametrize(
    "target",
    [
        *("http://other\\@example.org/", "//other\\@example.org/", "\\\\other/"),
        *("http://me@example.org/", "//me:pw@example.org/", "http://a b/", "ftp://a/"),
        *("http://example.org\r\nX: y", "http://example.org/\x00", "javascript:1"),
        *("http://example.org:0/", "http://[::1/", "http://exa\u202emple.org/"),
    ],
)
def test_a_target_that_deceives(target: str) -> None:
    with pytest.raises(NetworkError, match="refused redirect"):
        linked("http://example.org/a", target)


@pytest.mark.parametrize(
    ("url", "target", "result"),
    [
        ("http://a.org/x/y", "../z", "http://a.org/z"),
        ("http://a.org/x", "?page=2", "http://a.org/x?page=2"),
        ("http://a.org/x", "//a.org:80/y", "http://a.org:80/y"),
        ("http://a.org/x", "https://A.org/y", "https://A.org/y"),
    ],
)
def test_the_same_service(url: str, target: str, result: str) -> None:
    assert redirected(url, target, ()) == result
    assert same_service(url, result)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://a.org/", "http://a.org/"),
        ("https://a.org/", "https://a.org:8443/"),
        ("http://a.org/", "https://a.org:8443/"),
        ("http://a.org:8080/", "https://a.org/"),
        ("http://a.org/", "http://a.org.evil.example/"),
        ("http://127.0.0.1:1/", "http://127.0.0.1:2/"),
    ],
)
def test_another_service(url: str, target: str) -> None:
    with pytest.raises(NetworkError, match="refused redirect"):
        redirected(url, target, ())


def test_only_loss_of_tls_is_refused_anywhere() -> None:
    assert redirected("http://a.org/", "https://b.org/", (), anywhere=True)
    with pytest.raises(NetworkError, match="from https to http"):
        redirected("https://a.org/", "http://b.org/", (), anywhere=True)


@pytest.mark.parametrize("url", ["http://a.org\\@b.org/", "http://a.org/\n", "http:a"])
def test_an_address_that_no_parser_should_see(url: str) -> None:
    with pytest.raises(NetworkError):
        checked(url)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.100.100.200", "127.1.2.3", "169.254.169.254"),
        *("172.31.0.1", "192.168.1.1", "224.0.0.1", "255.255.255.255"),
        *("168.63.129.16", "::", "::1", "fd00:ec2::254", "fe80::1%eth0", "ff02::1"),
        *("::ffff:127.0.0.1", "::7f00:1", "2002:7f00:1::", "64:ff9b::7f00:1"),
    ],
)
def test_private_addresses(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "172.32.0.1", "198.18.0.1", "2606:4700::1111", "2002:808::"]
)
def test_public_addresses(address: str) -> None:
    assert not is_private(address)


@pytest.mark.parametrize("host", ["nas", "LOCALHOST.", "a.local", "[fe80::1]", "x.lan"])
def test_local_names(host: str) -> None:
    assert is_local_name(host)


@pytest.mark.parametrize(
    "host", ["0x7f000001", "127.1", "0177.0.0.1", "a.org", "017700000001"]
)
def test_names_that_are_looked_up_first(host: str) -> None:
    assert not is_local_name(host)
